package io.labelstream.train.labeltree.tree;

import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.labeltree.FeatureMatrix;
import io.labelstream.train.labeltree.LabelMatrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/** Builds the shape of a label tree from training texts. */
public final class LabelTreeBuilder {
  /** The layers that a tree may have on top of those of a balanced one. */
  private static final int MORE_LAYERS = 16;

  private LabelTreeBuilder() {}

  /**
   * A tree with each label once, no deeper than {@link #mostDepth}. It depends on the arguments alone, not on the number of threads.
   *
   * @param features the features of the texts
   * @param labels the labels of the same texts, at least one label; labels without texts are as good as any
   * @param threads the number of threads that work at a time, at least 1
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static TreeShape build(final FeatureMatrix features, final LabelMatrix labels, final TreeSettings settings, final int threads)
      throws InterruptedException {
    if (features.rows() != labels.rows() || labels.count() < 1) {
      throw new IllegalArgumentException(
          "there are features of " + features.rows() + " texts and labels of " + labels.rows() + ", " + labels.count() + " labels, expected at least 1");
    }
    final long[] counts = Masses.counts(labels);
    final Masses masses = Masses.of(counts, settings.lambda());
    final int[] ids = IntStream.range(0, counts.length).toArray();
    final Branch root = switch (settings.kind()) {
      case CLUSTERS -> halved(ids, masses, new ClusterHalving(LabelVectors.of(features, labels), masses, settings.seed()), counts, settings, threads);
      case HUFFMAN -> Huffman.build(Arrays.stream(counts).map(count -> count + 1).toArray(), settings.arity(), mostDepth(counts.length));
      case FANO -> halved(byFrequency(counts), masses, masses::middle, counts, settings, threads);
      case RANDOM -> halved(shuffled(ids, settings.seed()), masses, masses::middle, counts, settings, threads);
    };
    return Branch.shape(root instanceof final Branch.Fork fork ? fork : new Branch.Fork(List.of(root)));
  }

  /**
   * The greatest depth of a tree of so many labels, whatever their frequencies are: 16 more than that of a balanced tree of halves. Groups for which this leaves
   * no other way are divided by the number of labels.
   */
  public static int mostDepth(final int labels) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(labels - 1) + MORE_LAYERS;
  }

  private static Branch halved(
      final int[] labels, final Masses masses, final Halving halving, final long[] counts, final TreeSettings settings, final int threads)
      throws InterruptedException {
    final Leaves leaves = new Leaves(settings.leafLabels(), settings.leafSize(), Masses.of(counts, 1));
    final GroupTask all = new GroupTask(new GroupTask.Plan(masses, halving, leaves), labels, 0, labels.length, mostDepth(labels.length));
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      try {
        return pool.submit(all).get().branch(settings.arity());
      } catch (final ExecutionException e) {
        throw new IllegalStateException("labels cannot be divided: " + e.getCause(), e.getCause());
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private static int[] byFrequency(final long[] counts) {
    return IntStream.range(0, counts.length).boxed().sorted(Comparator.comparingLong(label -> -counts[label])).mapToInt(Integer::intValue).toArray();
  }

  private static int[] shuffled(final int[] labels, final long seed) {
    final Random random = new Random(seed);
    for (int index = labels.length - 1; index > 0; index--) {
      final int other = random.nextInt(index + 1);
      final int label = labels[index];
      labels[index] = labels[other];
      labels[other] = label;
    }
    return labels;
  }
}
