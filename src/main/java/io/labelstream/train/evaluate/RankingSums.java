package io.labelstream.train.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Adds up the figures of a {@link Ranking} for each number of labels. Not thread-safe. */
final class RankingSums {
  private final Optional<Propensities> propensities;
  /** By rank, of all texts. */
  private final double[] right;
  private final double[] recalled;
  private final double[] ndcg;
  private final double[] weighted;
  private final double[] mostWeighted;
  private final double[] discounts;
  private long texts;

  /** @param top the greatest number of labels */
  RankingSums(final int top, final Optional<Propensities> propensities) {
    this.propensities = propensities;
    this.right = new double[top];
    this.recalled = new double[top];
    this.ndcg = new double[top];
    this.weighted = new double[top];
    this.mostWeighted = new double[top];
    this.discounts = IntStream.range(0, top).mapToDouble(rank -> Math.log(2) / Math.log(rank + 2)).toArray();
  }

  /**
   * Adds a text.
   *
   * @param truth its labels, at least one, each once
   * @param predicted the labels that it got, best first
   */
  void add(final Collection<String> truth, final List<String> predicted) {
    texts++;
    final double[] most = weights(truth);
    double gain = 0;
    double mostGain = 0;
    double hits = 0;
    for (int rank = 0; rank < right.length; rank++) {
      if (rank < most.length) {
        mostGain += discounts[rank];
        mostWeighted[rank] += most[most.length - 1 - rank];
      }
      if (rank < predicted.size() && truth.contains(predicted.get(rank))) {
        hits++;
        gain += discounts[rank];
        right[rank]++;
        weighted[rank] += weight(predicted.get(rank));
      }
      recalled[rank] += hits / truth.size();
      ndcg[rank] += gain / mostGain;
    }
  }

  private double[] weights(final Collection<String> truth) {
    final double[] weights = truth.stream().mapToDouble(this::weight).toArray();
    Arrays.sort(weights);
    return weights;
  }

  private double weight(final String label) {
    return propensities.map(known -> known.inverse(label)).orElse(1.0);
  }

  /** The figures for each number of labels from 1 on; all 0 if no text was added. */
  List<Ranking> rankings() {
    final List<Ranking> rankings = new ArrayList<>();
    double hits = 0;
    double found = 0;
    double most = 0;
    for (int rank = 0; rank < right.length; rank++) {
      hits += right[rank];
      found += weighted[rank];
      most += mostWeighted[rank];
      final double psp = most == 0 ? 0 : found / most;
      rankings.add(new Ranking(
          rank + 1, mean(hits / (rank + 1)), mean(recalled[rank]), mean(ndcg[rank]), propensities.map(known -> psp)));
    }
    return rankings;
  }

  private double mean(final double sum) {
    return texts == 0 ? 0 : sum / texts;
  }
}
