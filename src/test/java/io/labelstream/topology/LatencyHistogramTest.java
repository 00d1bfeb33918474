package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

  @Property
  void shouldRoundUpByAtMostOneSixteenth(@ForAll @LongRange(min = 0) final long nanos) {
    // Given
    final LatencyHistogram histogram = new LatencyHistogram();

    // When
    histogram.record(nanos);

    // Then
    final long shown = histogram.percentile(50).toNanos();
    assertThat(shown).isGreaterThanOrEqualTo(nanos);
    assertThat(shown - nanos).isLessThanOrEqualTo(nanos / 16);
  }

  @Test
  void shouldTellPercentiles() {
    // Given
    final LatencyHistogram histogram = new LatencyHistogram();

    // When
    for (int nanos = 1; nanos <= 1000; nanos++) {
      histogram.record(nanos);
    }

    // Then
    assertThat(histogram.count()).isEqualTo(1000);
    assertThat(histogram.percentile(0).toNanos()).isEqualTo(1);
    assertThat(histogram.percentile(50).toNanos()).isBetween(500L, 532L);
    assertThat(histogram.percentile(99).toNanos()).isBetween(990L, 1052L);
    assertThat(histogram.percentile(100).toNanos()).isBetween(1000L, 1063L);
  }

  @Test
  void shouldShowZeroWhenThereIsNothingOrClocksDisagree() {
    // Given
    final LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.percentile(99)).isEqualTo(Duration.ZERO);

    // When
    histogram.record(-5);

    // Then
    assertThat(histogram.percentile(99)).isEqualTo(Duration.ZERO);
    assertThat(histogram.count()).isEqualTo(1);
  }

  @Test
  void shouldAddUpHistograms() {
    // Given
    final LatencyHistogram histogram = new LatencyHistogram();
    final LatencyHistogram other = new LatencyHistogram();
    histogram.record(3);
    other.record(3);
    other.record(9);

    // When
    histogram.add(other);

    // Then
    assertThat(histogram.count()).isEqualTo(3);
    assertThat(histogram.percentile(60).toNanos()).isEqualTo(3);
    assertThat(histogram.percentile(100).toNanos()).isEqualTo(9);
    assertThat(other.count()).isEqualTo(2);
  }

  @Test
  void shouldShowItsBucketsWhenDurationsAreRecordedMeanwhile() {
    // Given
    final LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(3);
    histogram.record(3);
    histogram.record(9);
    final Map<Long, Long> shown = new TreeMap<>();

    // When
    histogram.forEachBucket((longest, count) -> {
      histogram.record(longest);
      shown.put(longest, count);
    });

    // Then
    assertThat(shown).isEqualTo(Map.of(3L, 2L, 9L, 1L));
  }
}
