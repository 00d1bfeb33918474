package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  private static final int ULPS = 2;

  @Test
  void shouldBeWithinTwoUnitsInTheLastPlaceOverTheWholeRange() {
    // Given
    final int steps = 2_000_000;
    int worst = 0;
    float worstAt = 0;
    // When
    for (int step = 0; step <= steps; step++) {
      final float x = Exponential.LEAST + (Exponential.MOST - Exponential.LEAST) * step / steps;
      final int distance = distance(x);
      if (distance > worst) {
        worst = distance;
        worstAt = x;
      }
    }
    // Then
    assertThat(worst).as("units in the last place at %s", worstAt).isLessThanOrEqualTo(ULPS);
  }

  @Test
  void shouldBeWithinTwoUnitsInTheLastPlaceForTinyArguments() {
    // Given
    final float[] arguments = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 1e-30f, -1e-30f, 1e-7f, -1e-7f, 6e-8f, -6e-8f, 1e-3f};
    // When
    int worst = 0;
    for (final float argument : arguments) {
      worst = Math.max(worst, distance(argument));
    }
    // Then
    assertThat(worst).isLessThanOrEqualTo(ULPS);
  }

  @Test
  void shouldStayAtItsEndsBeyondThem() {
    // Given
    final float[] below = {-87.4f, -1e3f, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    final float[] above = {88.1f, 1e3f, Float.MAX_VALUE, Float.POSITIVE_INFINITY};
    // When
    final float least = Exponential.of(Exponential.LEAST);
    final float most = Exponential.of(Exponential.MOST);
    // Then
    for (final float argument : below) {
      assertThat(Exponential.of(argument)).isEqualTo(least).isPositive();
    }
    for (final float argument : above) {
      assertThat(Exponential.of(argument)).isEqualTo(most).isFinite();
    }
  }

  @Test
  void shouldMakeASigmoidThatReachesItsEnds() {
    // Given
    final float[] arguments = {-1e30f, -20f, -1f, 0f, 1f, 20f, 1e30f};
    for (final float argument : arguments) {
      // When
      final float sigmoid = Kernels.sigmoid(argument);
      // Then
      assertThat((double) sigmoid).isCloseTo(1 / (1 + StrictMath.exp(-argument)), Offset.offset(1e-7));
      assertThat(sigmoid).isBetween(0f, 1f);
    }
  }

  private static int distance(final float x) {
    return Math.abs(Float.floatToRawIntBits(Exponential.of(x)) - Float.floatToRawIntBits((float) StrictMath.exp(x)));
  }
}
