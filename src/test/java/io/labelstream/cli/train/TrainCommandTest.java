package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  private static final List<String> SMALL = List.of("--dimensions=8");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void shouldWriteAModelThatLabelsWithItsCardAndSamples() throws Exception {
    // Given
    final Path data = data();

    // When
    final Cli.Result result = train(data.toString(), "--hold-out", "0.2", "--samples", "4", "--licence", "CC0-1.0", "--word-ngrams", "2", "--buckets", "1000");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.lines()).first().asString().startsWith(model() + "  ");
    assertThat(result.out()).contains("400 texts, 2 labels", "5 epochs in ", "accuracy 1.0000 on ", "  samples      " + model() + ".golden.jsonl, 4 texts of the data\n");
    assertThat(result.err()).contains("epoch 5 of 5: loss ", ", validation 1.0000");
    assertThat(Cli.run("verify", model()).out()).contains("golden samples  4, all proved");
    assertThat(Cli.run("evaluate", model(), data.toString(), "--fail-under", "1").status()).isZero();
    assertThat(files()).containsExactly("data.txt", "m.bin", "m.bin.card.md", "m.bin.golden.jsonl");
  }

  @Test
  void shouldNameTheFamiliesWhereThereIsNoneOfTheName() throws Exception {
    // When
    final Cli.Result result = Cli.run("train", "labletree", data().toString(), "--out", model());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).isEqualTo("labelstream: there is neither a family nor a file 'labletree'; expected one of the families encoder, ensemble, fasttext, inception, keywords, "
        + "labeltree; did you mean 'labeltree'?\n");
    assertThat(Cli.run("train", data().toString(), data().toString(), "--out", model()).err()).startsWith("labelstream: unmatched argument");
  }

  @Test
  void shouldSayInTheCardWhatTheModelWasMadeFrom() throws Exception {
    // Given
    final Path data = data();

    // When
    train(data.toString(), "--licence", "CC0-1.0", "--samples", "0", "--seed", "7", "-Xsasl.jaas.config=secret=x", "--property=a=secret",
        "--property", "ssl.key.password=secret");

    // Then
    final String card = Files.readString(folder.resolve("m.bin.card.md"));
    assertThat(card).startsWith("# `m.bin`\n").contains(
        "| licence | CC0-1.0 |\n", "| SHA-256 | `" + Models.sha256(data) + "` |\n", "| SHA-256 | `" + Models.sha256(folder.resolve("m.bin")) + "` |\n",
        "| texts | 400 |\n", "| texts by label | `drink` 200, `food` 200 |\n", "| learning rate | 0.5 |\n", "| seed | 7 |\n",
        "| order of visits | another random one each epoch |\n", "| loss | softmax |\n",
        "`labelstream train --out " + model(), " " + data + " ", "-Xsasl.jaas.config=...", "--property=a=...", "--property ssl.key.password=...");
    assertThat(card).doesNotContain("secret", "bread", "## Measured");
    assertThat(files()).containsExactly("data.txt", "m.bin", "m.bin.card.md");
  }

  @Test
  void shouldGiveTheSameFileFromTheSameSeedWithOneThread() throws Exception {
    // When
    train(data().toString(), "--seed", "3", "--threads", "1");
    final String first = Models.sha256(folder.resolve("m.bin"));
    train(data().toString(), "--seed", "3", "--threads", "1", "--force");

    // Then
    assertThat(Models.sha256(folder.resolve("m.bin"))).isEqualTo(first);
  }

  @Test
  void shouldVisitTextsInTheOrderOfTheDataIfTold() throws Exception {
    // Given
    train(data().toString(), "--threads", "1", "--samples", "0");
    final String shuffled = Models.sha256(folder.resolve("m.bin"));

    // When
    train(data().toString(), "--threads", "1", "--samples", "0", "--order", "given", "--force");

    // Then
    assertThat(Models.sha256(folder.resolve("m.bin"))).isNotEqualTo(shuffled);
    assertThat(Files.readString(folder.resolve("m.bin.card.md"))).contains("| order of visits | that of the data |\n");
  }

  @Test
  void shouldTrainOnStandardInputAndMeasureWithAFile() throws Exception {
    // Given
    final Path validation = Files.writeString(folder.resolve("valid.tsv"), "food\tbread rice\ndrink\twine water\nother\tbread\n");

    // When
    final Cli.Result result = Cli.runWith(Files.readString(data()).replace("__label__", "").replaceFirst(" ", "\t").replaceAll("\n(\\w+) ", "\n$1\t"),
        "train", "-", "--data-format", "tsv", "--validation", validation.toString(), "--out", model(), "--dimensions", "8", "--learning-rate", "0.5");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("standard input, 400 texts", "accuracy 1.0000 on 2 texts");
    assertThat(Files.readString(folder.resolve("m.bin.golden.jsonl"))).contains("bread rice", "wine water");
  }

  @Test
  void shouldTrainOnTextsWithoutLabelsWhereAFamilyNeedsNone() throws Exception {
    // Given
    final Path teacher = folder.resolve("teacher.safetensors");
    try (FileChannel channel = FileChannel.open(teacher, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      EncoderFile.write(TopicEncoder.model(), Metadata.none(), Precision.INT8, channel);
    }
    final Path texts = Files.writeString(folder.resolve("texts.txt"), "football match\nbank shares\nplanet telescope\nteam coach\n".repeat(20));
    final String student = folder.resolve("student.safetensors").toString();

    // When
    final Cli.Result result = Cli.run("train", "encoder", texts.toString(), "--teacher", teacher.toString(), "--dimensions", "8", "--out", student,
        "--teacher-vectors", folder.resolve("vectors").toString());

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("80 texts, SHA-256 ", "6 epochs in ", "cosine to the projected teacher ");
    assertThat(result.err()).doesNotContain("without a label");
    assertThat(Files.readString(folder.resolve("student.safetensors.card.md")))
        .contains("A model that gives texts vectors.", "| texts | 80 |", "| cosine to the projected teacher | ").doesNotContain("texts by label");
  }

  @Test
  void shouldSayWhatAnEncoderCanBeMadeFrom() throws Exception {
    // When
    final Cli.Result result = Cli.run("train", "encoder", data().toString(), "--out", folder.resolve("m.safetensors").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("nothing is named to make an encoder from, expected --");
  }

  @Test
  void shouldLeaveNothingBehindWhenTrainingDiverges() throws Exception {
    // Given
    final Path data = data();
    Files.createFile(Path.of(model() + ".checkpoint"));

    // When
    final Cli.Result result = train(data.toString(), "--learning-rate", "1e30");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.TRAINING_DIVERGED.code());
    assertThat(result.errors()).last().asString().startsWith("labelstream: training diverged in epoch ").contains("1.00e+30");
    assertThat(files()).containsExactly("data.txt");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "__label__a one\\n__label__a two\\n|has only one label, 'a'", "one\\ntwo\\n|has no labels", "''|has no examples"})
  void shouldRefuseDataThatTeachesNothing(final String content, final String expected) throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.txt"), content.translateEscapes());

    // When
    final Cli.Result result = train(data.toString(), "--data-format", "fasttext");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).last().asString().contains(expected);
    assertThat(files()).containsExactly("data.txt");
  }

  @Test
  void shouldWarnOfWhatTeachesNothing() throws Exception {
    // Given
    final Path data = Files.writeString(data(), "no label\n__label__food\n", StandardOpenOption.APPEND);

    // When
    final Cli.Result result = train(data.toString());

    // Then
    assertThat(result.errors()).contains(
        "labelstream: warning: '" + data + "' has 1 text without a label, from which nothing is learnt",
        "labelstream: warning: '" + data + "' has 1 example without text, from which little is learnt");
  }

  @Test
  void shouldWarnOfTextsThatAreNotUtf8AndOfAHeadingThatMayBeForgotten() throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.tsv"), "team\tsubject\nfood\tth\u00E9\ndrink\twine\nfood\trice\ndrink\ttea\n",
        StandardCharsets.ISO_8859_1);

    // When
    final Cli.Result result = train(data.toString());

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.errors()).contains(
        "labelstream: warning: '" + data + "' has 1 text that is not UTF-8; is the data in another encoding, such as ISO-8859-1?",
        "labelstream: warning: the label 'team' stands in the first line of '" + data + "' only; if that line holds the names of columns, say so with --header");
  }

  @Test
  void shouldWarnOfASeparatorThatMayBeForgotten() throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.tsv"), "food,drink\trice wine\ndrink,hot\ttea\nfood,hot\tsoup\n");

    // When
    final Cli.Result result = train(data.toString());

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.errors()).contains("labelstream: warning: many labels of '" + data
        + "' look like lists with ',' between their labels; if they are, say so with --label-separator ','");
  }

  @Test
  void shouldMakeNamesTheLabelsOfTheModelAsTokensOfFastText() throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.tsv"), "0,1\trice wine\n1\twine\n0\trice\n");
    final Path names = Files.writeString(folder.resolve("names.json"), "[\"cold food\", \"hot drink\"]");

    // When
    final Cli.Result trained = train(data.toString(), "--label-separator", ",", "--label-names", names.toString());
    final Cli.Result measured =
        Cli.run("evaluate", model(), data.toString(), "--label-separator", ",", "--label-names", names.toString(), "--format", "json");

    // Then
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(measured.out()).contains("\"name\" : \"cold_food\"", "\"unknownLabels\" : { }");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "9\\tname\\n|has no name for 2 labels of", "0\\tname\\n1\\tname\\n|the labels '0' and '1' have the same name", "0\\n|the row has 1 cell"})
  void shouldRefuseNamesThatDoNotFitTheData(final String content, final String expected) throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.tsv"), "0\trice\n1\twine\n");
    final Path names = Files.writeString(folder.resolve("names.tsv"), content.translateEscapes());

    // When
    final Cli.Result result = train(data.toString(), "--label-names", names.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).last().asString().contains("'" + names + "'", expected);
    assertThat(files()).containsExactly("data.tsv", "names.tsv");
  }

  @Test
  void shouldNotOverwriteTheFileOfNames() throws Exception {
    // Given
    final Path names = Files.writeString(folder.resolve("m.bin"), "0\tfood\n1\tdrink\n");
    final Path data = Files.writeString(folder.resolve("data.tsv"), "0\trice\n1\twine\n");

    // When
    final Cli.Result result = train(data.toString(), "--label-names", names.toString(), "--force");

    // Then
    assertThat(result.status()).isNotZero();
    assertThat(Files.readString(names)).startsWith("0\tfood");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "xmc"})
  void shouldRefuseATopicOfAFormatThatARecordCannotHave(final String format) {
    // When
    final Cli.Result result = train("--topic", "texts", "--data-format", format, "-b", "localhost:1");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).last().asString().contains("--data-format is " + format + ", expected fasttext, tsv or json for records of a topic");
  }

  @Test
  void shouldRefuseTextsOfAFormThatTheFamilyDoesNotLearnFrom() throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.txt"), "2 9 4\n0 0:1\n1 1:1\n");

    // When
    final Cli.Result result = train(data.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).last().asString().startsWith(
        "labelstream: the texts of '" + data + "' are sparse features, from which the family fasttext does not learn; name other data");
    assertThat(files()).containsExactly("data.txt");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16,is in UTF-16", "UTF-16LE,is in UTF-16 (little-endian"})
  void shouldNameTheEncodingOfStandardInputAndOfValidationTexts(final String encoding, final String expected) throws Exception {
    // Given
    final byte[] wide = Files.readString(data()).getBytes(Charset.forName(encoding));
    final Path validation = Files.write(folder.resolve("valid.txt"), wide);

    // When
    final Cli.Result fromInput = Cli.runWith(wide, "train", "-", "--out", model());
    final Cli.Result fromFile = train(data().toString(), "--validation", validation.toString());

    // Then
    assertThat(fromInput.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(fromInput.errors()).singleElement().asString().contains("'standard input' " + expected, "iconv -f UTF-16");
    assertThat(fromFile.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(fromFile.errors()).singleElement().asString().contains("'" + validation + "' " + expected);
  }

  @Test
  void shouldRefuseARowOfValidationTextsUnlessItIsToldToPassOverIt() throws Exception {
    // Given
    final Path validation = Files.writeString(folder.resolve("valid.csv"), "food,bread\nfood,rice, and beans\ndrink,wine\n");

    // When
    final Cli.Result refused = train(data().toString(), "--validation", validation.toString());
    final Cli.Result passedOver = train(data().toString(), "--validation", validation.toString(), "--skip-unreadable");

    // Then
    assertThat(refused.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(refused.errors()).last().asString()
        .contains("line 2 of '" + validation + "': the row has 3 cells, expected 2", "(--skip-unreadable passes over such rows)");
    assertThat(passedOver.status()).isZero();
    assertThat(passedOver.out()).contains("on 2 texts");
    assertThat(passedOver.errors()).last().asString().startsWith("labelstream: warning: 1 example of '" + validation + "' cannot be read and was left out");
  }

  @Test
  void shouldTrainOnLabelsWithAnotherPrefix() throws Exception {
    // Given
    final Path data = Files.writeString(data(), Files.readString(data()).replace("__label__", "#"));

    // When
    final Cli.Result refused = train(data.toString());
    final Cli.Result result = train(data.toString(), "--label-prefix", "#", "--samples", "0");

    // Then
    assertThat(refused.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(refused.errors()).singleElement().asString().contains("each line begins with '#'", "--label-prefix");
    assertThat(result.out()).contains("400 texts, 2 labels");
    assertThat(Cli.runWith("rice\n", "classify", "--model", model()).out()).startsWith("__label__food ");
  }

  @Test
  void shouldSayThatTheShareHeldOutLeavesTooLittle() throws Exception {
    // When
    final Cli.Result result = train(data().toString(), "--hold-out", "0.9999");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).last().asString().contains("holding out a share of 0.9999 leaves 0 of the 400 texts", "hold out less");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "other\\tbread\\nmore\\twine\\n|nothing is measured: none of the 2 texts of", "food\\tbread\\nmore\\twine\\n|has 1 label that the model does not have, such as 'more'"})
  void shouldWarnOfLabelsThatCannotBeMeasured(final String content, final String expected) throws Exception {
    // Given
    final Path validation = Files.writeString(folder.resolve("valid.tsv"), content.translateEscapes());

    // When
    final Cli.Result result = train(data().toString(), "--validation", validation.toString());

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.errors()).last().asString().startsWith("labelstream: warning: ").contains(expected, "'" + validation + "'");
    assertThat(result.out()).doesNotContain("accuracy 0.0000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n"})
  void shouldSayThatTheDataIsEmpty(final String content) throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.txt"), content);

    // When
    final Cli.Result result = train(data.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).containsExactly(
        "labelstream: '" + data + "' begins with nothing but empty lines, or is empty; expected a labelled text a line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.txt", "data.csv", "data.tsv", "data.json"})
  void shouldRefuseGarbageInOneLine(final String name) throws Exception {
    // Given
    final byte[] garbage = new byte[10_000];
    new Random(1).nextBytes(garbage);
    final Path data = Files.write(folder.resolve(name), garbage);

    // When
    final Cli.Result result = train(data.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).singleElement().asString().contains("line ", "'" + data + "'").matches("\\p{ASCII}+");
    assertThat(files()).containsExactly(name);
  }

  @Test
  void shouldNameADirectory() {
    // When
    final Cli.Result result = train(folder.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).containsExactly("labelstream: '" + folder + "' is a directory; name a file of labelled texts");
  }

  @Test
  void shouldNameAFileThatMayNotBeRead() throws Exception {
    // Given
    final Path data = Files.setPosixFilePermissions(data(), Set.of());
    assumeThat(Files.isReadable(data)).as("this user may read all files").isFalse();

    // When
    final Cli.Result result = train(data.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).containsExactly("labelstream: '" + data + "' may not be read by this user; check its permissions");
  }

  @Test
  void shouldMakeTheSameModelWithVectorsAndWithoutThem() throws Exception {
    // Given
    final Path data = data();
    final List<String> words = List.of("train", data.toString(), "--threads", "1", "--epochs", "3", "--word-ngrams", "2", "--buckets", "5000");
    try (CliProcess vectors = CliProcess.start(
        folder, List.of("--add-modules=jdk.incubator.vector"), with(words, "--out", folder.resolve("vectors.bin").toString()))) {
      assertThat(vectors.end(LIMIT).status()).isZero();
    }
    // When
    try (CliProcess plain = CliProcess.start(folder, with(words, "--out", folder.resolve("plain.bin").toString()))) {
      // Then
      assertThat(plain.end(LIMIT).status()).isZero();
    }
    assertThat(folder.resolve("plain.bin")).hasSameBinaryContentAs(folder.resolve("vectors.bin"));
  }

  private static String[] with(final List<String> words, final String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
  }

  /** A disk that is full, as far as the process can tell: no file may have more than 64 kB. */
  @Test
  void shouldLeaveNothingBehindWhenTheModelCannotBeWritten() throws Exception {
    // Given
    final Path data = data();
    final Path work = Files.createDirectory(folder.resolve("work"));
    try (CliProcess process = CliProcess.startWithin(folder, "ulimit -f 64", "train", data.toString(), "--out", work.resolve("m.bin").toString(),
        "--word-ngrams", "2", "--buckets", "5000", "--dimensions", "50")) {
      // When
      final Cli.Result result = process.end(LIMIT);

      // Then
      assertThat(result.status()).isEqualTo(ExitCode.OUTPUT_FAILED.code());
      assertThat(result.errors()).last().asString().startsWith("labelstream: '" + work.resolve("m.bin") + "' cannot be written: ");
    }
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsStopped() throws Exception {
    // Given
    final Path data = data();
    final Path work = Files.createDirectory(folder.resolve("work"));
    try (CliProcess process = CliProcess.start(folder, "train", data.toString(), "--out", work.resolve("m.bin").toString(), "--epochs", "100000000",
        "--validation", data.toString())) {
      process.awaitErrorLine(LIMIT, line -> line.startsWith("epoch 1 of "));

      // When
      process.signal("INT");
      final Cli.Result result = process.end(LIMIT);

      // Then
      assertThat(result.status()).isEqualTo(ExitCode.INTERRUPTED.code());
    }
    assertThat(work).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.bin", "m.bin.card.md", "m.bin.golden.jsonl"})
  void shouldNeverOverwriteUnlessTold(final String name) throws Exception {
    // Given
    Files.writeString(folder.resolve(name), "mine");

    // When
    final Cli.Result result = train(data().toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.OUTPUT_FAILED.code());
    assertThat(result.errors()).containsExactly(
        "labelstream: '" + folder.resolve(name) + "' exists; name another file with --out, or overwrite it with --force");
    assertThat(Files.readString(folder.resolve(name))).isEqualTo("mine");
    assertThat(train(data().toString(), "--force").status()).isZero();
  }

  @Test
  void shouldNameAFolderThatIsMissingBeforeItTrains() throws Exception {
    // When
    final Cli.Result result = Cli.run("train", data().toString(), "--out", folder.resolve("none/m.bin").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.OUTPUT_FAILED.code());
    assertThat(result.errors()).singleElement().asString().contains("the folder '" + folder.resolve("none") + "' does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--epochs=0", "--learning-rate=0", "--hold-out=1", "--subwords=3", "--subwords=4-2", "--loss=l2", "--threads=0", "--topic=t",
      "--samples=-1", "--order=sorted", "--buckets=0 --word-ngrams=2", "--hold-out=0.1 --validation=x",
      "--keep-best"})
  void shouldRefuseAWrongOption(final String options) throws Exception {
    // When
    final Cli.Result result = train((data() + " " + options).split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(files()).containsExactly("data.txt");
  }

  @Test
  void shouldAskForData() {
    assertThat(Cli.run("train", "--out", model()).err()).contains("expected DATA or --topic");
  }

  private Cli.Result train(final String... arguments) {
    final List<String> words = new ArrayList<>(List.of("train", "--out", model()));
    words.addAll(SMALL);
    words.addAll(List.of(arguments));
    if (words.stream().noneMatch(word -> word.startsWith("--learning-rate"))) {
      words.add("--learning-rate=0.5");
    }
    return Cli.run(words.toArray(String[]::new));
  }

  private String model() {
    return folder.resolve("m.bin").toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Texts of two kinds, each with words of its own. */
  private Path data() throws IOException {
    final Random random = new Random(5);
    final String[][] words = {{"bread", "rice", "soup", "salt", "cake", "stew", "beans"}, {"water", "wine", "juice", "tea", "milk", "beer", "coffee"}};
    final StringBuilder lines = new StringBuilder();
    for (int line = 0; line < 400; line++) {
      final String[] own = words[line % 2];
      lines.append(line % 2 == 0 ? "__label__food" : "__label__drink");
      for (int word = 0; word < 5; word++) {
        lines.append(' ').append(own[random.nextInt(own.length)]);
      }
      lines.append('\n');
    }
    return Files.writeString(folder.resolve("data.txt"), lines);
  }
}
