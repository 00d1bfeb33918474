package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.rollout.control.Lead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceStateTest {
  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 1000, ALIVE",
    "1000, 1000, 7000, ALIVE",
    "1000, 1000, 7001, SILENT",
    "1000, 4000, 10000, ALIVE",
    "4000, 1000, 10000, ALIVE",
    "4000, 1000, 10001, SILENT"})
  void shouldBeSilentAfterThreeHeartbeatsByTheLaterClock(
      final long at, final long written, final long now, final InstanceState.Liveness expected) {
    // Given
    final InstanceState state = new InstanceState("i", "a", List.of(), "running", 0, InstanceState.Currency.BEHIND, Duration.ofSeconds(8),
        Duration.ofSeconds(2), 0, Instant.ofEpochMilli(at), Instant.ofEpochMilli(written), "", SharedConfig.none(), List.of());

    // When
    final InstanceState.Liveness liveness = state.liveness(Instant.ofEpochMilli(now));

    // Then
    assertThat(liveness).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"400, 200", "799, 200", "1200, 300", "30000, 7500", "80000, 20000", "86400000, 20000"})
  void shouldBeatEveryQuarterOfTheLeadWithinBounds(final long lead, final long expected) {
    // Given
    final StatusPublisher.Settings settings = settings("i", lead);

    // When
    final Duration heartbeat = settings.heartbeat();

    // Then
    assertThat(heartbeat).hasMillis(expected);
  }

  @ParameterizedTest
  @CsvSource({"400, 50", "1000, 125", "30000, 3750", "60000, 5000"})
  void shouldConfirmEveryEighthOfTheLead(final long lead, final long expected) {
    // Given
    final Lead length = Lead.of(Duration.ofMillis(lead));

    // When
    final Duration interval = length.interval();

    // Then
    assertThat(interval).hasMillis(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a b", "\u00E9"})
  void shouldTakeNoInstanceNameThatKeysCannotHold(final String name) {
    // When
    final Throwable refused = catchThrowable(() -> settings(name, 1000));

    // Then
    assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'" + name + "'");
  }

  private static StatusPublisher.Settings settings(final String instance, final long lead) {
    return new StatusPublisher.Settings("model-status", instance, "token", "app", Duration.ofMillis(lead), Duration.ofSeconds(1));
  }
}
