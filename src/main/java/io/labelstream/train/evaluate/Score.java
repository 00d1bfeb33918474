package io.labelstream.train.evaluate;

/**
 * Precision and recall from 0 to 1, and their harmonic mean; 0 if nothing was predicted, or there is nothing to find.
 *
 * @param precision the share of predicted labels that are right
 * @param recall the share of labels to find that were predicted
 * @param f1 the harmonic mean; of an average, the average of the harmonic means
 */
public record Score(double precision, double recall, double f1) {
  static Score of(final long right, final long predicted, final long known) {
    return new Score(ratio(right, predicted), ratio(right, known), ratio(2 * right, predicted + known));
  }

  private static double ratio(final long part, final long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
