package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.ReaderGoneException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "classify", "inspect", "broker", "produce", "consume", "topics", "rights", "announce", "withdraw",
      "rollback", "status", "history", "prune-artifacts", "replay-verify", "verify", "samples", "train", "tune", "compress",
      "convert", "evaluate", "keys", "completion"})
  void shouldHelpWithEachVerbAndGiveExamples(final String verb) {
    // When
    final Cli.Result result = Cli.run(verb, "--help");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("Usage: labelstream " + verb).contains("labelstream " + verb);
  }

  @Test
  void shouldTakeHelpInFrontForTheOption() {
    assertThat(Cli.run("help").out()).isEqualTo(Cli.run("--help").out());
    assertThat(Cli.run("help", "run").out()).isEqualTo(Cli.run("run", "--help").out()).contains("labelstream run");
  }

  @Test
  void shouldListTheVerbs() {
    assertThat(Cli.run("--help").out()).contains("demo", "run", "classify", "inspect", "broker", "produce", "consume", "completion",
        "announce", "withdraw", "rollback", "status", "history", "prune-artifacts", "replay-verify", "verify", "samples", "train", "tune",
        "compress", "convert", "evaluate", "keys");
  }

  @Test
  void shouldSayWhatAVerbDoesInAWholeSentence() {
    // When
    final String help = Cli.run("--help").out();

    // Then
    final String verbs = help.substring(help.indexOf("Verbs:") + "Verbs:".length(), help.indexOf("Examples:"));
    assertThat(verbs.replaceAll("(?m)^\\S.*\\R", "").strip().split("\\R+ {2}(?=\\S)")).hasSize(27).allMatch(verb -> verb.strip().endsWith("."));
  }

  @Test
  void shouldListTheVerbsByJourney() {
    assertThat(Cli.run("--help").lines()).containsSubsequence("Classify and inspect", "Train", "Roll out", "Run and stream", "Try and measure");
  }

  @ParameterizedTest
  @CsvSource({"clasify, classify", "trian data.txt --out m.bin, train", "deom, demo", "eval m.bin, evaluate", "stauts, status", "predict-prob m.bin -, classify",
      "quantize, compress", "bench modle, model", "keys gen, generate"})
  void shouldSuggestTheVerbThatWasMeant(final String words, final String verb) {
    // When
    final Cli.Result result = Cli.run(words.split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).first().asString().startsWith("labelstream: unknown verb: '");
    assertThat(result.err()).contains("Did you mean '" + verb + "'?");
  }

  @Test
  void shouldNameTheSlipBeforeWhatIsMissingForIt() {
    assertThat(Cli.run("rollback", "--solt", "language").errors())
        .containsExactly("labelstream: unknown option: '--solt'", "Did you mean '--slot'?", "Try 'labelstream rollback --help'.");
  }

  @Test
  void shouldSuggestNoOptionForASingleLetter() {
    assertThat(Cli.run("classify", "--model", "m.ftz", "-t", "0.5").errors())
        .containsExactly("labelstream: unknown options: '-t', '0.5'", "Try 'labelstream classify --help'.");
    assertThat(Cli.run("-version").err()).contains("Did you mean '--version'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xyzzy", "", "announcements-of-all-models"})
  void shouldSuggestNothingWhereNothingIsNear(final String word) {
    assertThat(Cli.run(word).err()).doesNotContain("Did you mean");
  }

  @Test
  void shouldSuggestTheOptionThatWasMeant() {
    // When
    final Cli.Result result = Cli.run("classify", "--model", "m.ftz", "--treshold", "0.5");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("'--treshold'", "Did you mean '--threshold'?");
  }

  @ParameterizedTest
  @CsvSource({"inspect, FILE", "verify, MODEL", "samples --text x, MODEL", "convert --out x, MODEL", "compress --out x, MODEL", "tune --out x, DATA",
      "announce --slot x, MODEL", "evaluate, MODEL", "index --out x --model m, DOCUMENTS"})
  void shouldAskForAParameterThatIsMissing(final String words, final String parameter) {
    // When
    final Cli.Result result = Cli.run(words.split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).first().asString().startsWith("labelstream: missing required parameter").contains("'" + parameter + "'");
  }

  @Test
  void shouldAskForTextsToMeasureWith() {
    // When
    final Cli.Result result = Cli.run("evaluate", "m.bin");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).first().asString().contains("expected one of DATA, --pairs and --retrieval");
  }

  @Test
  void shouldAskForAVerb() {
    // When
    final Cli.Result result = Cli.run();

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("a verb is missing");
  }

  @Test
  void shouldShowTheStackTraceOnlyWhenAskedTo() {
    // When
    final Cli.Result plain = Cli.run("inspect", "no such file");
    final Cli.Result debugged = Cli.run("--debug", "inspect", "no such file");
    final Cli.Result debuggedAfterTheVerb = Cli.run("inspect", "no such file", "--debug");

    // Then
    assertThat(plain.errors()).hasSize(1);
    assertThat(debugged.err()).contains("\tat io.labelstream.cli");
    assertThat(debuggedAfterTheVerb.err()).contains("\tat io.labelstream.cli");
  }

  @Test
  void shouldPrintACommandForEachTopicOfThePipeline() {
    // When
    final Cli.Result result = Cli.run("topics", "-b", "kafka:9092", "-Dlabelstream.slot.default.model=m.ftz",
        "-Dlabelstream.topics.replication=3",
        "-Dlabelstream.input.topic=posts", "--partitions", "4");

    // Then
    assertThat(result.lines()).containsExactly(
        "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists --topic posts --partitions 4 --replication-factor 3",
        "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists --topic labels --partitions 4 --replication-factor 3",
        "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists --topic posts.dead --partitions 4 --replication-factor 3");
  }

  @Test
  void shouldPrintTheRightsOfARoleAsCommands() {
    // When
    final Cli.Result result = Cli.run("rights", "-b", "kafka:9092", "-Dlabelstream.application.id=posts", "--principal", "User:o'neil");

    // Then
    final String command = "kafka-acls.sh --bootstrap-server kafka:9092 --add --allow-principal 'User:o'\\''neil' --operation ";
    assertThat(result.lines()).containsExactly(
        command + "Read --operation DescribeConfigs --topic texts",
        command + "Write --operation DescribeConfigs --topic labels",
        command + "Write --operation DescribeConfigs --topic texts.dead",
        command + "Read --group posts",
        command + "Write --resource-pattern-type prefixed --transactional-id posts-");
  }

  @Test
  void shouldSayThatARoleHasNoRightsWithoutAControlTopic() {
    // When
    final Cli.Result result = Cli.run("rights", "--role", "watcher");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(result.errors()).singleElement().asString().contains("watcher", "labelstream.control.topic");
  }

  @Test
  void shouldQuoteNoSecretOfAnArgumentThatIsNotInItsForm() {
    // Given
    final PrintStream usual = System.err;
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      // When
      final Cli.Result result = Cli.run("run", "--set", "kafka.sasl.jaas.config=Module required password=\"canary", "--set", "x");

      // Then
      assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
      assertThat(err.toString(StandardCharsets.UTF_8) + result.err()).isNotEmpty().doesNotContain("canary");
    } finally {
      System.setErr(usual);
    }
  }

  @Test
  void shouldPrintTheTopicsOfSlotsThatHaveNoModelYet() {
    // When
    final Cli.Result result = Cli.run("topics", "--set", "labelstream.slots=language,topic");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.lines()).hasSize(3).allMatch(line -> line.startsWith("kafka-topics.sh "));
    assertThat(Cli.run("topics", "--set", "labelstream.slots=language,").status()).isEqualTo(ExitCode.CONFIGURATION.code());
  }

  @Test
  void shouldPrintACompletionScriptThatKnowsVerbsAndOptions() {
    // When
    final Cli.Result result = Cli.run("completion");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("complete ", "classify", "--threshold", "--registry-port");
  }

  @Test
  void shouldEndQuietlyWhenTheReaderHasGone() {
    // Given
    final OutputStream gone = new OutputStream() {
      @Override
      public void write(final int oneByte) throws IOException {
        throw new ReaderGoneException(new IOException("Broken pipe"));
      }
    };
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final ByteArrayInputStream in = new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8));
    final Io io = new Io(in, gone, new PrintStream(err, true, StandardCharsets.UTF_8));

    // When
    final int status = Main.execute(io, "classify", "--model", "models/lid.176.ftz");

    // Then
    assertThat(status).isZero();
    assertThat(err.size()).isZero();
  }
}
