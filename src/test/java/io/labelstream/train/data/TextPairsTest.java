package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.train.data.Columns.Heading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPairsTest {
  @TempDir private Path folder;

  @Test
  void shouldReadRowsOfTwoTextsAndAScore() throws Exception {
    // Given
    final Path file = file("stsb.csv", "\"A girl, styling.\",A girl brushes.,2.5\nOne.,Two.,-1\n");

    // When
    final TextPairs pairs = TextPairs.of(file, options(Heading.NONE, "1", "2", "3"));

    // Then
    assertThat(pairs.source()).isEqualTo(file.toString());
    assertThat(pairs.pairs()).extracting(pair -> text(pair.first()) + "|" + text(pair.second()) + "|" + pair.score())
        .containsExactly("A girl, styling.|A girl brushes.|2.5", "One.|Two.|-1.0");
  }

  @Test
  void shouldReadNamedColumnsInAnyOrder() throws Exception {
    // Given
    final Path file = file("sick.txt", "id\tscore\tb\ta\n6\t3.3\tright\tleft\n7\t4\tx\ty\n");

    // When
    final TextPairs pairs = TextPairs.of(file, options(Heading.NAMES, "a", "b", "score"));

    // Then
    assertThat(pairs.pairs().getFirst()).satisfies(pair -> {
      assertThat(text(pair.first())).isEqualTo("left");
      assertThat(text(pair.second())).isEqualTo("right");
      assertThat(pair.score()).isEqualTo(3.3);
    });
  }

  @ParameterizedTest
  @CsvSource({
      "'a\tb\t1\na\tb\tmuch\n', pair 2 of * the score is no number",
      "'a\tb\t1\na\tb\tNaN\n', pair 2 of * the score is missing or not finite",
      "'a\tb\t1\na\tb\t\n', pair 2 of * the score is missing or not finite",
      "'a\tb\t1\na\tb\t1\n', has 2 pairs with one score or none",
      "'a\tb\t1\na\tb\n', line 2 of * the row has 2 cells"})
  void shouldRefuseScoresThatSayNothing(final String content, final String message) throws IOException {
    // Given
    final Path file = file("pairs.tsv", content);

    // Then
    assertThatThrownBy(() -> TextPairs.of(file, options(Heading.NONE, "1", "2", "3"))).isInstanceOf(TrainingDataException.class)
        .message().matches("(?s).*" + message.replace("*", ".*") + ".*");
  }

  private Path file(final String name, final String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static DataOptions options(final Heading heading, final String first, final String second, final String score) {
    return DataOptions.usual().with(new Columns(Column.of(score), List.of(Column.of(first), Column.of(second)), heading))
        .with(new DataOptions.Fields(List.of(first, second), List.of(score)));
  }

  private static String text(final byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
