package io.labelstream.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {
  private final Trend trend = new Trend();

  @Test
  void shouldFindTheSlopeOfALine() {
    // Given
    for (int second = 0; second < 600; second += 5) {
      trend.add(second, 100 + second * 0.01);
    }

    // When
    final Trend.Line line = trend.line();

    // Then
    assertThat(line.first()).isCloseTo(100, within(1e-9));
    assertThat(line.perHour()).isCloseTo(36, within(1e-9));
    assertThat(line.error()).isCloseTo(0, within(1e-6));
    assertThat(line.within(36.1)).isEqualTo(Trend.Verdict.WITHIN);
    assertThat(line.within(35.9)).isEqualTo(Trend.Verdict.BEYOND);
  }

  @Test
  void shouldNotTakeNoiseForASlope() {
    // Given
    for (int second = 0; second < 600; second += 5) {
      trend.add(second, second / 5 % 2 == 0 ? 50 : 150);
    }

    // When
    final Trend.Line line = trend.line();

    // Then
    assertThat(line.within(0)).isEqualTo(Trend.Verdict.WITHIN);
    assertThat(line.error()).isGreaterThan(10);
  }

  @Test
  void shouldRefuseTooFewPoints() {
    // Given
    trend.add(0, 1);
    trend.add(5, 1);

    // Then
    assertThatThrownBy(trend::line).hasMessage("a line through 2 points, expected at least 3");
  }
}
