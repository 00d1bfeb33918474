package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.evaluate.EvaluationReport.Speed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmSpeedTest {
  private static final long HALF_A_SECOND = Duration.ofMillis(500).toNanos();

  private final WarmSpeed speed = new WarmSpeed();

  @Test
  void shouldLeaveTheColdStartOut() {
    // When
    speed.add(9, HALF_A_SECOND);
    speed.add(9, HALF_A_SECOND);
    for (int text = 0; text < 1000; text++) {
      speed.add(7, HALF_A_SECOND / 250);
    }

    // Then
    assertThat(speed.speed()).contains(new Speed(1000, 7000, Duration.ofSeconds(2)));
  }

  @Test
  void shouldSayNothingOfAShortRun() {
    // When
    speed.add(9, 3 * HALF_A_SECOND);
    speed.add(9, HALF_A_SECOND);

    // Then
    assertThat(speed.speed()).isEmpty();
  }
}
