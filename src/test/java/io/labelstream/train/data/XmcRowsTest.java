package io.labelstream.train.data;

import static io.labelstream.train.data.Gathered.all;
import static io.labelstream.train.data.Gathered.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.train.data.DataOptions.Unreadable;
import io.labelstream.train.data.TrainingDataException.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmcRowsTest {
  @TempDir private Path folder;

  @Test
  void shouldGiveFeaturesAsTextAndIdsAsLabels() throws Exception {
    // When
    final List<Gathered> examples = all(file("2 9 4\n3,0 0:0.25 8:1\r\n1\t4:-1e-3   2:.5 \n"));

    // Then
    assertThat(examples).containsExactly(of("0:0.25 8:1", "3", "0"), of("4:-1e-3 2:.5", "1"));
  }

  @Test
  void shouldCountRowsWithoutLabelsOrFeatures() throws Exception {
    // Given
    final LabelledFile source = file("3 9 4\n 0:1 1:1\n2\n3 1:1\n");

    // When
    final DataSummary summary = source.survey();

    // Then
    assertThat(all(source)).containsExactly(of("0:1 1:1"), of("", "2"), of("1:1", "3"));
    assertThat(summary.withoutLabel()).isEqualTo(1);
    assertThat(summary.withoutText()).isEqualTo(1);
  }

  @Test
  void shouldTakeALineThatBeginsWithAFeatureForOneWithoutLabels() throws Exception {
    assertThat(all(file("2 9 4\n1 0:1\n0:1 1:1\n"))).containsExactly(of("0:1", "1"), of("0:1 1:1"));
  }

  @Test
  void shouldCountALabelThatComesTwiceInARowOnce() throws Exception {
    assertThat(all(file("1 9 4\n3,1,3,03 0:1\n"))).containsExactly(of("0:1", "3", "1"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
      "1 9:1|feature 9, expected one from 0 to 8 as the first line counts 9; do the ids begin at 1?",
      "1 -1:1|feature -1, expected one from 0 to 8 as the first line counts 9; correct the id, or the first line",
      "1 99999999999999999999:1|feature 10000000000 or more, expected one from 0 to 8", "4 1:1|label 4, expected one from 0 to 3 as the first line counts 4",
      "1,-2 1:1|label -2, expected one from 0 to 3", "x 1:1|a label is no whole number, expected one from 0 to 3", "1, 1:1|a label is no whole number",
      "1 x:1|a feature is no whole number, expected one from 0 to 8", "1 :1|a feature is no whole number", "1 -:1|a feature is no whole number",
      "1 1:x|the value of feature 1 is no finite number, expected one such as 0.25", "1 1:|the value of feature 1 is no finite number",
      "1 1:NaN|the value of feature 1 is no finite number", "1 1:Infinity|the value of feature 1 is no finite number",
      "1 1:1e39|the value of feature 1 is no finite number", "1 1:1f|the value of feature 1 is no finite number",
      "1 1:1:1|the value of feature 1 is no finite number", "1 0:1 1:1 0:1|feature 0 comes twice in the row, expected once",
      "1 5:1 5:1|feature 5 comes twice in the row, expected once", "1 2:1 3|entry 2 after the labels has no colon, expected feature:value",
      "1, 2 3:1|a label is no whole number"})
  void shouldSayInWhichLineARowIsNotOfTheFormat(final String row, final String expected) throws Exception {
    // Given
    final LabelledFile source = file("2 9 4\n0 0:1\n" + row + "\n");

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("line 3 of '" + source.name() + "': " + expected)
        .extracting(refused -> ((TrainingDataException) refused).remedy()).isEqualTo(Remedy.SKIPPING);
  }

  @Test
  void shouldPassOverRowsThatCannotBeReadIfTold() throws Exception {
    // Given
    final LabelledFile source = LabelledFile.of(
        write("3 9 4\n0 0:1\n1 9:1\n2 2:1\n"), DataOptions.usual().with(DataFormat.XMC).with(Unreadable.SKIPPED));

    // When
    final DataSummary summary = source.survey();

    // Then
    assertThat(all(source)).containsExactly(of("0:1", "0"), of("2:1", "2"));
    assertThat(summary.unreadable()).isEqualTo(1);
    assertThat(summary.firstProblem()).startsWith("line 3 of '" + source.name() + "': feature 9");
  }

  @Test
  void shouldRefuseMoreRowsThanTheFirstLineCounts() throws Exception {
    // Given
    final LabelledFile source = file("1 9 4\n0 0:1\n\n1 1:1\n");

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("line 4 of '" + source.name() + "': it is row 2, expected 1 as in the first line");
  }

  @Test
  void shouldRefuseFewerRowsThanTheFirstLineCounts() throws Exception {
    // Given
    final LabelledFile source = file("3 9 4\n0 0:1\n1 1:1\n");

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("'" + source.name() + "' has 2 rows, expected 3 as in the first line; is the file cut off?");
  }

  @Test
  void shouldLetAnEmptyLineBeARowOfTheFirstLinesCount() throws Exception {
    assertThat(all(file("3 9 4\n0 0:1\n \n1 1:1\n\n"))).containsExactly(of("0:1", "0"), of("1:1", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0:1\n", "9 4\n0 0:1\n", "2 9 4 1\n", "-1 9 4\n", "1 9 99999999999\n"})
  void shouldRefuseAFirstLineThatDoesNotCount(final String content) throws Exception {
    // Given
    final LabelledFile source = LabelledFile.of(write(content), DataOptions.usual().with(DataFormat.XMC));

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class).hasMessageStartingWith("line 1 of '" + source.name() + "': ");
  }

  @Test
  void shouldRefuseAnEmptyFile() throws Exception {
    // Given
    final LabelledFile source = LabelledFile.of(write("\n"), DataOptions.usual().with(DataFormat.XMC));

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class).hasMessageContaining("expected a first line with the numbers of rows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 9 4\n1,3 0:0.5 2:1\n", "2 9 4\n 0:0.5\n", "2 9 4\n1\n", "2 9 4\n-1 9:x 3:\n", "0 9 4\n"})
  void shouldTellTheFormatByItsFirstLines(final String content) throws Exception {
    assertThat(LabelledFile.of(write(content), DataOptions.usual()).format()).isEqualTo(DataFormat.XMC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 9 4\nsome words\n", "2 9\n1 0:1\n", "2 9 x\n1 0:1\n"})
  void shouldNotTakeOtherLinesForTheFormat(final String content) throws Exception {
    // Given
    final Path file = write(content);

    // Then
    assertThatThrownBy(() -> LabelledFile.of(file, DataOptions.usual())).isInstanceOf(TrainingDataException.class).hasMessageContaining("name the format");
  }

  private LabelledFile file(final String content) throws IOException, TrainingDataException {
    return LabelledFile.of(write(content), DataOptions.usual());
  }

  private Path write(final String content) throws IOException {
    return Files.writeString(folder.resolve("data.txt"), content);
  }
}
