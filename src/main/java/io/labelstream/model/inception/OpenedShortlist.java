package io.labelstream.model.inception;

import io.labelstream.kernel.Memory;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.matrix.PanelForm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A {@link Shortlist} in the layout that it is computed with: the outputs of the labels are sorted by their clusters. Immutable and thread-safe.
 *
 * <pre>
 *  labels:  a label int32 for each output
 *  starts:  the first output of each cluster int32, and the number of labels
 * </pre>
 */
record OpenedShortlist(OpenedHead clusters, MemorySegment labels, MemorySegment starts, int kept, Ranking ranking) {
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT;

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final InceptionWeights.Clusters clusters, final PanelForm form) {
    return OpenedHead.bytesFor(clusters.head(), form) + (long) Integer.BYTES * (clusters.clusterOf().length + clusters.head().output().bias().length + 1);
  }

  /** Lays out a shortlist in {@code arena}. */
  static OpenedShortlist of(final InceptionWeights.Clusters clusters, final PanelForm form, final MatrixKernels kernels, final Arena arena) {
    final int[] clusterOf = clusters.clusterOf();
    final int[] labels =
        IntStream.range(0, clusterOf.length).boxed().sorted(Comparator.comparingInt(label -> clusterOf[label])).mapToInt(Integer::intValue).toArray();
    final int[] starts = new int[clusters.head().output().bias().length + 1];
    for (final int cluster : clusterOf) {
      starts[cluster + 1]++;
    }
    for (int cluster = 1; cluster < starts.length; cluster++) {
      starts[cluster] += starts[cluster - 1];
    }
    return new OpenedShortlist(
        OpenedHead.of(clusters.head(), cluster -> cluster, form, kernels, arena),
        arena.allocateFrom(INT32, labels),
        arena.allocateFrom(INT32, starts),
        clusters.kept(),
        clusters.ranking());
  }

  /** The label of an output. */
  int label(final int output) {
    return Memory.int32(Memory.start(labels) + Memory.row(output, Integer.BYTES));
  }

  /** The first output of a cluster; of the number of clusters: the number of labels. */
  int start(final int cluster) {
    return Memory.int32(Memory.start(starts) + Memory.row(cluster, Integer.BYTES));
  }
}
