package io.labelstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.data.Example;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleChoiceTest {

  @Test
  void shouldTakeATextOfEachLabelAndThenAnyOthers() {
    // Given
    final SampleChoice choice = new SampleChoice(5, 1);

    // When
    for (int text = 0; text < 500; text++) {
      choice.accept(example("often " + text, "a"));
    }
    choice.accept(example("rare", "b"));
    choice.accept(example("rarer", "c"));

    // Then
    assertThat(choice.texts()).hasSize(5).contains("rare", "rarer").doesNotHaveDuplicates();
  }

  @Test
  void shouldChooseTheSameTextsInWhateverOrderTheyCome() {
    // Given
    final List<Example> examples = new ArrayList<>();
    for (int text = 0; text < 300; text++) {
      examples.add(example("text " + text, "label " + text % 7));
    }

    // When
    final List<String> first = chosen(examples, 1);
    Collections.shuffle(examples, new Random(3));
    final List<String> shuffled = chosen(examples, 1);

    // Then
    assertThat(first).hasSize(20).isEqualTo(shuffled).isNotEqualTo(chosen(examples, 2));
  }

  @Test
  void shouldTakeNoTextThatCannotBeASample() {
    // Given
    final SampleChoice choice = new SampleChoice(5, 1);
    final byte[] malformed = {(byte) 0xFF};

    // When
    choice.accept(new Example(malformed, 0, 1, List.of("a")));
    choice.accept(example("x".repeat(1001), "a"));
    choice.accept(example("", "a"));

    // Then
    assertThat(choice.texts()).isEmpty();
  }

  @Test
  void shouldTakeTextsWithoutLabelsIfNoTextHasOne() {
    // Given
    final SampleChoice choice = new SampleChoice(5, 1);

    // When
    for (int text = 0; text < 9; text++) {
      choice.accept(example("text " + text));
    }

    // Then
    assertThat(choice.texts()).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void shouldTakeNoTextWithoutLabelsIfAnotherHasOne() {
    // Given
    final SampleChoice choice = new SampleChoice(5, 1);

    // When
    choice.accept(example("before"));
    choice.accept(example("labelled", "a"));
    choice.accept(example("after"));

    // Then
    assertThat(choice.texts()).containsExactly("labelled");
  }

  private static List<String> chosen(final List<Example> examples, final long seed) {
    final SampleChoice choice = new SampleChoice(20, seed);
    examples.forEach(choice::accept);
    return choice.texts();
  }

  private static Example example(final String text, final String... labels) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Example(bytes, 0, bytes.length, List.of(labels));
  }
}
