package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadLogTest {
  private static final long SLICE = LoadLog.SLICE_MILLIS;

  @Test
  void shouldAddUpTheSlicesOfAllThreadsInAWindow() {
    // Given
    final LoadLog one = new LoadLog();
    final LoadLog other = new LoadLog();
    one.add(10 * SLICE - 1, 9_999);
    one.add(10 * SLICE, 5);
    one.add(11 * SLICE + 1, 7);
    other.add(11 * SLICE - 1, 3);
    other.add(12 * SLICE, 9_999);

    // When
    final LoadLog.Window window = LoadLog.window(List.of(one, other), 10 * SLICE, 12 * SLICE);

    // Then
    assertThat(window.counts()).containsExactly(2L, 1L);
    assertThat(window.longest()).isEqualTo(Duration.ofNanos(7));
    assertThat(window.count()).isEqualTo(3);
    assertThat(window.percentile(50)).isEqualTo(5);
  }

  @Test
  void shouldCountSlicesInWhichNothingWasBegun() {
    // Given
    final LoadLog log = new LoadLog();
    log.add(0, 1);

    // When
    final LoadLog.Window window = LoadLog.window(List.of(log), 0, 3 * SLICE);

    // Then
    assertThat(window.counts()).containsExactly(1L, 0L, 0L);
  }

  @Test
  void shouldForgetWhatWasBeforeAMoment() {
    // Given
    final LoadLog log = new LoadLog();
    log.add(0, 1);
    log.add(SLICE, 1);

    // When
    log.forgetBefore(SLICE);

    // Then
    assertThat(LoadLog.window(List.of(log), 0, 2 * SLICE).counts()).containsExactly(0L, 1L);
  }
}
