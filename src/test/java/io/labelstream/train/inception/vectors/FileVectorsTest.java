package io.labelstream.train.inception.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileVectorsTest {
  private static final int WIDTH = 3;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "4 3\n"})
  void shouldTakeTheFirstWordThatIsTheSameInLowerCase(final String firstLine) throws Exception {
    // Given
    final VectorTable table = new VectorTable(3, WIDTH);
    // When
    give(firstLine + "Äpfel 1 0 0\näpfel 9 9 9\nother 7 7 7\nof 0 -1 0\n", table);
    // Then
    final FloatMatrix all = table.matrix(new SplittableRandom(1));
    assertThat(table.known()).isEqualTo(2);
    assertThat(all.values()[0]).isPositive().isEqualTo(-all.values()[WIDTH + 1]);
    assertThat(all.values()[1]).isZero();
    assertThat(table.knows(2)).isFalse();
  }

  @Test
  void shouldNameTheNumberOfABadLine() {
    refuses("of 1 2 3\nand 1 2\n", ", line 2, has 2 numbers, expected 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"of 1 2\nand 1 2\n", "2 2\nof 1 2\nand 1 2\n"})
  void shouldRefuseVectorsOfAnotherWidth(final String content) {
    refuses(content, " has vectors of 2 columns, but the model is to have 3: train with 2 dimensions, or take vectors of 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "of\n", "of 1\n"})
  void shouldTellTheFormsOfTheFirstLine(final String content) {
    refuses(content, ", line 1: expected the number of words and of columns, such as '1000 3', or a word and its numbers");
  }

  private void refuses(final String content, final String message) {
    assertThatThrownBy(() -> give(content, new VectorTable(3, WIDTH))).isInstanceOf(TrainingDataException.class).hasMessageEndingWith("vectors.txt" + message);
  }

  private void give(final String content, final VectorTable table) throws Exception {
    final Path file = Files.writeString(folder.resolve("vectors.txt"), content);
    try (Workers workers = new Workers(1)) {
      new FileVectors(file).give(WordTexts.of("äpfel", "of", "unknown"), table, 1, workers);
    }
  }
}
