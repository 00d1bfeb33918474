package io.labelstream.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RolloutDrawingTest {
  @Test
  void shouldBeWhatTheDocumentsShow() throws IOException {
    assertThat(Path.of("src/docs/rollout-timeline.svg")).hasContent(RolloutDrawing.svg());
  }
}
