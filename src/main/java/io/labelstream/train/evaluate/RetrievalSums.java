package io.labelstream.train.evaluate;

import io.labelstream.train.evaluate.RetrievalReport.Recall;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Adds up the measures of queries. Not thread-safe. */
final class RetrievalSums {
  /** The most documents that are looked at. */
  static final int DEPTH = 100;
  private static final int[] KS = {1, 10, DEPTH};
  private static final int NDCG_DEPTH = 10;

  private final double[] recalls = new double[KS.length];
  private double reciprocalRanks;
  private double ndcgs;
  private long queries;

  /**
   * Counts a query.
   *
   * @param relevant at least one
   * @param found best first
   */
  void add(final Set<String> relevant, final List<String> found) {
    queries++;
    int hits = 0;
    double gain = 0;
    for (int rank = 0; rank < Math.min(found.size(), DEPTH); rank++) {
      if (relevant.contains(found.get(rank))) {
        reciprocalRanks += hits == 0 ? 1.0 / (rank + 1) : 0;
        gain += rank < NDCG_DEPTH ? discount(rank) : 0;
        hits++;
      }
    }
    for (int at = 0; at < KS.length; at++) {
      recalls[at] += (double) found.stream().limit(KS[at]).filter(relevant::contains).count() / relevant.size();
    }
    ndcgs += gain / IntStream.range(0, Math.min(relevant.size(), NDCG_DEPTH)).mapToDouble(RetrievalSums::discount).sum();
  }

  private static double discount(final int rank) {
    return Math.log(2) / Math.log(rank + 2);
  }

  List<Recall> recalls() {
    return IntStream.range(0, KS.length).mapToObj(at -> new Recall(KS[at], mean(recalls[at]))).toList();
  }

  double reciprocalRank() {
    return mean(reciprocalRanks);
  }

  double ndcg() {
    return mean(ndcgs);
  }

  private double mean(final double sum) {
    return queries == 0 ? 0 : sum / queries;
  }
}
