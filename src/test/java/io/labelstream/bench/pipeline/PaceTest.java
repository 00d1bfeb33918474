package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  @Test
  void shouldSpaceRecordsEvenly() {
    // When
    final Pace pace = new Pace(4);

    // Then
    assertThat(pace.nanos(0)).isZero();
    assertThat(pace.nanos(1)).isEqualTo(250_000_000);
    assertThat(pace.nanos(40)).isEqualTo(10_000_000_000L);
  }

  @Test
  void shouldCatchUpWithAllThatIsDue() {
    // When
    final Pace pace = new Pace(4);

    // Then
    assertThat(pace.due(0)).isEqualTo(1);
    assertThat(pace.due(249_999_999)).isEqualTo(1);
    assertThat(pace.due(250_000_000)).isEqualTo(2);
    assertThat(pace.due(10_000_000_000L)).isEqualTo(41);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1e9, Double.NaN})
  void shouldRefuseARateThatIsNone(final double rate) {
    assertThatThrownBy(() -> new Pace(rate)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("recordsPerSecond=" + rate);
  }
}
