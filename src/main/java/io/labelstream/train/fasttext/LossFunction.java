package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.fasttext.file.FastTextLoss;

/**
 * The function that training minimises. It decides which rows of the output matrix an example moves, and towards which targets. Immutable and thread-safe.
 *
 * <p>All four are those of the reference: the probability of each row is a softmax over all rows, or a sigmoid of its own, and the target of each row is 1 or
 * 0.
 */
public sealed interface LossFunction permits SoftmaxLoss, SigmoidLoss {

  /**
   * A loss over labels.
   *
   * @param labelCounts the number of occurrences of each label, at least two labels: shapes the tree of {@code hs} and the odds of {@code ns}
   * @param negatives the number of other labels that {@code ns} draws
   */
  static LossFunction of(final FastTextLoss loss, final long[] labelCounts, final int negatives) {
    if (labelCounts.length < 2) {
      throw new IllegalArgumentException(labelCounts.length + " labels, expected at least 2");
    }
    return switch (loss) {
      case SOFTMAX -> new SoftmaxLoss(labelCounts.length);
      case ONE_VERSUS_ALL -> new OneVersusAllLoss(labelCounts.length);
      case HIERARCHICAL_SOFTMAX -> HierarchicalLoss.of(labelCounts);
      case NEGATIVE_SAMPLING -> NegativeSamplingLoss.of(labelCounts, negatives);
    };
  }

  /** The most rows that one example moves. */
  int mostRows();

  /**
   * Chooses the rows that an example moves, and sets the target of each.
   *
   * @param labels the example's labels; if the loss takes only one, it is drawn from them
   * @param count the number of labels, at least 1
   * @param random 64 random bits, the seed of all draws
   * @return the number of rows
   */
  int targets(int[] labels, int count, long random, Targets out);

  /**
   * Turns products of rows and the hidden vector into probabilities.
   *
   * @param lanes scratch memory of {@link Kernels#LANES} elements
   * @param kernels the kernels to compute with; the results of all are the same, bit for bit
   */
  void probabilities(float[] products, int count, float[] lanes, Kernels kernels);

  /** The loss of an example, for people: over the rows with target 1 and, if each row has a sigmoid of its own, those with target 0. */
  double loss(Targets targets, float[] probabilities, int count);

  /**
   * The label of the highest probability.
   *
   * @param products the products of all rows of the output matrix with the hidden vector
   */
  int likeliest(float[] products);

  /**
   * The rows that an example moves.
   *
   * @param rows their numbers
   * @param wanted 1 or 0 for each
   */
  record Targets(int[] rows, float[] wanted) {
    static Targets of(final LossFunction loss) {
      return new Targets(new int[loss.mostRows()], new float[Kernels.padded(loss.mostRows())]);
    }
  }
}
