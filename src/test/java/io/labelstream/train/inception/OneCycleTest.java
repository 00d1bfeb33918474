package io.labelstream.train.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneCycleTest {
  @ParameterizedTest
  @CsvSource({"0, 0.0005", "16, 0.00275", "32, 0.005", "65.5, 0.002500025", "99, 5e-8"})
  void shouldRiseToTheHighestRateAndFallToNearlyNone(final double step, final double rate) {
    // Given
    final OneCycle cycle = new OneCycle(0.005, 100);

    // When
    final double actual = (cycle.rate((int) Math.floor(step)) + cycle.rate((int) Math.ceil(step))) / 2;

    // Then
    assertThat(actual).isCloseTo(rate, within(1e-9));
  }

  @Test
  void shouldGiveRatesForFewSteps() {
    for (int steps = 1; steps < 10; steps++) {
      final OneCycle cycle = new OneCycle(1, steps);
      for (int step = 0; step < steps; step++) {
        assertThat(cycle.rate(step)).isBetween(0f, 1f);
      }
    }
  }
}
