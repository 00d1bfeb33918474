package io.labelstream.train.encoder.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void shouldRiseInATwentiethOfTheStepsAndFallToZeroInTheRest() {
    // When
    final Schedule schedule = new Schedule(0.1, 1000);

    // Then
    assertThat(schedule.rate(0)).isCloseTo(0.002f, within(1e-6f));
    assertThat(schedule.rate(49)).isCloseTo(0.1f, within(1e-6f));
    assertThat(schedule.rate(525)).isCloseTo(0.05f, within(1e-6f));
    assertThat(schedule.rate(999)).isBetween(0f, 0.0002f);
  }

  @Test
  void shouldHaveAShortWarmUpInALongTraining() {
    // When
    final Schedule schedule = new Schedule(0.1, 100_000);

    // Then
    assertThat(schedule.rate(99)).isCloseTo(0.1f, within(1e-6f));
  }

  @Test
  void shouldBeginWithThePeakIfThereIsOneStep() {
    // When
    final Schedule schedule = new Schedule(0.1, 1);

    // Then
    assertThat(schedule.rate(0)).isCloseTo(0.1f, within(1e-6f));
  }
}
