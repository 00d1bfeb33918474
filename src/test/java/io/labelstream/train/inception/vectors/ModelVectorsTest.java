package io.labelstream.train.inception.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVectorsTest {
  private static final Path ENCODER = Path.of("models", "english-sentences.safetensors");
  private static final Path CLASSIFIER = Path.of("models", "common-voice-83.ftz");
  private static final String[] WORDS = {"library", "libraries", "violin", "guitar"};

  /** The encoder has 256 dimensions: they are projected, or some stay free. */
  @ParameterizedTest
  @ValueSource(ints = {4, 256, 300})
  void shouldStartRelatedWordsCloseToEachOther(final int width) throws Exception {
    // Given
    final VectorTable table = new VectorTable(WORDS.length, width);
    // When
    give(ENCODER, table);
    // Then
    final FloatMatrix vectors = table.matrix(new SplittableRandom(1));
    assertThat(table.known()).isEqualTo(WORDS.length);
    assertThat(product(vectors, 0, 1)).isGreaterThan(product(vectors, 0, 2));
    assertThat(product(vectors, 2, 3)).isGreaterThan(product(vectors, 1, 3));
  }

  @Test
  void shouldKeepTheAnglesOfAllWordsWithAsManyAxesAsWords() throws Exception {
    // Given
    final VectorTable whole = new VectorTable(WORDS.length, 256);
    give(ENCODER, whole);
    final FloatMatrix expected = whole.matrix(new SplittableRandom(1));
    final VectorTable table = new VectorTable(WORDS.length, WORDS.length);
    // When
    give(ENCODER, table);
    // Then
    final FloatMatrix projected = table.matrix(new SplittableRandom(1));
    assertThat(product(projected, 0, 1) / product(projected, 0, 0)).isCloseTo(product(expected, 0, 1) / product(expected, 0, 0), within(1e-4));
  }

  @Test
  void shouldRefuseAModelWithoutVectors() {
    refuses(CLASSIFIER, "'" + CLASSIFIER + "' gives no vectors of texts, expected a model that does, such as a sentence encoder");
  }

  @Test
  void shouldRefuseAFileThatIsNoModel() {
    refuses(Path.of("pom.xml"), "'pom.xml' gives no vectors of words: ");
  }

  private static void refuses(final Path model, final String message) {
    assertThatThrownBy(() -> give(model, new VectorTable(WORDS.length, 256))).isInstanceOf(TrainingDataException.class).hasMessageStartingWith(message);
  }

  private static void give(final Path model, final VectorTable table) throws Exception {
    try (Workers workers = new Workers(2)) {
      new ModelVectors(model).give(WordTexts.of(WORDS), table, 1, workers);
    }
  }

  private static double product(final FloatMatrix vectors, final int one, final int other) {
    double sum = 0;
    for (int column = 0; column < vectors.columns(); column++) {
      sum += vectors.values()[one * vectors.columns() + column] * vectors.values()[other * vectors.columns() + column];
    }
    return sum;
  }
}
