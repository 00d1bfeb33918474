package io.labelstream.train.labeltree.tree;

import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.labeltree.FeatureMatrix;
import io.labelstream.train.labeltree.LabelMatrix;
import java.util.List;
import java.util.stream.IntStream;

/** Builds the shape of a label tree from training texts. */
public final class LabelTreeBuilder {
  private LabelTreeBuilder() {}

  /**
   * A tree with each label once. It depends on the arguments alone, not on the number of threads.
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
    return Branch.shape(halved(0, labels.count(), settings));
  }

  private static Branch.Fork halved(final int from, final int to, final TreeSettings settings) {
    if (to - from <= Math.max(settings.leafLabels(), 2)) {
      return Branch.leaf(IntStream.range(from, to));
    }
    final int middle = (from + to) / 2;
    return new Branch.Fork(List.of(part(from, middle, settings), part(middle, to, settings)));
  }

  private static Branch part(final int from, final int to, final TreeSettings settings) {
    return to - from == 1 ? new Branch.Label(from) : halved(from, to, settings);
  }
}
