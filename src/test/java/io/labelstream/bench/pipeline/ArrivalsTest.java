package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long START = 1_000_000;

  @Test
  void shouldTellPercentilesOfLaterRecords() {
    // Given
    final Arrivals arrivals = new Arrivals(START);

    // When
    for (int record = 1; record <= 1000; record++) {
      arrivals.add(START + 5_000, START + 5_000 + record);
    }

    // Then
    assertThat(arrivals.later()).isEqualTo(new Latency.Window(1000, 500, 990, 999, 1000));
    assertThat(arrivals.first().records()).isZero();
  }

  @Test
  void shouldCountARecordByItsEventAndNotByItsArrival() {
    // Given
    final Arrivals arrivals = new Arrivals(START);

    // When
    arrivals.add(START + 4_999, START + 12_000);

    // Then
    assertThat(arrivals.first()).isEqualTo(new Latency.Window(1, 7_003, 7_003, 7_003, 7_003));
    assertThat(arrivals.count()).isEqualTo(1);
  }

  @Test
  void shouldTakeATimeBeforeTheEventAsNone() {
    // Given
    final Arrivals arrivals = new Arrivals(START);

    // When
    arrivals.add(START + 1, START);

    // Then
    assertThat(arrivals.first().most()).isZero();
  }

  @Test
  void shouldTellHowThePercentileGoesOn() {
    // Given
    final Arrivals arrivals = new Arrivals(START);

    // When
    arrivals.add(START, START + 2_000);
    arrivals.add(START + 10_000, START + 10_070);

    // Then
    assertThat(arrivals.course()).containsExactly(2_000L, 0L, 70L);
  }
}
