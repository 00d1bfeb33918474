package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.train.data.TrainingDataException.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '#', value = {
      "n.tsv#0\\tair freight\\n1\\tsea, inland\\n", "n#0\\t air freight \\t17\\n\\n1\\tsea, inland\\t\\n", "n.csv#0,air freight\\n1,\"sea, inland\"\\n",
      "n.txt#0,air freight,x\\n1,\"sea, inland\",y\\n", "n.json#[\"air freight\",\"sea, inland\"]", "n#\\uFEFF\\n [\"air freight\",\\n\"sea, inland\"]\\n"})
  void shouldReadIdsAndNames(final String name, final String content) throws Exception {
    // When
    final NameTable names = NameTable.of(write(name, unescaped(content)), LabelSpelling.WITH_SPACES);

    // Then
    assertThat(names.name("0")).contains("air freight");
    assertThat(names.name("1")).contains("sea, inland");
    assertThat(names.name("2")).isEmpty();
  }

  @Test
  void shouldSpellNamesAsLabelsAreSpelt() throws Exception {
    assertThat(NameTable.of(write("n.tsv", "7\tair freight\n"), LabelSpelling.AS_A_TOKEN).name("7")).contains("air_freight");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '#', quoteCharacter = '|', value = {
      "n.tsv#7\\tair\\n8\\tsea\\n7\\trail\\n#the label '7' stands in it twice, expected once",
      "n.tsv#7\\tair\\n8\\tair\\n#the labels '7' and '8' have the same name 'air', by which they could not be told apart",
      "n.json#[\"air\",\"sea\",\"air\",\"sea\"]#the labels '0' and '2' have the same name 'air'", "n.tsv#7\\t\\n#the label '7' has no name, expected one",
      "n.tsv#\\tair\\n#a row has no id, expected one in the first column", "n.tsv#7\\n#line 1 of 'FILE': the row has 1 cell",
      "n.tsv#7\\tair\\n8\\n#line 2 of 'FILE': the row has 1 cell, expected 2", "n.csv#\\n#'FILE' holds no name, expected the id and the name",
      "n.tsv#label\\ttitle\\n7\\tair\\n#'label', 'title'; remove that line", "n.json#[\"air\",8]#no JSON array of strings alone, see element 1",
      "n.json#[\"air\"] 8#no JSON array of strings alone, see element 1", "n.json#[\"air\"#not valid JSON", "n.json#[\"a\\uD800\"]#element 0 of 'FILE': a label holds"})
  void shouldSayWhatIsWrongWithNames(final String name, final String content, final String expected) throws Exception {
    // Given
    final Path file = write(name, content.replace("\\u", "\\\\u").translateEscapes());

    // Then
    assertThatThrownBy(() -> NameTable.of(file, LabelSpelling.WITH_SPACES)).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining(expected.replace("FILE", file.toString()))
        .extracting(refused -> ((TrainingDataException) refused).remedy()).isEqualTo(Remedy.NONE);
  }

  @Test
  void shouldCountTheProblems() throws Exception {
    // Given
    final Path file = write("n.tsv", "1\ta\n2\ta\n3\ta\n");

    // Then
    assertThatThrownBy(() -> NameTable.of(file, LabelSpelling.WITH_SPACES)).hasMessageEndingWith("(the first of 2 such problems)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian-depends/labels.json|1|abi-compliance-checker", "yso-titles-en/labels.tsv|3|p10000"})
  void shouldReadRealNames(final String expected) throws Exception {
    // Given
    final String[] parts = expected.split("[|]");

    // When
    final NameTable names = NameTable.of(SharedFiles.need("data/xmc/" + parts[0]), LabelSpelling.WITH_SPACES);

    // Then
    assertThat(names.name(parts[1])).contains(parts[2]);
  }

  private static String unescaped(final String content) {
    return content.replace("\\uFEFF", "\uFEFF").translateEscapes();
  }

  private Path write(final String name, final String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
