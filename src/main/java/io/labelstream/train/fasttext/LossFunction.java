package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.fasttext.file.FastTextLoss;

/**
 * What training minimises: which rows of the output matrix an example of a label moves, and where to. Immutable and thread-safe.
 *
 * <p>All four are those of the reference: the probability of each row is a softmax over all rows, or a sigmoid of its own, and each row is to become 1 or 0.
 */
public sealed interface LossFunction permits SoftmaxLoss, SigmoidLoss {

  /**
   * A loss over labels.
   *
   * @param labelCounts how often each label occurs, at least two labels: shapes the tree of {@code hs} and the odds of {@code ns}
   * @param negatives how many other labels {@code ns} draws
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
   * Chooses the rows that an example moves, and sets what each is to become.
   *
   * @param labels the example's labels; where the loss takes one, it is drawn from them
   * @param count how many labels there are, at least 1
   * @param random 64 random bits, the start of all that is drawn
   * @return how many rows there are
   */
  int targets(int[] labels, int count, long random, Targets out);

  /**
   * Turns products of rows and the hidden vector into probabilities.
   *
   * @param lanes scratch memory of {@link Kernels#LANES} elements
   * @param kernels what to compute with; all come to the same bits
   */
  void probabilities(float[] products, int count, float[] lanes, Kernels kernels);

  /** The loss of an example, for people: of all rows that are to become 1, and of those that are to become 0 where each has a sigmoid of its own. */
  double loss(Targets targets, float[] probabilities, int count);

  /**
   * The label of the highest probability.
   *
   * @param products those of all rows of the output matrix and the hidden vector
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
