package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.cli.verb.CliException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproducibleTimeTest {
  @Test
  void shouldTakeTheTimeThatTheEnvironmentGives() {
    assertThat(ReproducibleTime.now(Map.of("SOURCE_DATE_EPOCH", "1767225600"))).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void shouldBeNowOtherwise() {
    assertThat(Duration.between(ReproducibleTime.now(Map.of()), Instant.now())).isLessThan(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "-1", "123456789012"})
  void shouldRefuseWhatIsNoTime(final String value) {
    assertThatThrownBy(() -> ReproducibleTime.now(Map.of("SOURCE_DATE_EPOCH", value)))
        .isInstanceOf(CliException.class).hasMessageContaining("SOURCE_DATE_EPOCH is '" + value + "'");
  }
}
