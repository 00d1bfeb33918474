package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.bench.BenchTexts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextShapesTest {
  @Test
  void shouldMakeUpTheSameTextsFromTheSameSeed() {
    // When
    final BenchTexts texts = TextShapes.madeUp(238, 7);

    // Then
    assertThat(texts.texts()).hasSize(10_000).allSatisfy(text -> assertThat(text).hasSize(238));
    assertThat(texts.texts().getLast()).isEqualTo(TextShapes.madeUp(238, 7).texts().getLast()).isNotEqualTo(TextShapes.madeUp(238, 8).texts().getLast());
    assertThat(texts.texts().getFirst()).isNotEqualTo(texts.texts().getLast());
  }

  @Test
  void shouldNotFillTheHeapWithLongTexts() {
    assertThat(TextShapes.madeUp(1_000_000, 1).texts()).hasSizeBetween(2, 40);
  }

  @Test
  void shouldPutTextsTogetherUntilTheyAreLongEnough() {
    // When
    final BenchTexts texts = TextShapes.ofLength(given("one", "two"), 9);

    // Then
    assertThat(texts.texts()).extracting(text -> new String(text, StandardCharsets.UTF_8)).containsExactly("one two o", "two one t");
  }

  @Test
  void shouldNotCutACharacter() {
    // When
    final BenchTexts texts = TextShapes.ofLength(given("ab€"), 4);

    // Then
    assertThat(texts.texts()).extracting(text -> new String(text, StandardCharsets.UTF_8)).containsExactly("ab  ");
  }

  private static BenchTexts given(final String... texts) {
    return new BenchTexts("given", List.of(texts).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }
}
