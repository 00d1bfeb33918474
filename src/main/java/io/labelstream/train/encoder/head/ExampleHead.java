package io.labelstream.train.encoder.head;

import io.labelstream.train.Workers;
import java.util.Arrays;

/**
 * Labels by a few examples: logistic regression whose penalty is chosen by the log loss of cross-validation, after margins were scaled to be probabilities by the
 * same texts. Rows are drawn to those of descriptions where there are some, unless it is better without.
 *
 * @param map the margins, from all examples
 * @param penalty the chosen penalty
 * @param folds the number of folds of the cross-validation
 * @param margins those of each example by a map that has not seen it
 */
record ExampleHead(LinearMap map, double penalty, int folds, float[] margins) {
  private static final double[] PENALTIES = {0.03, 0.1, 0.3, 1, 3};
  /** The place of the penalty where there are too few examples to measure any. */
  private static final int UNLESS_MEASURED = 3;
  private static final int MOST_FOLDS = 5;
  /** The length of rows that descriptions give; products with unit vectors then differ by a few units. */
  private static final float PRIOR_LENGTH = 5;

  /** Rows to be drawn to, and how much. */
  private record Choice(float[] prior, double penalty) {}

  /**
   * Learns from examples.
   *
   * @param examples at least two labels among them
   * @param described descriptions, which are learned from, too; or none
   * @param labels the number of labels
   * @param workers fit the parts of the cross-validation
   */
  static ExampleHead of(
      final LabelledVectors examples, final LabelledVectors described, final int labels, final LinearMap descriptions, final Workers workers) {
    final float[] none = new float[labels * examples.vectors().dimensions()];
    final float[] drawn = descriptions.rows().clone();
    for (int index = 0; index < drawn.length; index++) {
      drawn[index] *= PRIOR_LENGTH;
    }
    final float[][] priors = described.count() == 0 ? new float[][] {none} : new float[][] {none, drawn};
    final Choice[] choices = Arrays.stream(priors)
        .flatMap(prior -> Arrays.stream(PENALTIES).mapToObj(penalty -> new Choice(prior, penalty))).toArray(Choice[]::new);
    final int[] fold = folds(examples, labels);
    final int folds = Arrays.stream(fold).max().orElse(0) + 1;
    final float[][] margins = new float[choices.length][examples.count() * labels];
    if (folds > 1) {
      workers.forEach(choices.length * folds, task -> {
        final int part = task % folds;
        addMargins(examples, described, labels, choices[task / folds], fold, part, margins[task / folds]);
      });
    }
    int best = UNLESS_MEASURED;
    double least = Double.POSITIVE_INFINITY;
    for (int choice = 0; choice < choices.length && folds > 1; choice++) {
      final double loss = loss(margins[choice], labels, examples);
      best = loss < least ? choice : best;
      least = Math.min(loss, least);
    }
    final LinearMap map = LogisticRegression.fit(examples.and(described), labels, choices[best].prior(), choices[best].penalty());
    return new ExampleHead(map, choices[best].penalty(), folds, folds > 1 ? margins[best] : map.margins(examples.vectors()));
  }

  private static double loss(final float[] margins, final int labels, final LabelledVectors examples) {
    return MarginScale.logLoss(margins, labels, examples.labels(), MarginScale.fit(margins, labels, examples.labels()));
  }

  /** The fold of each example: those of a label go to the folds in turn, up to {@link #MOST_FOLDS}; one fold if no label has two examples. */
  private static int[] folds(final LabelledVectors examples, final int labels) {
    final int[] seen = new int[labels];
    final int[] fold = new int[examples.count()];
    for (int example = 0; example < fold.length; example++) {
      fold[example] = seen[examples.labels()[example]]++ % MOST_FOLDS;
    }
    return fold;
  }

  private static void addMargins(
      final LabelledVectors examples, final LabelledVectors described, final int labels, final Choice choice, final int[] fold, final int part,
      final float[] margins) {
    final LinearMap map =
        LogisticRegression.fit(examples.where(example -> fold[example] != part).and(described), labels, choice.prior(), choice.penalty());
    final float[] found = map.margins(examples.where(example -> fold[example] == part).vectors());
    int next = 0;
    for (int example = 0; example < fold.length; example++) {
      if (fold[example] == part) {
        System.arraycopy(found, next++ * labels, margins, example * labels, labels);
      }
    }
  }
}
