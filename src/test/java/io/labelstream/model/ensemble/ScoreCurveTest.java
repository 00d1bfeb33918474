package io.labelstream.model.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreCurveTest {
  /** 2^-23. */
  private static final int LEAST_BITS = 0x34000000;
  /** 1 - 2^-23. */
  private static final int MOST_BITS = 0x3F7FFFFE;
  private static final int ONE_BITS = 0x3F800000;

  @Property
  void shouldFollowTheFormula(
      @ForAll @IntRange(min = 50, max = 5_000) final int rise, @ForAll @IntRange(min = 50, max = 5_000) final int fall,
      @ForAll @FloatRange(min = -8f, max = 8f) final float intercept, @ForAll @IntRange(min = LEAST_BITS, max = MOST_BITS) final int scoreBits) {
    final float score = Float.intBitsToFloat(scoreBits);
    final double expected = 1 / (1 + Math.exp(-(rise / 1e3 * Math.log(score) - fall / 1e3 * Math.log(1.0 - score) + intercept)));

    final float actual = ScoreCurve.of(rise / 1e3f, fall / 1e3f, intercept).at(score);

    assertThat((double) actual).isCloseTo(expected, within(1e-3));
  }

  @Property
  void shouldNeverFall(
      @ForAll @IntRange(min = 1, max = 1_000_000) final int rise, @ForAll @IntRange(min = 1, max = 1_000_000) final int fall,
      @ForAll @FloatRange(min = -ScoreCurve.MOST, max = ScoreCurve.MOST) final float intercept, @ForAll @IntRange(min = 0, max = ONE_BITS) final int scoreBits) {
    final ScoreCurve curve = ScoreCurve.of(rise / 1e3f, fall / 1e3f, intercept);

    final float next = curve.at(Float.intBitsToFloat(scoreBits + 1));

    assertThat(next).isBetween(curve.at(Float.intBitsToFloat(scoreBits)), 1f);
  }

  @ParameterizedTest
  @CsvSource({"0, 5.96e-8", "-1, 5.96e-8", "0.5, 0.5", "0.25, 0.25", "0.75, 0.75", "1, 1", "1.00001, 1", "NaN, 5.96e-8", "Infinity, 1"})
  void shouldKeepScoresWithinTheirBounds(final float score, final float expected) {
    assertThat(ScoreCurve.of(1, 1, 0).at(score)).isCloseTo(expected, within(1e-7f));
  }

  @Test
  void shouldRefuseCurvesThatDoNotRise() {
    assertThatThrownBy(() -> ScoreCurve.of(0, 1, 0)).hasMessage("a curve has the rise 0.0, the fall 1.0 and the intercept 0.0, expected rise and fall from "
        + "0.001 to 1000.0, and an intercept from -1000.0 to 1000.0");
    assertThatThrownBy(() -> ScoreCurve.of(1, Float.NaN, 0)).hasMessageContaining("the fall NaN");
    assertThatThrownBy(() -> ScoreCurve.of(1, 1, Float.NEGATIVE_INFINITY)).hasMessageContaining("the intercept -Infinity");
  }
}
