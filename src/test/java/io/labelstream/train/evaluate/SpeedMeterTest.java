package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.ScoreMeaning;
import io.labelstream.train.data.Example;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedMeterTest {

  @Test
  void shouldMeasureEachClassifierOverTheSameTexts() {
    // Given
    final TextSample texts = new TextSample();
    for (int text = 0; text < 100; text++) {
      texts.accept(example(text < 50 ? "0.5 0.4" : "0.5 0.4" + " 0.1".repeat(400)));
    }
    final String[] labels = new String[402];
    Arrays.setAll(labels, label -> "l" + label);

    // When
    final List<Speed> speeds = SpeedMeter.measure(
        List.of(new ToldClassifier(ScoreMeaning.PROBABILITY, labels), new ToldClassifier(ScoreMeaning.PROBABILITY, labels)), texts, EvaluationSettings.best());

    // Then
    assertThat(speeds).hasSize(2).allSatisfy(speed -> {
      assertThat(speed.p50()).isPositive().isLessThanOrEqualTo(speed.p95());
      assertThat(speed.p95()).isLessThanOrEqualTo(speed.p99());
      assertThat(speed.bytesPerSecond() / speed.textsPerSecond()).isBetween(807.0 - 1, 807.0 + 1);
    });
  }

  private static Example example(final String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Example(bytes, 0, bytes.length, List.of("l0"));
  }
}
