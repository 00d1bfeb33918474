package io.labelstream.train;

import java.util.function.DoubleUnaryOperator;

/** Finds the minimum of a function of one number, without its derivative, by golden sections: each step takes one value and leaves 0.618 of the range. */
public final class GoldenSection {
  private static final double RATIO = (Math.sqrt(5) - 1) / 2;

  private GoldenSection() {}

  /**
   * The place of the minimum of {@code function} between two numbers.
   *
   * @param function has one minimum there; if it has several, one of them is found
   * @param precision the greatest width of the range that is left at the end; the result is its middle
   */
  public static double minimum(final DoubleUnaryOperator function, final double from, final double to, final double precision) {
    double low = from;
    double high = to;
    double left = high - RATIO * (high - low);
    double right = low + RATIO * (high - low);
    double leftValue = function.applyAsDouble(left);
    double rightValue = function.applyAsDouble(right);
    while (high - low > precision) {
      if (leftValue < rightValue) {
        high = right;
        right = left;
        rightValue = leftValue;
        left = high - RATIO * (high - low);
        leftValue = function.applyAsDouble(left);
      } else {
        low = left;
        left = right;
        leftValue = rightValue;
        right = low + RATIO * (high - low);
        rightValue = function.applyAsDouble(right);
      }
    }
    return (low + high) / 2;
  }
}
