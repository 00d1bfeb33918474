package io.labelstream.train.inception.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.Workers;
import io.labelstream.train.inception.text.TrainingTexts;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipGramTest {
  private static final List<String> ANIMALS = List.of("cat", "dog", "cow", "hen", "fox", "owl");
  private static final List<String> METALS = List.of("iron", "zinc", "lead", "gold", "tin", "steel");
  private static final List<String> VOCABULARY = Stream.concat(ANIMALS.stream(), METALS.stream()).toList();
  private static final int WIDTH = 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldPutWordsOfTheSameTextsClose(final int threads) throws Exception {
    // Given
    final TrainingTexts texts = texts(8, 0);
    // When
    final FloatMatrix vectors = vectors(texts, 100, threads);
    // Then
    assertAnimalsApart(vectors);
  }

  @Test
  void shouldPutWordsOfTheSameLabelClose() throws Exception {
    // Given texts of one word each
    final TrainingTexts texts = texts(1, 1);
    // When
    final FloatMatrix vectors = vectors(texts, 500, 1);
    // Then
    assertAnimalsApart(vectors);
  }

  private static void assertAnimalsApart(final FloatMatrix vectors) {
    final double within = IntStream.range(1, ANIMALS.size()).mapToDouble(other -> cosine(vectors, 0, other)).min().orElseThrow();
    final double between = IntStream.range(ANIMALS.size(), VOCABULARY.size()).mapToDouble(other -> cosine(vectors, 0, other)).max().orElseThrow();
    assertThat(within).isGreaterThan(between + 0.2);
  }

  @Test
  void shouldGiveTheSameVectorsWithOneThread() throws Exception {
    // Given
    final FloatMatrix before = vectors(texts(8, 0), 2, 1);
    // When
    final FloatMatrix again = vectors(texts(8, 0), 2, 1);
    // Then
    assertThat(again.values()).isEqualTo(before.values());
  }

  @Test
  void shouldEndWhenItIsInterrupted() {
    // Given
    Thread.currentThread().interrupt();
    // When / Then
    assertThatThrownBy(() -> vectors(texts(8, 0), 1_000_000, 1)).isInstanceOf(InterruptedException.class);
  }

  private static FloatMatrix vectors(final TrainingTexts texts, final int epochs, final int threads) throws InterruptedException {
    final VectorTable table = new VectorTable(VOCABULARY.size(), WIDTH);
    try (Workers workers = new Workers(threads)) {
      new SkipGram(epochs).give(texts, table, 3, workers);
    }
    assertThat(table.known()).isEqualTo(VOCABULARY.size());
    return table.matrix(new SplittableRandom(1));
  }

  /**
   * Texts on animals or on metals, in turn.
   *
   * @param metal the label of those on metals; 0 is that of the others
   */
  private static TrainingTexts texts(final int length, final int metal) {
    final Random random = new Random(5);
    final List<List<String>> texts = IntStream.range(0, 500).mapToObj(text -> {
      final List<String> words = text % 2 == 0 ? ANIMALS : METALS;
      return random.ints(length, 0, words.size()).mapToObj(words::get).toList();
    }).toList();
    return WordTexts.of(VOCABULARY, texts, IntStream.range(0, texts.size()).map(text -> text % 2 * metal).toArray());
  }

  private static double cosine(final FloatMatrix vectors, final int one, final int other) {
    return product(vectors, one, other) / Math.sqrt(product(vectors, one, one) * product(vectors, other, other));
  }

  private static double product(final FloatMatrix vectors, final int one, final int other) {
    return IntStream.range(0, WIDTH).mapToDouble(column -> vectors.values()[one * WIDTH + column] * vectors.values()[other * WIDTH + column]).sum();
  }
}
