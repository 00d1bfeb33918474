package io.labelstream.train.evaluate;

import io.labelstream.train.GoldenSection;

/**
 * The number by which the logits of a model are divided to make its probabilities reliable; the order of labels does not change.
 *
 * @param value above 1 for a model that is overconfident
 * @param logLossBefore the mean log loss with the model's own probabilities
 * @param logLossAfter the mean log loss with this temperature
 */
public record Temperature(double value, double logLossBefore, double logLossAfter) {
  private static final double LEAST_PROBABILITY = 1e-7;
  private static final double LARGEST_LOGARITHM = 3;
  private static final double PRECISION = 1e-3;

  /**
   * The temperature from e^-3 to e^3 with the least log loss. The logarithms of probabilities that add up to 1 are logits, except for a constant that all
   * labels of a text share and that cancels out.
   *
   * @param probabilities of each label for each text, the labels of a text one after the other
   * @param labels the number of labels
   * @param known the label of each text
   */
  public static Temperature fit(final float[] probabilities, final int labels, final int[] known) {
    if (known.length == 0 || labels < 1 || probabilities.length < (long) labels * known.length) {
      throw new IllegalArgumentException(
          "there are " + probabilities.length + " probabilities of " + labels + " labels, and " + known.length + " texts; expected one text or more");
    }
    final float[] logits = new float[labels * known.length];
    for (int index = 0; index < logits.length; index++) {
      logits[index] = (float) Math.log(Math.max(probabilities[index], LEAST_PROBABILITY));
    }
    // The loss has one minimum: it is convex in the inverse of the temperature.
    final double logarithm =
        GoldenSection.minimum(at -> logLoss(logits, labels, known, Math.exp(at)), -LARGEST_LOGARITHM, LARGEST_LOGARITHM, PRECISION);
    final double value = Math.exp(logarithm);
    return new Temperature(value, logLoss(logits, labels, known, 1), logLoss(logits, labels, known, value));
  }

  private static double logLoss(final float[] logits, final int labels, final int[] known, final double temperature) {
    final double inverse = 1 / temperature;
    double sum = 0;
    for (int text = 0; text < known.length; text++) {
      final int start = text * labels;
      double largest = Double.NEGATIVE_INFINITY;
      for (int label = 0; label < labels; label++) {
        largest = Math.max(largest, logits[start + label]);
      }
      double total = 0;
      for (int label = 0; label < labels; label++) {
        total += Math.exp((logits[start + label] - largest) * inverse);
      }
      sum += Math.log(total) - (logits[start + known[text]] - largest) * inverse;
    }
    return sum / known.length;
  }
}
