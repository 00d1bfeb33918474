package io.labelstream.train.labeltree.tree;

import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.ClusterHalving;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.Halving;
import io.labelstream.train.cluster.LabelMatrix;
import io.labelstream.train.cluster.Masses;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** Builds the shape of a label tree from training texts. */
public final class LabelTreeBuilder {
  /** The layers that a tree may have on top of those of a balanced one. */
  private static final int MORE_LAYERS = 16;

  private final long[] counts;
  private final TreeSettings settings;
  private final Masses masses;
  private final Workers workers;

  private LabelTreeBuilder(final long[] counts, final TreeSettings settings, final Workers workers) {
    this.counts = counts;
    this.settings = settings;
    this.masses = Masses.of(counts, settings.lambda());
    this.workers = workers;
  }

  /**
   * A tree with each label once, no deeper than {@link #mostDepth}. It depends on the arguments alone, not on the number of threads.
   *
   * @param features the features of the texts
   * @param labels the labels of the same texts, at least one label; labels without texts are as good as any
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static TreeShape build(final FeatureMatrix features, final LabelMatrix labels, final TreeSettings settings, final Workers workers)
      throws InterruptedException {
    if (features.rows() != labels.rows() || labels.count() < 1) {
      throw new IllegalArgumentException(
          "there are features of " + features.rows() + " texts and labels of " + labels.rows() + ", " + labels.count() + " labels, expected at least 1");
    }
    return new LabelTreeBuilder(Masses.counts(labels), settings, workers).root(features, labels).shape();
  }

  /**
   * The greatest depth of a tree of so many labels, whatever their frequencies are: 16 more than that of a balanced tree of halves. Groups for which this leaves
   * no other way are divided by the number of labels.
   */
  public static int mostDepth(final int labels) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(labels - 1) + MORE_LAYERS;
  }

  private Branch root(final FeatureMatrix features, final LabelMatrix labels) throws InterruptedException {
    return switch (settings.kind()) {
      case CLUSTERS -> halved(ids().toArray(), ClusterHalving.of(features, labels, masses, settings.seed()));
      case HUFFMAN -> Huffman.build(Arrays.stream(counts).map(count -> count + 1).toArray(), settings.arity(), mostDepth(counts.length));
      case FANO -> halved(ids().boxed().sorted(Comparator.comparingLong(label -> -counts[label])).mapToInt(Integer::intValue).toArray(), masses::middle);
      case RANDOM -> halved(shuffled(ids().toArray(), settings.seed()), masses::middle);
    };
  }

  private IntStream ids() {
    return IntStream.range(0, counts.length);
  }

  private Branch halved(final int[] labels, final Halving halving) throws InterruptedException {
    final Leaves leaves = new Leaves(settings.leafLabels(), settings.leafSize(), Masses.of(counts, 1));
    return Group.of(new Group.Plan(masses, halving, leaves), labels, mostDepth(labels.length), workers).branch(settings.arity());
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
