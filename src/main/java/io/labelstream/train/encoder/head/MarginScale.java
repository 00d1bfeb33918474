package io.labelstream.train.encoder.head;

import io.labelstream.train.GoldenSection;

/** The factor of margins that makes their softmax a probability, by the likelihood of labels that are known. */
final class MarginScale {
  private static final double LARGEST_LOGARITHM = 6;
  private static final double PRECISION = 1e-3;

  private MarginScale() {}

  /**
   * The factor, from e^-6 to e^6, with the least log loss.
   *
   * @param margins of each label for each text
   * @param labels the number of labels
   * @param known the label of each text
   */
  static double fit(final float[] margins, final int labels, final int[] known) {
    // The loss has one minimum: it is convex in the factor.
    return Math.exp(GoldenSection.minimum(at -> logLoss(margins, labels, known, Math.exp(at)), -LARGEST_LOGARITHM, LARGEST_LOGARITHM, PRECISION));
  }

  /** The mean log loss of the softmax of scaled margins; 0 without texts. */
  static double logLoss(final float[] margins, final int labels, final int[] known, final double scale) {
    double sum = 0;
    for (int text = 0; text < known.length; text++) {
      sum += logSum(margins, text, labels, scale) - scale * margins[text * labels + known[text]];
    }
    return known.length == 0 ? 0 : sum / known.length;
  }

  /** The logarithm of the sum of the exponentials of a text's scaled margins. */
  static double logSum(final float[] margins, final int text, final int labels, final double scale) {
    final double largest = scale * largest(margins, text, labels);
    double sum = 0;
    for (int label = 0; label < labels; label++) {
      sum += Math.exp(scale * margins[text * labels + label] - largest);
    }
    return largest + Math.log(sum);
  }

  /** The largest margin of a text. */
  static double largest(final float[] margins, final int text, final int labels) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < labels; label++) {
      largest = Math.max(largest, margins[text * labels + label]);
    }
    return largest;
  }

  /** The share of texts whose largest margin is that of their label. */
  static double accuracy(final float[] margins, final int labels, final int[] known) {
    int right = 0;
    for (int text = 0; text < known.length; text++) {
      right += margins[text * labels + known[text]] >= largest(margins, text, labels) ? 1 : 0;
    }
    return known.length == 0 ? 0 : (double) right / known.length;
  }
}
