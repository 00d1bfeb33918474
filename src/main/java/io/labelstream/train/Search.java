package io.labelstream.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The way that {@code tune} varies a setting. Pure: the same random numbers give the same values.
 *
 * @param start the value of the first trial
 * @param anywhere draws any value
 * @param near draws a value near another one
 * @param other maps a value to one that may be much better and is tried right after the first trial, or to itself if there is none
 * @param <T> the type of the values
 */
public record Search<T>(T start, Anywhere<T> anywhere, Near<T> near, UnaryOperator<T> other) {

  /**
   * Draws any value.
   *
   * @param <T> the type of the values
   */
  @FunctionalInterface
  public interface Anywhere<T> {
    T draw(SplittableRandom random);
  }

  /**
   * Draws a value near another one.
   *
   * @param <T> the type of the values
   */
  @FunctionalInterface
  public interface Near<T> {
    /** @param width the greatest distance: from 0, the value itself, to 1 */
    T draw(T value, double width, SplittableRandom random);
  }

  /**
   * Numbers that are varied by factors.
   *
   * @param digits the number of digits that are kept
   */
  public static Search<Double> byFactors(final double start, final double least, final double most, final int digits) {
    return new Search<>(
        start,
        random -> rounded(between(least, most, random), digits),
        (value, width, random) -> rounded(moved(value, width, least, most, random), digits),
        UnaryOperator.identity());
  }

  /** Whole numbers that are varied by factors. */
  public static Search<Integer> byFactors(final int start, final int least, final int most) {
    return new Search<>(
        start,
        random -> (int) between(least, most, random),
        (value, width, random) -> (int) Math.round(moved(Math.max(value, least), width, least, most, random)),
        UnaryOperator.identity());
  }

  /**
   * Whole numbers that are varied by steps of one.
   *
   * @param mostAnywhere the greatest number that is drawn anywhere; greater ones are reached only step by step
   * @param share the share of draws that make a step, at full width
   */
  public static Search<Integer> bySteps(final int start, final int least, final int most, final int mostAnywhere, final double share) {
    return new Search<>(
        start,
        random -> random.nextInt(least, mostAnywhere + 1),
        (value, width, random) ->
            random.nextDouble() < share * width ? Math.clamp(value + (random.nextBoolean() ? 1L : -1L), least, most) : value,
        UnaryOperator.identity());
  }

  /**
   * One of a few values.
   *
   * @param share the share of draws that give another value, at full width
   */
  public static <T> Search<T> among(final T start, final List<T> values, final double share, final UnaryOperator<T> other) {
    return new Search<>(
        start,
        random -> values.get(random.nextInt(values.size())),
        (value, width, random) -> random.nextDouble() < share * width ? values.get(random.nextInt(values.size())) : value,
        other);
  }

  /** A number between two others, uniform in its logarithm. */
  private static double between(final double least, final double most, final SplittableRandom random) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  /** Rounds to the given number of digits, so that the value is easy to read. */
  private static double rounded(final double value, final int digits) {
    return new BigDecimal(value).round(new MathContext(digits)).doubleValue();
  }

  /** {@code value} multiplied or divided by a factor that is seldom above e to the {@code width}. */
  private static double moved(final double value, final double width, final double least, final double most, final SplittableRandom random) {
    return Math.clamp(value * Math.exp(width * random.nextGaussian() / 2), least, most);
  }
}
