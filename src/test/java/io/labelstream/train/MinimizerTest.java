package io.labelstream.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Functions with known minima. */
class MinimizerTest {

  @Test
  void shouldFindTheEndOfABentValley() {
    // Given
    final double[] x = {-1.2, 1};
    // When
    final double value = Minimizer.minimize(
        (at, gradient) -> {
          final double bend = at[1] - at[0] * at[0];
          gradient[0] = -2 * (1 - at[0]) - 400 * at[0] * bend;
          gradient[1] = 200 * bend;
          return Math.pow(1 - at[0], 2) + 100 * bend * bend;
        },
        x, 200);
    // Then
    assertThat(value).isLessThan(1e-6);
    assertThat(x).containsExactly(new double[] {1, 1}, Offset.offset(1e-2));
  }

  @Test
  void shouldNotMoveFromAMinimum() {
    // Given
    final double[] x = {3};
    // When
    Minimizer.minimize(
        (at, gradient) -> {
          gradient[0] = 2 * (at[0] - 3);
          return Math.pow(at[0] - 3, 2);
        },
        x, 10);
    // Then
    assertThat(x).containsExactly(3);
  }
}
