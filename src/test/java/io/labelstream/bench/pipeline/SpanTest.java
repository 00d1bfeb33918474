package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void shouldTellCostsOfARecordBetweenTwoMoments() {
    // Given
    final Span.Mark start = new Span.Mark(5_000_000_000L, 1_000, reading(400_000, 70), Duration.ofMillis(10));
    final Span.Mark end = new Span.Mark(7_000_000_000L, 3_000, reading(8_400_000, 4_070), Duration.ofMillis(12));

    // When
    final Span span = Span.between(start, end);

    // Then
    assertThat(span.records()).isEqualTo(2_000);
    assertThat(span.recordsPerSecond()).isEqualTo(1_000);
    assertThat(span.cpuMicros().get(ThreadKind.STREAM)).isEqualTo(4);
    assertThat(span.totalCpuMicros()).isEqualTo(4 * ThreadKind.values().length);
    assertThat(span.brokerMicros()).isEqualTo(1);
    assertThat(span.allocatedBytes()).isEqualTo(2);
  }

  @Test
  void shouldAddUpInstances() {
    // When
    final Reading both = reading(100, 7).plus(new Reading(Reading.Phase.STARTING, reading(20, 0).cpuNanos(), 3));

    // Then
    assertThat(both).isEqualTo(new Reading(Reading.Phase.STARTING, reading(120, 0).cpuNanos(), 10));
  }

  @Test
  void shouldRefuseASpanWithoutARecord() {
    final Span.Mark mark = new Span.Mark(0, 10, reading(0, 0), Duration.ZERO);
    assertThatThrownBy(() -> Span.between(mark, mark)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("committed=10");
  }

  private static Reading reading(final long nanosOfEachKind, final long allocated) {
    final Map<ThreadKind, Long> nanos = new EnumMap<>(ThreadKind.class);
    for (final ThreadKind kind : ThreadKind.values()) {
      nanos.put(kind, nanosOfEachKind);
    }
    return new Reading(Reading.Phase.RUNNING, nanos, allocated);
  }
}
