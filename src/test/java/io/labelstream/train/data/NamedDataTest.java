package io.labelstream.train.data;

import static io.labelstream.train.data.Gathered.all;
import static io.labelstream.train.data.Gathered.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedDataTest {
  @TempDir private Path folder;
  private Path names;

  @BeforeEach
  void writeNames() throws IOException {
    names = Files.writeString(folder.resolve("names.tsv"), "1\tair\n2\tsea\n3\trail\n");
  }

  @Test
  void shouldGiveNamesInPlaceOfIds() throws Exception {
    // Given
    final LabelledData named = named("1,3\tone\n3\ttwo\n\tthree\n");
    final List<Gathered> surveyed = new ArrayList<>();

    // When
    final DataSummary summary = named.survey(example -> surveyed.add(new Gathered(example.decoded(), example.labels())));

    // Then
    assertThat(all(named)).isEqualTo(surveyed).containsExactly(of("one", "air", "rail"), of("two", "rail"), of("three"));
    assertThat(summary.labels()).containsExactly(Map.entry("rail", 2L), Map.entry("air", 1L));
    assertThat(summary.examples()).isEqualTo(3);
  }

  @Test
  void shouldRefuseIdsWithoutANameAndCountThem() throws Exception {
    // Given
    final LabelledData named = named("1,9\tone\n8\ttwo\n9\tthree\n");

    // Then
    assertThatThrownBy(() -> all(named)).isInstanceOf(TrainingDataException.class)
        .hasMessage("'" + names + "' has no name for 2 labels of '" + named.name() + "', such as '8', expected one for each; add rows for them");
    assertThatThrownBy(named::survey).isInstanceOf(TrainingDataException.class).hasMessageContaining(" has no name for 2 labels of ");
  }

  @Test
  void shouldNameTheSeparatorThatWasForgotten() throws Exception {
    // Given
    final LabelledData named = named("1;2\tone\n2;3\ttwo\n1;3\tthree\n");

    // Then
    assertThatThrownBy(() -> all(named)).isInstanceOf(TrainingDataException.class).hasMessageEndingWith("name ';' as the separator of labels if they are lists");
  }

  @Test
  void shouldKeepTheFormOfTheTexts() throws Exception {
    // Given
    final Path file = Files.writeString(folder.resolve("data.txt"), "1 9 4\n1 0:1\n");
    final LabelledData named = new NamedData(LabelledFile.of(file, DataOptions.usual()), NameTable.of(names, LabelSpelling.WITH_SPACES));

    // When
    final List<ExampleSource> views = List.of(
        named, new SurveyedData(named, summary -> { }), new Split(named, 0.5, 1).training(), new Split(named, 0.5, 1).validation());

    // Then
    assertThat(views).extracting(ExampleSource::form).containsOnly(TextForm.SPARSE_FEATURES);
    assertThat(named("1\tone\n").form()).isEqualTo(TextForm.WORDS);
  }

  private LabelledData named(final String content) throws IOException, TrainingDataException {
    final Path file = Files.writeString(folder.resolve("data.tsv"), content);
    return new NamedData(LabelledFile.of(file, DataOptions.usual().withLabelSeparator(',')), NameTable.of(names, LabelSpelling.WITH_SPACES));
  }
}
