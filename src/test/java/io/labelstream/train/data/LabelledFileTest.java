package io.labelstream.train.data;

import static io.labelstream.train.data.Gathered.all;
import static io.labelstream.train.data.Gathered.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.train.data.Columns.Heading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
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
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(all(file("d.tsv", "\uFEFFa\t\tone two\r\nb c \tignored\tthree __label__x\n\t\tfour\n__label__d\t\t\n"))).containsExactly(
        of("one two", "a"), of("three", "b_c"), of("four"), of("", "d"));
  }

  @Test
  void shouldSplitLabelsAndJoinColumns() throws Exception {
    // Given
    final DataOptions options = DataOptions.usual().with(DataFormat.TSV)
        .with(new Columns(new Column.Place(-1), List.of(new Column.Place(2), new Column.Place(1)), Heading.NONE)).withLabelSeparator(',');

    // When
    final List<Gathered> examples = all(LabelledFile.of(write("d", "body\ttitle\tx, y z,,x\n"), options));

    // Then
    assertThat(examples).containsExactly(of("title body", "x", "y_z"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "TSV|\\fair  freight ; sea\\ttext\\n", "CSV|\"air  freight;\\n sea\",text\\n",
      "JSON|{\"text\":\"text\",\"label\":\"air\\\\n\\\\tfreight; sea\"}\\n"})
  void shouldKeepSpacesWithinLabelsIfTold(final DataFormat format, final String content) throws Exception {
    // Given
    final DataOptions options = DataOptions.usual().with(format).with(LabelSpelling.WITH_SPACES).withLabelSeparator(';');

    // When
    final List<Gathered> examples = all(LabelledFile.of(write("d", content.translateEscapes()), options));

    // Then
    assertThat(examples).containsExactly(of("text", "air  freight", "sea"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "FASTTEXT|__label__a text __label__b __label__a\\n", "TSV|a;b;a\\ttext\\n", "CSV|a;b;a,text\\n",
      "JSON|{\"text\":\"text\",\"labels\":[\"a\",\"b;a\",\"b\"]}\\n"})
  void shouldCountALabelThatComesTwiceInARowOnce(final DataFormat format, final String content) throws Exception {
    // Given
    final LabelledFile source =
        LabelledFile.of(write("d", content.translateEscapes()), DataOptions.usual().with(format).withLabelSeparator(';'));

    // When
    final DataSummary summary = source.survey();

    // Then
    assertThat(all(source)).containsExactly(of("text", "a", "b"));
    assertThat(summary.labels()).containsExactly(Map.entry("a", 1L), Map.entry("b", 1L));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"TSV|kind\\tnote\\tbody\\na\\tn\\tone\\n", "CSV|kind,note,body\\na,n,one\\n"})
  void shouldFindColumnsByTheirNames(final DataFormat format, final String content) throws Exception {
    // Given
    final Columns columns = new Columns(Column.of("kind"), List.of(Column.of("body")), Heading.NAMES);
    final DataOptions options = DataOptions.usual().with(format).with(columns);

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
        DataOptions.usual().with(format).with(columns));

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("line 1 of").hasMessageContaining("no column is named 'text'; the columns are 'kind', 'body'");
  }

  @Test
  void shouldCutWhatIsTooLongForTheNameOfAColumn() throws Exception {
    // Given
    final Columns columns = new Columns(Column.of("kind"), List.of(Column.of("body")), Heading.NAMES);
    final LabelledFile source = LabelledFile.of(write("d.csv", "ham," + "see you ".repeat(9) + "secret\n"), DataOptions.usual().with(columns));

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageEndingWith("the columns are 'ham', '" + "see you ".repeat(5) + "...'");
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
      "{\"slots\":[],\"origin\":{}}|JSON object has no string in field \"text\"", "{\"text\":\"secret\"|not valid JSON", "[\"secret\"]|a JSON object is needed",
      "{\"text\":\"secret\"} {}|one object in each record is needed", "{\"text\":\"secret\",\"label\":{\"secret\":1}}|a label is an object"})
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
        .hasMessage("line 3 of '" + source.name() + "': the row has 1 cell, expected 2 as in the first row; is a cell missing, or a line end within one?");
  }

  @Test
  void shouldSayThatColumnsAreFewerThanExpected() throws Exception {
    // Given
    final LabelledFile source = file("d.tsv", "alone\n");

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class).hasMessage("line 1 of '" + source.name()
        + "': the row has 1 cell, expected the label in column 1 and text in the last column; check format and columns");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "d.csv|ham,see you\\nspam,buy now, it is cheap\\n|line 2 of|the row has 3 cells, expected 2 as in the first row; is there a comma",
      "d.csv|ham,\"see you,\\nsoon\"\\n\\nspam\\n|line 4 of|the row has 1 cell, expected 2",
      "d.tsv|ham\\tsee you\\nspam\\tbuy now\\tit is cheap\\n|line 2 of|the row has 3 cells, expected 2 as in the first row; is there a tab",
      "d.tsv|ham\\tx\\tsee you\\n\\nspam\\tbuy now\\n|line 3 of|the row has 2 cells, expected 3"})
  void shouldRefuseARowWithMoreOrFewerCellsThanTheFirst(final String name, final String content, final String line, final String expected) throws Exception {
    // Given
    final LabelledFile source = file(name, content.translateEscapes());

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith(line).hasMessageContaining(expected).hasMessageNotContaining("cheap")
        .extracting(refused -> ((TrainingDataException) refused).remedy()).isEqualTo(TrainingDataException.Remedy.SKIPPING);
  }

  @ParameterizedTest
  @CsvSource({"CSV,','", "TSV,'\\t'"})
  void shouldRefuseARowWithMoreCellsThanTheHeading(final DataFormat format, final String between) throws Exception {
    // Given
    final DataOptions options =
        DataOptions.usual().with(format).with(new Columns(Column.of("kind"), List.of(Column.of("body")), Heading.NAMES));
    final String content = "kind,body\nham,see you\nspam,buy now, it is cheap\n".replace(",", between.translateEscapes());
    final LabelledFile source = LabelledFile.of(write("d", content), options);

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("line 3 of").hasMessageContaining("the row has 3 cells, expected 2");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "CSV|ham,see you\\nspam,buy now, it is cheap\\nham,so long\\n", "TSV|ham\\tsee you\\nspam\\tbuy\\tnow\\nham\\tso long\\n",
      "JSON|{\"text\":\"see you\",\"label\":\"ham\"}\\n{\"text\":\"buy\"\\n{\"text\":\"so long\",\"label\":\"ham\"}\\n"})
  void shouldPassOverWhatCannotBeReadAndCountItIfTold(final DataFormat format, final String content) throws Exception {
    // Given
    final DataOptions options = DataOptions.usual().with(format).with(DataOptions.Unreadable.SKIPPED);
    final LabelledFile source = LabelledFile.of(write("d", content.translateEscapes()), options);

    // When
    final DataSummary summary = source.survey();

    // Then
    assertThat(all(source)).containsExactly(of("see you", "ham"), of("so long", "ham"));
    assertThat(summary.examples()).isEqualTo(2);
    assertThat(summary.unreadable()).isEqualTo(1);
    assertThat(summary.firstProblem()).startsWith("line 2 of '" + source.name() + "': ");
  }

  @Test
  void shouldNotPassOverMoreRowsThanItReads() throws Exception {
    // Given
    final LabelledFile source = LabelledFile.of(
        write("d.tsv", "spam\tbuy\tnow\nham\tsee you\nham\tso long\n"), DataOptions.usual().with(DataOptions.Unreadable.SKIPPED));

    // Then
    assertThatThrownBy(source::survey).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("2 of 3 rows of '" + source.name() + "' cannot be read").hasMessageContaining("the first, line 2 of");
  }

  @ParameterizedTest
  @CsvSource({
      "d.tsv,UTF-16,'is in UTF-16, expected UTF-8; convert it: iconv -f UTF-16 -t UTF-8'", "d.csv,UTF-16LE,(little-endian", "d.tsv,UTF-16BE,(big-endian",
      "d.txt,UTF-16LE,iconv -f UTF-16LE -t UTF-8", "d.json,x-UTF-16LE-BOM,is in UTF-16", "d.txt,UTF-16BE,iconv -f UTF-16BE -t UTF-8",
      "d.csv,X-UTF-32LE-BOM,is in UTF-32", "d.txt,X-UTF-32BE-BOM,is in UTF-32"})
  void shouldNameAnEncodingThatIsNotUtf8(final String name, final String encoding, final String expected) throws Exception {
    // Given
    final Path latin = Files.writeString(folder.resolve("latin-" + name), "__label__a\tone,\n__label__b\ttwo,\n", Charset.forName(encoding));
    final Path chinese = Files.writeString(folder.resolve(name), "a,\t\u6708\u4e00\u671f,\u4eca\u665a\n".repeat(5000), Charset.forName(encoding));

    // Then
    for (final Path file : List.of(latin, chinese)) {
      assertThatThrownBy(() -> LabelledFile.of(file, DataOptions.usual())).isInstanceOf(TrainingDataException.class)
          .hasMessageStartingWith("'" + file + "' is in UTF-").hasMessageContaining(expected);
    }
  }

  @Test
  void shouldReadTextInUtf8WithANulHereAndThere() throws Exception {
    assertThat(all(file("d.txt", "__label__a one\0two and three and four\n"))).containsExactly(of("one\0two and three and four", "a"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "d.txt|__label__the one\\n__label__th\\350 two\\n", "d.tsv|a\\tone\\nth\\350\\ttwo\\n", "d.csv|a,one\\nth\\350,two\\n",
      "d.jsonl|{\"text\":\"a\"}\\n{\"text\":\"b\",\"label\":\"th\\350\"}\\n"})
  void shouldRefuseALabelThatIsNotUtf8(final String name, final String content) throws Exception {
    // Given
    final LabelledFile source =
        LabelledFile.of(Files.writeString(folder.resolve(name), content.translateEscapes(), StandardCharsets.ISO_8859_1), DataOptions.usual());

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class).hasMessageStartingWith("line 2 of '" + source.name() + "': ");
  }

  @Test
  void shouldCountTextsThatAreNotUtf8() throws Exception {
    // Given
    final LabelledFile source = LabelledFile.of(
        Files.writeString(folder.resolve("d.tsv"), "a\tth\u00E9\nb\ttea\n", StandardCharsets.ISO_8859_1), DataOptions.usual());

    // Then
    assertThat(source.survey().malformed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"CSV|kind,body,body\\n", "TSV|kind\\tbody\\tbody\\n"})
  void shouldRefuseAColumnThatIsNamedTwice(final DataFormat format, final String heading) throws Exception {
    // Given
    final Columns columns = new Columns(Column.of("kind"), List.of(Column.of("body")), Heading.NAMES);
    final LabelledFile source = LabelledFile.of(write("d", heading.translateEscapes() + "a\n"), DataOptions.usual().with(format).with(columns));

    // Then
    assertThatThrownBy(() -> all(source)).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("columns 2 and 3 are both named 'body'; name the right one by its place");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"d.csv|\"Label\",\"id\",\"Text\"\\na,1,one\\n", "d.tsv|\uFEFFlabel\\tid\\ttext\\r\\na\\t1\\tone\\n"})
  void shouldRefuseAHeadingOfWhichNobodyHasTold(final String name, final String content) throws Exception {
    // Given
    final Path file = write(name, content.translateEscapes());

    // Then
    assertThatThrownBy(() -> LabelledFile.of(file, DataOptions.usual())).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("seems to hold the names of columns, 'label', 'text'")
        .extracting(refused -> ((TrainingDataException) refused).remedy()).isEqualTo(TrainingDataException.Remedy.HEADING);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      "d.tsv|team\\tsubject\\na\\tone\\nb\\ttwo\\na\\tthree\\nb\\tfour\\n|team", "d.csv|team,subject\\na,one\\na,two\\n|team",
      "d.tsv|a\\tone\\nb\\ttwo\\na\\tthree\\n|-", "d.tsv|a\\tone\\nb\\ttwo\\nc\\tthree\\nc\\tfour\\n|-", "d.txt|__label__a one\\n__label__b two\\n__label__b three\\n|-"})
  void shouldTellOfALabelThatMayBeTheNameOfItsColumn(final String name, final String content, final String expected) throws Exception {
    assertThat(file(name, content.translateEscapes()).survey().doubtfulLabel()).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({"d.txt,'__label__a one\\r__label__b two\\r'", "d.tsv,'a\\tone\\rb\\ttwo'", "d.json,'{}\\r{}\\r'"})
  void shouldRefuseLinesThatEndAtCarriageReturnsAlone(final String name, final String content) {
    assertThatThrownBy(() -> file(name, content.translateEscapes())).isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("has lines that end at carriage returns alone, expected line feeds; convert it: tr '\\r' '\\n'");
  }

  @Test
  void shouldReadRowsThatEndAtCarriageReturnsAloneInCsv() throws Exception {
    assertThat(all(file("d.csv", "a,one\rb,two\r"))).containsExactly(of("one", "a"), of("two", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "__class__", "#\u00E9:"})
  void shouldTakeAnotherPrefixOfLabels(final String prefix) throws Exception {
    // Given
    final Path file = write("d.txt", prefix + "a one " + prefix + "b\n__label__c two\n");

    // When
    final List<Gathered> examples = all(LabelledFile.of(file, DataOptions.usual().withLabelPrefix(prefix)));

    // Then
    assertThat(examples).containsExactly(of("one", "a", "b"), of("__label__c two"));
  }

  @ParameterizedTest
  @CsvSource({"'__class__a one\\n__class__b two\\n',__class__", "'#a one\\n\\n#b two\\n',#", "'label:a one\\n',label:"})
  void shouldNameAPrefixThatIsProbable(final String content, final String prefix) throws Exception {
    // Given
    final Path file = write("d.txt", content.translateEscapes());

    // Then
    for (final DataOptions options : List.of(DataOptions.usual(), DataOptions.usual().with(DataFormat.FASTTEXT))) {
      assertThatThrownBy(() -> LabelledFile.of(file, options)).isInstanceOf(TrainingDataException.class)
          .hasMessageContaining("has no label that begins with '__label__', but each line begins with '" + prefix + "'")
          .extracting(refused -> ((TrainingDataException) refused).remedy()).isEqualTo(TrainingDataException.Remedy.LABEL_PREFIX);
    }
  }

  @Test
  void shouldPassOverAByteOrderMarkWhereFilesWerePutTogether() throws Exception {
    assertThat(all(file("d.txt", "\uFEFF__label__a one\n\uFEFF__label__b two\n"))).containsExactly(of("one", "a"), of("two", "b"));
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
    assertThat(summary).isEqualTo(
        new DataSummary(source.name(), 4, 1, 1, 0, 1, 0, "", Optional.empty(), Optional.empty(), summary.labels(), 51, sha256(source)));
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
    final DataSummary news = LabelledFile.of(agNews, DataOptions.usual().with(titleAndBody)).survey();
    final DataSummary sentences = LabelledFile.of(languages, DataOptions.usual()).survey();

    // Then
    assertThat(tags.examples()).isEqualTo(3000);
    assertThat(news.labels()).containsExactly(
        Map.entry("1", 1900L), Map.entry("2", 1900L), Map.entry("3", 1900L), Map.entry("4", 1900L));
    assertThat(sentences.examples()).isEqualTo(37_849);
    assertThat(sentences.labels()).hasSize(83);
  }

  @ParameterizedTest
  @CsvSource({"debian-depends,6173,4623,27713", "tibkat-titles,13183,11111,35927", "yso-titles-en,30453,16885,73752"})
  void shouldReadRealDataWithSeveralLabelsInACell(final String name, final int texts, final int labels, final long pairs) throws Exception {
    // Given
    final Path file = SharedFiles.need("data/xmc/" + name + "/test.tsv");

    // When
    final DataSummary summary = LabelledFile.of(file, DataOptions.usual().withLabelSeparator(',')).survey();

    // Then
    assertThat(summary.examples()).isEqualTo(texts);
    assertThat(summary.labels()).hasSize(labels);
    assertThat(summary.labels().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(pairs);
    assertThat(summary.doubtfulSeparator()).isEmpty();
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
