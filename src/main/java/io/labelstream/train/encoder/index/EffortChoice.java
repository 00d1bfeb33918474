package io.labelstream.train.encoder.index;

import io.labelstream.model.FileTables;
import io.labelstream.model.Predictions;
import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.model.encoder.search.DocumentSearch;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.encoder.search.OpenDocuments;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses the effort of searches along a graph by their recall for some of the documents: the share of the nearest other ones that they find. */
final class EffortChoice {
  private static final int SAMPLES = 500;
  private static final int NEAREST = 10;
  private static final int LEAST_EFFORT = 16;

  private EffortChoice() {}

  /**
   * A graph with the chosen effort.
   *
   * @param recall of the sampled documents
   */
  record Chosen(NeighbourGraph graph, double recall) {}

  /** The graph with the least effort, of those that double each time, by which the recall is reached; with the greatest one if it never is. */
  static Chosen of(final DocumentRows rows, final NeighbourGraph graph, final double recall) {
    final int count = Math.min(SAMPLES, rows.count());
    final int[] samples = IntStream.range(0, count).map(index -> (int) ((long) index * rows.count() / count)).toArray();
    final int[][] exact = nearest(rows, Optional.empty(), samples);
    for (int effort = LEAST_EFFORT; ; effort *= 2) {
      final NeighbourGraph tried = new NeighbourGraph(graph.entry(), effort, graph.layers());
      final double reached = recall(exact, nearest(rows, Optional.of(tried), samples));
      if (reached >= recall || effort >= rows.count() || effort == NeighbourGraph.MOST_EFFORT) {
        return new Chosen(tried, reached);
      }
    }
  }

  private static int[][] nearest(final DocumentRows rows, final Optional<NeighbourGraph> graph, final int[] samples) {
    try (Arena arena = Arena.ofShared()) {
      final DocumentSearch search = OpenDocuments.of(rows, graph, FileTables.copied(), arena).newSearch();
      final Predictions found = new Predictions(NEAREST + 1, 0f);
      return Arrays.stream(samples).mapToObj(document -> {
        found.clear();
        search.search(rows.vector(document), found);
        return IntStream.range(0, found.count()).map(found::label).filter(other -> other != document).limit(NEAREST).toArray();
      }).toArray(int[][]::new);
    }
  }

  private static double recall(final int[][] exact, final int[][] found) {
    long all = 0;
    long hits = 0;
    for (int at = 0; at < exact.length; at++) {
      all += exact[at].length;
      final int[] those = found[at];
      hits += Arrays.stream(exact[at]).filter(document -> Arrays.stream(those).anyMatch(other -> other == document)).count();
    }
    return all == 0 ? 1 : (double) hits / all;
  }
}
