package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.topology.internal.ModelSlot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final Path MODEL = Path.of("models/lid.176.ftz");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void shouldEndByItself() throws Exception {
    // Given
    final ModelSlot slot = ModelSlot.open("language", MODEL);
    try {
      // When
      final Thread thread = WarmUp.start(List.of(slot), Duration.ofMillis(50), new CountDownLatch(1));
      // Then
      assertThat(thread.join(PATIENCE)).isTrue();
    } finally {
      slot.close();
    }
  }

  @Test
  void shouldEndWhenThePipelineStops() throws Exception {
    // Given
    final CountDownLatch stopping = new CountDownLatch(1);
    final ModelSlot slot = ModelSlot.open("language", MODEL);
    try {
      final Thread thread = WarmUp.start(List.of(slot), LONG, stopping);
      // When
      stopping.countDown();
      // Then
      assertThat(thread.join(PATIENCE)).isTrue();
    } finally {
      slot.close();
    }
  }

  @Test
  void shouldEndWhenAModelIsClosed() throws Exception {
    // Given
    final ModelSlot slot = ModelSlot.open("language", MODEL);
    final Thread thread = WarmUp.start(List.of(slot), LONG, new CountDownLatch(1));
    // When
    slot.close();
    // Then
    assertThat(thread.join(PATIENCE)).isTrue();
  }
}
