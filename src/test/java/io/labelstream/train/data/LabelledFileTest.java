package io.labelstream.train.data;

import static io.labelstream.train.data.Gathered.all;
import static io.labelstream.train.data.Gathered.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.rollout.Sha256;
import io.labelstream.train.data.Columns.Heading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledFileTest {
  @TempDir private Path folder;

  @Test
  void shouldTakeLabelTokensOutOfFastTextLinesWhereverTheyStand() throws Exception {
    // When
    final List<Gathered> examples = all(file("d.txt", "__label__a __label__b  one two \nthree __label__c four\tfive __label__d\r\n \n\nsix\n__label__e"));

    // Then
    assertThat(examples).containsExactly(
        of("one two", "a", "b"), of("three four\tfive", "c", "d"), of("six"), of("", "e"));
  }

  @Test
  void shouldTakeTheBarePrefixForAWord() throws Exception {
    assertThat(all(file("d.txt", "__label__a __label__ b__label__c"))).containsExactly(of("__label__ b__label__c", "a"));
  }

  @Test
  void shouldGiveTheSameExamplesEachTime() throws Exception {
    // Given
    final LabelledFile source = file("d.txt", "a __label__x b\n__label__y c\n");

    // When
    final List<Gathered> first = all(source);

    // Then
    assertThat(all(source)).isEqualTo(first).hasSize(2);
  }

  @Test
  void shouldPassBytesThatAreNoUtf8() throws Exception {
    // Given
    final byte[] bytes = {'_', '_', 'l', 'a', 'b', 'e', 'l', '_', '_', 'a', ' ', (byte) 0xFF, (byte) 0xC3, '\n'};
    final LabelledFile source = LabelledFile.of(Files.write(folder.resolve("d.txt"), bytes), DataOptions.usual());

    // When
    final byte[][] text = new byte[1][];
    source.forEach(example -> text[0] = Arrays.copyOfRange(example.text(), example.offset(), example.offset() + example.length()));

    // Then
    assertThat(text[0]).containsExactly(0xFF, 0xC3);
  }

  @Test
  void shouldPassBytesOfACsvCellThatAreNoUtf8() throws Exception {
    // Given
    final byte[] bytes = {'a', ',', '"', (byte) 0xFF, ',', (byte) 0xC3, (byte) 0xA9, '"', '\n'};
    final LabelledFile source = LabelledFile.of(Files.write(folder.resolve("d.csv"), bytes), DataOptions.usual());

    // When
    final byte[][] text = new byte[1][];
    source.forEach(example -> text[0] = Arrays.copyOfRange(example.text(), example.offset(), example.offset() + example.length()));

    // Then
    assertThat(text[0]).containsExactly(0xFF, ',', 0xC3, 0xA9);
  }

  @Test
  void shouldReadLabelsAndTextOfTabSeparatedLines() throws Exception {
    assertThat(all(file("d.tsv", "\uFEFFa\tone two\r\nb c \tignored\tthree __label__x\n\tfour\n__label__d\t\n"))).containsExactly(
        of("one two", "a"), of("three", "b_c"), of("four"), of("", "d"));
  }

  @Test
  void shouldSplitLabelsAndJoinColumns() throws Exception {
    // Given
    final DataOptions options = new DataOptions(Optional.of(DataFormat.TSV),
        new Columns(new Column.Place(-1), List.of(new Column.Place(2), new Column.Place(1)), Heading.NONE), DataOptions.Fields.usual(), Optional.of(','));

    // When
    final List<Gathered> examples = all(LabelledFile.of(write("d", "body\ttitle\tx, y z,,x\n"), options));

    // Then
    assertThat(examples).containsExactly(of("title body", "x", "y_z", "x"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"TSV|kind\\tnote\\tbody\\na\\tn\\tone\\n", "CSV|kind,note,body\\na,n,one\\n"})
  void shouldFindColumnsByTheirNames(final DataFormat format, final String content) throws Exception {
    // Given
    final Columns columns = new Columns(Column.of("kind"), List.of(Column.of("body")), Heading.NAMES);
    final DataOptions options = new DataOptions(Optional.of(format), columns, DataOptions.Fields.usual(), Optional.empty());

    // When
    final List<Gathered> examples = all(LabelledFile.of(write("d", content.translateEscapes()), options));

    // Then
    assertThat(examples).containsExactly(of("one", "a"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"TSV|kind\\tbody\\na\\tone\\n", "CSV|kind,body\\na,one\\n"})
  void shouldNameAColumnThatIsMissing(final DataFormat format, final String content) throws Exception {
    // Given
    final Columns columns = new Columns(Column.of("kind"), List.of(Column.of("text")), Heading.NAMES);
    final LabelledFile source = LabelledFile.of(write("d", content.translateEscapes()),
        new DataOptions(Optional.of(format), columns, DataOptions.Fields.usual(), Optional.empty()));

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("line 1 of").hasMessageContaining("'text' is none of them");
  }

  @Test
  void shouldReadQuotedCells() throws Exception {
    // When
    final List<Gathered> examples = all(file("d.csv", "\"3\",\"a \"\"b\"\",\nc\"\r\n\n4,d\n"));

    // Then
    assertThat(examples).containsExactly(of("a \"b\", c", "3"), of("d", "4"));
  }

  @Test
  void shouldSayInWhichLineAQuoteIsWrong() throws Exception {
    // Given
    final LabelledFile source = file("d.csv", "1,a\n2,\"b\" secret\n");

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("line 2 of").hasMessageContaining("double the quotes").hasMessageNotContaining("secret");
  }

  @Test
  void shouldReadJsonLines() throws Exception {
    // When
    final List<Gathered> examples = all(file("d.jsonl", """
        {"text":"one\\ntwo","label":"a b","more":{"text":[1,{}]}}
        {"labels":["x",2,{"name":"y"}],"text":"three"}
        {"text":"four","labels":[{"name":"de","score":0.99},{"name":"nl","score":0.004}]}
        {"text":"","label":null}
        """));

    // Then
    assertThat(examples).containsExactly(of("one two", "a_b"), of("three", "x", "2", "y"), of("four", "de"), of(""));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
      "{\"slots\":[],\"origin\":{}}|has no string \"text\"", "{\"text\":\"secret\"|not valid JSON", "[\"secret\"]|expected one JSON object",
      "{\"text\":\"secret\"} {}|more than one JSON object", "{\"text\":\"secret\",\"label\":{\"secret\":1}}|a label is an object"})
  void shouldSayWhatIsWrongWithAJsonLineAndNeverQuoteIt(final String line, final String expected) throws Exception {
    // Given
    final LabelledFile source = file("d.jsonl", "{\"text\":\"a\",\"label\":\"b\"}\n" + line + "\n");

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("line 2 of").hasMessageContaining(expected).hasMessageNotContaining("secret");
  }

  @Test
  void shouldSayWhichColumnIsMissing() throws Exception {
    // Given
    final LabelledFile source = file("d.tsv", "a\tb\n\nalone\n");

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessage("line 3 of '" + source.name() + "': the line has one column, expected the label in column 1 and text in the last column; "
            + "check format and columns");
  }

  @Test
  void shouldRefuseALineThatHasNoEnd() throws Exception {
    // Given
    final byte[] bytes = new byte[LineScanner.MOST_LINE_BYTES];
    Arrays.fill(bytes, (byte) 'x');
    bytes[0] = '\n';
    final LabelledFile source = LabelledFile.of(Files.write(folder.resolve("d"), bytes), DataOptions.usual().with(DataFormat.FASTTEXT));
    assertThat(all(source)).hasSize(1);

    // When
    Files.write(folder.resolve("d"), new byte[] {'x'}, StandardOpenOption.APPEND);

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("line 2 of").hasMessageContaining("has 16777216 bytes or more");
  }

  @Test
  void shouldCountWhatItHolds() throws Exception {
    // Given
    final LabelledFile source = file("d.txt", "__label__b x\n__label__a __label__a y\n__label__b\nz\n\n");

    // When
    final DataSummary summary = source.survey();

    // Then
    assertThat(summary).isEqualTo(new DataSummary(source.name(), 4, 1, 1, 1, 0, summary.labels(), 51, sha256(source)));
    assertThat(summary.labels().entrySet()).extracting(Object::toString).containsExactly("b=2", "a=1");
  }

  @ParameterizedTest
  @CsvSource({"d.txt,__label__a b,FASTTEXT", "d.tsv,a b,TSV", "d,a\tb,TSV", "d.csv,a,CSV", "d.json,x,JSON", "d.txt,{},JSON", "d.txt,a __label__b\tc,FASTTEXT"})
  void shouldTellTheFormat(final String name, final String line, final DataFormat expected) throws Exception {
    assertThat(file(name, "\n" + line + "\n").format()).isEqualTo(expected);
  }

  @Test
  void shouldAskForTheFormatWhereItCannotBeTold() {
    assertThatThrownBy(() -> file("d.txt", "just text\n")).isInstanceOf(TrainingDataException.class).hasMessageContaining("name the format");
  }

  @Test
  void shouldReadAgainAndAgainWhatCameThroughAPipe() throws Exception {
    // Given
    try (Spool spool = Spool.of(new ByteArrayInputStream("__label__a b\n".getBytes(StandardCharsets.UTF_8)))) {
      final LabelledData source = spool.texts("standard input", DataOptions.usual());

      // When
      final List<Gathered> first = all(source);

      // Then
      assertThat(all(source)).isEqualTo(first).containsExactly(of("b", "a"));
      assertThat(source.name()).isEqualTo("standard input");
    }
  }

  @Test
  void shouldReadRealDataOfEachFormat() throws Exception {
    // Given
    final Path cooking = SharedFiles.need("data/classification/cooking/cooking.valid.txt");
    final Path agNews = SharedFiles.need("data/classification/agnews/test.csv");
    final Path languages = SharedFiles.need("data/lid/cv_test.tsv");
    final Columns titleAndBody = new Columns(new Column.Place(1), List.of(new Column.Place(2), new Column.Place(3)), Heading.NONE);

    // When
    final DataSummary tags = LabelledFile.of(cooking, DataOptions.usual()).survey();
    final DataSummary news = LabelledFile.of(
        agNews, new DataOptions(Optional.empty(), titleAndBody, DataOptions.Fields.usual(), Optional.empty())).survey();
    final DataSummary sentences = LabelledFile.of(languages, DataOptions.usual()).survey();

    // Then
    assertThat(tags.examples()).isEqualTo(3000);
    assertThat(news.labels()).containsExactly(
        Map.entry("1", 1900L), Map.entry("2", 1900L), Map.entry("3", 1900L), Map.entry("4", 1900L));
    assertThat(sentences.examples()).isEqualTo(37_849);
    assertThat(sentences.labels()).hasSize(83);
  }

  private LabelledFile file(final String name, final String content) throws IOException, TrainingDataException {
    return LabelledFile.of(write(name, content), DataOptions.usual());
  }

  private Path write(final String name, final String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String sha256(final LabelledFile source) throws IOException {
    return Sha256.of(Path.of(source.name()));
  }
}
