package io.labelstream.train.encoder.head;

import io.labelstream.train.GoldenSection;
import java.util.Arrays;

/** The margin of the label for texts that have none of the others: the same for all texts, so that it wins where the margins of the others are small. */
final class OtherThreshold {
  private static final double PRECISION = 1e-3;
  private static final double PASSED_OVER = 0.05;

  private OtherThreshold() {}

  /**
   * The margin of the greatest likelihood where both kinds of texts are equally frequent, and each text is told by its greatest margin.
   *
   * @param known the greatest margins of texts with one of the labels; at least one
   * @param others the same of texts with none of them; at least one
   * @param scale makes margins probabilities
   */
  static double between(final double[] known, final double[] others, final double scale) {
    final double least = Math.min(Arrays.stream(known).min().orElseThrow(), Arrays.stream(others).min().orElseThrow());
    final double greatest = Math.max(Arrays.stream(known).max().orElseThrow(), Arrays.stream(others).max().orElseThrow());
    return GoldenSection.minimum(threshold -> loss(known, others, threshold, scale), least, greatest, PRECISION * (greatest - least));
  }

  private static double loss(final double[] known, final double[] others, final double threshold, final double scale) {
    return Arrays.stream(known).map(margin -> softplus(scale * (threshold - margin))).average().orElseThrow()
        + Arrays.stream(others).map(margin -> softplus(scale * (margin - threshold))).average().orElseThrow();
  }

  private static double softplus(final double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /**
   * The margin that one in twenty texts does not reach.
   *
   * @param best the greatest margin of texts with one of the labels; at least one
   */
  static double below(final double[] best) {
    final double[] sorted = best.clone();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * PASSED_OVER)];
  }
}
