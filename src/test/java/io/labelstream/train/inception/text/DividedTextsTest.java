package io.labelstream.train.inception.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.text.DividedTexts.TrainingSet;
import io.labelstream.train.inception.text.DividedTexts.Validation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DividedTextsTest {
  private static final WordRules RULES = new WordRules(StopWords.KEPT);

  @Test
  void shouldNumberWordsAndLabelsByTextsThenName() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("Foo2 bar", "x").add("bar foo bar", "y", "x").add("zoo bar", "z", "y");

    // When
    final TrainingTexts texts = read(examples, 1).all().training();

    // Then
    assertThat(strings(texts.vocabulary())).containsExactly("bar", "foo", "2", "zoo");
    assertThat(texts.wordTexts()).containsExactly(3, 2, 1, 1);
    assertThat(strings(texts.labels())).containsExactly("x", "y", "z");
    assertThat(texts.labelTexts()).containsExactly(2, 2, 1);
    assertThat(texts.texts().wordStarts()).containsExactly(0, 3, 6, 8);
    assertThat(texts.texts().words()).containsExactly(1, 2, 0, 0, 1, 0, 3, 0);
    assertThat(texts.texts().labelStarts()).containsExactly(0, 1, 3, 5);
    assertThat(texts.texts().labels()).containsExactly(0, 1, 0, 2, 1);
  }

  @Test
  void shouldCountTextsThatAreNotLearnedAsTheyAre() throws Exception {
    // Given
    final ExampleList examples = new ExampleList()
        .add("unlabelled").add("...", "lost").add("rare", "lost").add("word ".repeat(InceptionShape.SLOTS + 1), "x").add("word other rarely", "x", "y");

    // When
    final TrainingTexts texts = read(examples, 2).all().training();

    // Then
    assertThat(texts.counts()).isEqualTo(new TextCounts(1, 2, 1));
    assertThat(strings(texts.labels())).containsExactly("x", "y");
    assertThat(texts.texts().size()).isEqualTo(2);
    assertThat(texts.texts().length(0)).isEqualTo(InceptionShape.SLOTS);
  }

  @Test
  void shouldLearnNothingFromTextsThatAreHeldOut() throws Exception {
    // Given
    final ExampleList examples = new ExampleList();
    for (int number = 0; number < 100; number++) {
      examples.add("common w" + "x".repeat(number), "label", "l" + number);
    }

    // When
    final DividedTexts texts = read(examples, 1);

    // Then
    final TrainingSet learned = texts.learned();
    final EncodedTexts held = learned.validation().orElseThrow();
    assertThat(texts.validation()).isEqualTo(Validation.HELD_OUT);
    assertThat(learned.training().texts().size()).isEqualTo(90);
    assertThat(learned.training().wordTexts()).hasSize(91);
    assertThat(learned.training().labelTexts()).hasSize(91);
    assertThat(held.size()).isEqualTo(10);
    assertThat(held.words()).containsOnly(0);
    assertThat(held.labels()).hasSize(10).containsOnly(0);
    assertThat(texts.all().training().texts().size()).isEqualTo(100);
  }

  @Test
  void shouldKeepTextsToValidateWithThatHaveNothingKnown() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("one", "a").add("two", "b");
    final ExampleList others = new ExampleList().add("three", "a").add("two", "c").add("one two three", "b", "c");

    // When
    final TrainingSet set = DividedTexts.read(examples, Optional.of(others), RULES, 1, 0).learned();

    // Then
    assertThat(set.training().wordTexts()).hasSize(2);
    assertThat(set.validation().orElseThrow().wordStarts()).containsExactly(0, 0, 1, 3);
    assertThat(set.validation().orElseThrow().labelStarts()).containsExactly(0, 1, 1, 2);
  }

  @Test
  void shouldRefuseTextsWithoutWord() throws Exception {
    // Given
    final DividedTexts texts = read(new ExampleList().add("", "a").add("once", "b").add("unlabelled"), 2);

    // When / Then
    assertThatThrownBy(texts::learned).isInstanceOf(TrainingDataException.class).hasMessage(
        "'examples.txt' has no text to learn from: 1 text is without label, 2 texts without a word that 2 texts have; expected at least one other: lower --min-count");
  }

  @Test
  void shouldRefuseTextsToValidateWithThatHaveNoLabel() {
    // Given
    final ExampleList examples = new ExampleList().add("one", "a");

    // When / Then
    assertThatThrownBy(() -> DividedTexts.read(examples, Optional.of(new ExampleList().add("one")), RULES, 1, 0))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("has no text with a label, expected some to choose the epoch by");
  }

  private static DividedTexts read(final ExampleList examples, final int leastWordTexts) throws Exception {
    return DividedTexts.read(examples, Optional.empty(), RULES, leastWordTexts, 0);
  }

  private static List<String> strings(final byte[][] names) {
    return Arrays.stream(names).map(name -> new String(name, StandardCharsets.UTF_8)).toList();
  }
}
