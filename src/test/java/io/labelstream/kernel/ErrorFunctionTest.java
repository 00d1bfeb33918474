package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorFunctionTest {
  private static final double TOLERANCE = 3.2e-7;
  private static final int STEPS = 50_000;
  private static final double END = 5;

  @Test
  void shouldBeNearTheIntegralOfTheBellCurve() {
    // Given
    final double step = END / STEPS;
    double integral = 0;
    double worst = 0;
    // When
    for (int index = 0; index < STEPS; index++) {
      final double x = index * step;
      worst = Math.max(worst, Math.abs(ErrorFunction.of((float) x) - integral));
      worst = Math.max(worst, Math.abs(ErrorFunction.of((float) -x) + integral));
      // Simpson's rule.
      integral += (bell(x) + 4 * bell(x + step / 2) + bell(x + step)) * step / 6;
    }
    // Then
    assertThat(worst).isLessThan(TOLERANCE);
  }

  private static double bell(final double x) {
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
  }

  @Test
  void shouldStayAtItsEndsBeyondThem() {
    // Given
    final float[] beyond = {4f, 1e3f, Float.MAX_VALUE, Float.POSITIVE_INFINITY};
    // When
    final float most = ErrorFunction.of(ErrorFunction.MOST);
    // Then
    for (final float argument : beyond) {
      assertThat(ErrorFunction.of(argument)).isEqualTo(most);
      assertThat(ErrorFunction.of(-argument)).isEqualTo(-most);
    }
  }
}
