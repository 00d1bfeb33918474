package io.labelstream.train.encoder.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelDescriptionsTest {
  @TempDir
  private Path folder;

  @Test
  void shouldCollectTheDescriptionsOfALabelFromCellsAndLines() throws Exception {
    // Given
    final Path file = file("pets\tdogs\tcats\n\nair freight\tplanes\npets\t birds \n");

    // When
    final LabelDescriptions read = LabelDescriptions.read(file);

    // Then
    assertThat(read.labels()).containsExactly("pets", "air freight");
    assertThat(read.descriptions()).containsExactly(List.of("dogs", "cats", "birds"), List.of("planes"));
  }

  @Test
  void shouldReadWhatEditorsOfOtherSystemsWrite() throws Exception {
    // Given a byte order mark and carriage returns
    final Path file = file("\uFEFFpets\tdogs\r\nfreight\tplanes\r\n");

    // When
    final LabelDescriptions read = LabelDescriptions.read(file);

    // Then
    assertThat(read.labels()).containsExactly("pets", "freight");
    assertThat(read.descriptions()).containsExactly(List.of("dogs"), List.of("planes"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "a;dogs/b | line 2 | no description of 'b'",
    "a;dogs/b; ; | line 2 | no description of 'b'",
    "a;dogs/;cats | line 2 | no label",
    "a;dogs/b;dogs | line 2 | there already",
    "a;dogs/a;cats | only the label 'a' | at least two"
  })
  void shouldNameThePlaceAndTheReasonWhenAFileIsUnfit(final String lines, final String place, final String reason) throws IOException {
    // Given
    final Path file = file(lines.replace('/', '\n').replace(';', '\t'));

    // When, then
    assertThatThrownBy(() -> LabelDescriptions.read(file)).isInstanceOf(TrainingDataException.class).hasMessageContaining(place).hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldRefuseAFileThatIsNotUtf8() throws IOException {
    // Given
    final Path file = Files.write(folder.resolve("labels.tsv"), "a\tcaf\u00e9\nb\tbar\n".getBytes(StandardCharsets.ISO_8859_1));

    // When, then
    assertThatThrownBy(() -> LabelDescriptions.read(file)).isInstanceOf(TrainingDataException.class).hasMessageContaining("not UTF-8");
  }

  private Path file(final String content) throws IOException {
    return Files.writeString(folder.resolve("labels.tsv"), content);
  }
}
