package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeparatorGuessTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '#', value = {
      "d.tsv#1,2\\ta\\n2,3\\tb\\n1,3\\tc\\n#,", "d.csv#drama|war,a\\nwar|crime,b\\ndrama|crime,c\\n#|",
      "d.jsonl#{\"text\":\"a\",\"label\":\"1;2\"}\\n{\"text\":\"b\",\"labels\":[\"2;3\",\"1;3\"]}\\n#;"})
  void shouldFindTheSeparatorOfListsThatWereTakenForOneLabel(final String name, final String content, final char between) throws Exception {
    assertThat(file(name, content).survey().doubtfulSeparator()).contains(between);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Paris, France\\ta\\nLyon, France\\tb\\n", "1\\ta\\n2\\tb\\n3\\tc\\n1,2\\td\\n", "x\\ta\\n"})
  void shouldFindNoneWherePartsHardlyRecurOrListsAreRare(final String content) throws Exception {
    assertThat(file("d.tsv", content).survey().doubtfulSeparator()).isEmpty();
  }

  @Test
  void shouldFindNoneOnceTheSeparatorIsNamed() throws Exception {
    // Given
    final Path file = write("d.tsv", "1,2|3\\ta\\n2,3|1\\tb\\n1,3|2\\tc\\n");

    // Then
    assertThat(LabelledFile.of(file, DataOptions.usual().withLabelSeparator('|')).survey().doubtfulSeparator()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"debian-depends/test,6173", "tibkat-titles/test,13183", "yso-titles-en/test,30453"})
  void shouldFindTheSeparatorOfRealData(final String name, final int texts) throws Exception {
    // Given
    final Path file = SharedFiles.need("data/xmc/" + name + ".tsv");

    // When
    final DataSummary summary = LabelledFile.of(file, DataOptions.usual()).survey();

    // Then
    assertThat(summary.examples()).isEqualTo(texts);
    assertThat(summary.doubtfulSeparator()).contains(',');
  }

  private LabelledFile file(final String name, final String content) throws IOException, TrainingDataException {
    return LabelledFile.of(write(name, content), DataOptions.usual());
  }

  private Path write(final String name, final String content) throws IOException {
    return Files.writeString(folder.resolve(name), content.translateEscapes());
  }
}
