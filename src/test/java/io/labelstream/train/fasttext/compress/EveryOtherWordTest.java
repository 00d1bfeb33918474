package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EveryOtherWordTest {
  @Test
  void shouldLeaveOutEverySecondWordAndKeepLabels() throws Exception {
    // Given
    final List<String> texts = new ArrayList<>();
    final List<List<String>> labels = new ArrayList<>();

    // When
    new EveryOtherWord(source("xx  one two\tdrei vier fünf ", "xxonly", "xx")).forEach(example -> {
      texts.add(example.decoded());
      labels.add(example.labels());
    });

    // Then
    assertThat(texts).extracting(text -> List.of(text.strip().split("\\s+"))).containsExactly(List.of("one", "drei", "fünf"), List.of("only"), List.of(""));
    assertThat(labels).containsOnly(List.of("a", "b")).hasSize(3);
  }

  /** Texts that start at the third byte of their arrays. */
  private static ExampleSource source(final String... texts) {
    return new ExampleSource() {
      @Override
      public String name() {
        return "texts";
      }

      @Override
      public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
        for (final String text : texts) {
          final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          consumer.accept(new Example(bytes, 2, bytes.length - 2, List.of("a", "b")));
        }
      }
    };
  }
}
