package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.data.Example;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextSampleTest {

  @Test
  void shouldHoldAllTextsOfASmallSource() {
    assertThat(sample(1000, 10).shuffled()).hasSize(1000).extracting(text -> new String(text, StandardCharsets.UTF_8).strip())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1000).mapToObj(Integer::toString).toList());
  }

  @Test
  void shouldSampleAllPartsOfALargeSourceAlike() {
    // When
    final List<byte[]> texts = sample(100_000, 10).shuffled();

    // Then
    assertThat(texts.size()).isBetween(10_000, 20_000);
    final long early = texts.stream().filter(text -> Integer.parseInt(new String(text, StandardCharsets.UTF_8).strip()) < 50_000).count();
    assertThat((double) early / texts.size()).isBetween(0.47, 0.53);
  }

  @Test
  void shouldHoldFewerTextsOfALargeSourceIfTheyAreLong() {
    assertThat(sample(2000, 100_000).size()).isBetween(300, 671);
  }

  private static TextSample sample(final int count, final int length) {
    final TextSample sample = new TextSample();
    for (int text = 0; text < count; text++) {
      final byte[] bytes = String.format("%-" + length + "d", text).getBytes(StandardCharsets.UTF_8);
      sample.accept(new Example(bytes, 0, bytes.length, List.of()));
    }
    return sample;
  }
}
