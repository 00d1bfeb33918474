package io.labelstream.train.inception.network;

import io.labelstream.model.LeastKeys;
import io.labelstream.train.cluster.LabelClusters;
import java.util.Arrays;

/** The labels of each cluster. */
record LabelGroups(int[] clusterOf, int[][] labels) {
  static LabelGroups of(final LabelClusters clusters) {
    final int[] sizes = new int[clusters.count()];
    for (final int cluster : clusters.clusterOf()) {
      sizes[cluster]++;
    }
    final int[][] labels = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
    for (int label = clusters.clusterOf().length - 1; label >= 0; label--) {
      final int cluster = clusters.clusterOf()[label];
      labels[cluster][--sizes[cluster]] = label;
    }
    return new LabelGroups(clusters.clusterOf(), labels);
  }

  int cluster(final int label) {
    return clusterOf[label];
  }

  /** The clusters of labels, each once, ascending. */
  int[] clusters(final int[] ofLabels) {
    return Arrays.stream(ofLabels).map(label -> clusterOf[label]).sorted().distinct().toArray();
  }

  /**
   * The clusters with the greatest logits.
   *
   * @param kept their number, unless more are forced in
   * @param forced clusters that are among them whatever their logits are, ascending
   */
  int[] best(final float[] logits, final int kept, final int[] forced) {
    final LeastKeys best = new LeastKeys();
    best.start(Math.max(0, kept - forced.length), Long.MAX_VALUE);
    int next = 0;
    for (int cluster = 0; cluster < logits.length && kept > forced.length; cluster++) {
      if (next < forced.length && forced[next] == cluster) {
        next++;
        continue;
      }
      final long key = LeastKeys.ofNumber(logits[cluster], cluster);
      if (key < best.bar()) {
        best.add(key);
      }
    }
    final int[] clusters = Arrays.copyOf(forced, forced.length + best.count());
    for (int index = 0; index < best.count(); index++) {
      clusters[forced.length + index] = LeastKeys.id(best.key(index));
    }
    Arrays.sort(clusters);
    return clusters;
  }

  /** The labels of clusters. */
  int[] labels(final int[] ofClusters) {
    int count = 0;
    for (final int cluster : ofClusters) {
      count += labels[cluster].length;
    }
    final int[] all = new int[count];
    int end = 0;
    for (final int cluster : ofClusters) {
      System.arraycopy(labels[cluster], 0, all, end, labels[cluster].length);
      end += labels[cluster].length;
    }
    return all;
  }
}
