package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.VersionId;
import io.labelstream.topology.PipelineStats.SlotVersion;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class PipelineStatsTest {
  private final PipelineStats stats = new PipelineStats();

  @Test
  void shouldGiveAllTasksTheSameCounterOfAVersion() {
    // Given
    final LongAdder one = stats.labelledBy("slot", version(1));

    // When
    final LongAdder other = stats.labelledBy("slot", version(1));

    // Then
    assertThat(other).isSameAs(one);
    assertThat(stats.labelledBy("other", version(1))).isNotSameAs(one);
  }

  @Test
  void shouldForgetTheVersionsThatNoTaskHasTakenUpForTheLongestTime() {
    // Given
    stats.labelledBy("slot", version(0)).increment();
    for (int number = 1; number < 5_000; number++) {
      stats.labelledBy("slot", version(number)).increment();
      // When
      stats.labelledBy("slot", version(0));
    }

    // Then
    assertThat(stats.labelled()).hasSize(1_000)
        .containsEntry(new SlotVersion("slot", version(0)), 1L)
        .containsEntry(new SlotVersion("slot", version(4_999)), 1L)
        .doesNotContainKey(new SlotVersion("slot", version(1)));
  }

  private static VersionId version(final int number) {
    return new VersionId("model", Integer.toString(number), "ab".repeat(32));
  }
}
