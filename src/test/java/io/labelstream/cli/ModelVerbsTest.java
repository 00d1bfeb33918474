package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.rollout.fleet.CheckedModel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of a rollout that need no Kafka. */
class ModelVerbsTest {
  private static final Path LID = Path.of("models", "lid.176.ftz");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"models/lid.176.ftz", "models/common-voice-83.ftz"})
  void shouldProveTheBundledModelsWithTheirSamples(final String model) throws Exception {
    // When
    final Cli.Result result = Cli.run("verify", model, "--format", "json");

    // Then
    final JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(result.status()).isZero();
    assertThat(json.at("/taken").asBoolean()).isTrue();
    assertThat(json.at("/samples").asInt()).isEqualTo(50);
    assertThat(json.at("/stepMillis").fieldNames()).toIterable().contains("fetched", "mapped", "proved");
  }

  @Test
  void shouldRejectAModelThatDoesNotGiveTheLabelsOfItsSamples() {
    // When
    final Cli.Result result = Cli.run("verify", "models/common-voice-83.ftz", "--samples", "models/lid.176.ftz.golden.jsonl");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.MODEL_REFUSED.code());
    assertThat(result.lines()).first().isEqualTo("models/common-voice-83.ftz: an instance would reject it, samples-differ");
    assertThat(result.errors()).singleElement().asString().contains("samples-differ", "golden sample 1: label 1", "expected 0.9969");
  }

  @Test
  void shouldSayWhatEachStepTook() {
    // When
    final Cli.Result result = Cli.run("verify", "models/lid.176.ftz");

    // Then
    assertThat(result.out()).startsWith("models/lid.176.ftz: an instance would take it\n").contains("  golden samples  50, all proved\n")
        .containsPattern("(?m)^  mapped +[0-9.]+ m?s$").containsPattern("(?m)^  in all +[0-9.]+ m?s$");
  }

  @Test
  void shouldRejectWhatDoesNotFitIntoTheBudget() {
    assertThat(Cli.run("verify", "models/lid.176.ftz", "--memory-bytes", "1000").err()).contains("over-budget", "the budget is 1000");
  }

  @Test
  void shouldNameAModelThatIsMissing() {
    // When
    final Cli.Result result = Cli.run("verify", "models/none.ftz");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).containsExactly("labelstream: model 'models/none.ftz' does not exist; check the path");
  }

  @Test
  void shouldWriteSamplesThatTheModelIsProvedWithAndNeverOverwriteThem() throws Exception {
    // Given
    final Path model = Files.write(folder.resolve("m.bin"), new FastTextModelFile(1).bytes());
    final Path texts = Files.writeString(folder.resolve("texts"), "alpha beta\ngamma\n");

    // When
    final Cli.Result written = Cli.run("samples", model.toString(), "--text", texts.toString(), "--top", "2");
    final Cli.Result again = Cli.run("samples", model.toString(), "--text", texts.toString());

    // Then
    assertThat(written.status()).isZero();
    assertThat(written.out()).startsWith(model + ".golden.jsonl  2 golden samples, ");
    assertThat(Files.readAllLines(folder.resolve("m.bin.golden.jsonl"))).hasSize(2)
        .first().asString().startsWith("{\"text\":\"alpha beta\",\"labels\":[{\"name\":\"").doesNotContain("__label__");
    assertThat(Cli.run("verify", model.toString()).out()).contains("golden samples  2, all proved");
    assertThat(again.status()).isEqualTo(ExitCode.OUTPUT_FAILED.code());
    assertThat(again.err()).contains("exists", "--force");
  }

  @Test
  void shouldWriteSamplesOfTextsBehindAByteOrderMark() throws Exception {
    // Given
    final Path model = Files.write(folder.resolve("m.bin"), new FastTextModelFile(1).bytes());
    final Path texts = Files.writeString(folder.resolve("texts"), "\uFEFFalpha beta\ngamma\n");

    // When
    final Cli.Result result = Cli.run("samples", model.toString(), "--text", texts.toString());

    // Then
    assertThat(result.status()).isZero();
    assertThat(Files.readString(folder.resolve("m.bin.golden.jsonl"))).startsWith("{\"text\":\"alpha beta\"");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE,is in UTF-16 (little-endian", "UTF-16,is in UTF-16", "ISO-8859-1,is not UTF-8", "CR,has lines that end at carriage returns alone"})
  void shouldSayWhyTextsMakeNoSamples(final String encoding, final String expected) throws Exception {
    // Given
    final Path model = Files.write(folder.resolve("m.bin"), new FastTextModelFile(1).bytes());
    final Path texts = encoding.equals("CR")
        ? Files.writeString(folder.resolve("texts"), "alpha\rbeta\r")
        : Files.writeString(folder.resolve("texts"), "alpha\nth\u00E9\n", Charset.forName(encoding));

    // When
    final Cli.Result result = Cli.run("samples", model.toString(), "--text", texts.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).singleElement().asString().startsWith("labelstream: '" + texts + "' " + expected).contains("convert it");
    assertThat(GoldenSamples.beside(model)).doesNotExist();
  }

  @Test
  void shouldMakeKeysThatOnlyTheirOwnerCanReadAndNeverOverwriteThem() throws Exception {
    // Given
    final Path key = folder.resolve("release.pem");

    // When
    final Cli.Result made = Cli.run("keys", "generate", "--out", key.toString());
    final Cli.Result again = Cli.run("keys", "generate", "--out", key.toString());

    // Then
    assertThat(made.status()).isZero();
    assertThat(made.lines()).hasSize(2);
    assertThat(made.lines().get(1)).contains("labelstream.rollout.public.keys=" + key + ".pub");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
    assertThat(again.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(again.err()).contains("not overwritten");
  }

  @Test
  void shouldPrintTheTopicsOfARolloutWithTheirSettings() {
    // When
    final Cli.Result result = Cli.run("topics", "-b", "kafka:9092", "-Dlabelstream.control.topic=models");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.lines()).hasSize(7).contains(
        "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists --topic models --partitions 1 --config cleanup.policy=compact"
            + " --config message.timestamp.type=LogAppendTime --config min.compaction.lag.ms=9223372036854775807",
        "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists --topic model-status --partitions 1 --config cleanup.policy=compact"
            + " --config delete.retention.ms=600000 --config max.compaction.lag.ms=600000 --config min.cleanable.dirty.ratio=0.01 --config segment.ms=600000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--effective-from=tomorrow", "--lead=30", "--canary=x"})
  void shouldRefuseAWrongOptionInOneLine(final String option) {
    // When
    final Cli.Result result = Cli.run("announce", "models/lid.176.ftz", "--slot", "language", option);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).hasSize(2);
  }

  @Test
  void shouldRefuseTwoKindsOfTrafficAtOnce() {
    assertThat(Cli.run("announce", "models/lid.176.ftz", "--slot", "language", "--shadow", "--canary", "10").err()).contains("mutually exclusive");
  }

  @Test
  void shouldVerifyACompactModelWithTheSamplesInsideIt() throws Exception {
    // Given
    final Path model = compactModel();

    // When
    final Cli.Result result = Cli.run("verify", model.toString());

    // Then
    assertThat(result.out()).contains("family          fasttext, format version 1\n", "golden samples  50, all proved\n");
  }

  @Test
  void shouldInspectACompactModel() throws Exception {
    // Given
    final Path model = compactModel();

    // When
    final Cli.Result result = Cli.run("inspect", model.toString(), "--memory");

    // Then
    assertThat(result.out()).containsPattern("file form +safetensors, fasttext/1\n").containsPattern("metadata +golden.samples\n")
        .containsPattern("input.codes +400,000 ").containsPattern(String.format(Locale.ROOT, "total +%,d\n", Files.size(model)));
  }

  @Test
  void shouldLabelWithACompactModelAsWithTheOriginal() throws Exception {
    // Given
    final String texts = "Das ist ein Satz.\nC'est une phrase.\n";

    // When
    final Cli.Result result = Cli.runWith(texts, "classify", "--model", compactModel().toString());

    // Then
    assertThat(result.lines()).hasSize(2).isEqualTo(Cli.runWith(texts, "classify", "--model", LID.toString()).lines());
  }

  @Test
  void shouldAnnounceACompactModelWithTheSamplesInsideItUnlessOthersAreBesideIt() throws Exception {
    // Given
    final Path model = compactModel();
    final Path texts = Files.writeString(folder.resolve("texts"), "Das ist ein Satz.\n");
    final CheckedModel before = Models.check(model);

    // When
    final Cli.Result written = Cli.run("samples", model.toString(), "--text", texts.toString());

    // Then
    assertThat(written.status()).isZero();
    assertThat(before.samples()).contains(new CheckedModel.Inside(50));
    assertThat(before.beside()).isEmpty();
    assertThat(before.family()).isEqualTo("fasttext");
    assertThat(Models.check(model).beside().orElseThrow().count()).isEqualTo(1);
    assertThat(Cli.run("verify", model.toString()).out()).contains("golden samples  1, all proved");
  }

  @Test
  void shouldNotAnnounceAModelThatDiffersFromTheSamplesInsideIt() throws Exception {
    // Given
    final String samples = "{\"text\":\"alpha\",\"labels\":[{\"name\":\"nonsense\",\"score\":0.9}]}";
    final Path model = folder.resolve("m.safetensors");
    Files.write(model, CompactModels.of(new FastTextModelFile(1).bytes(), Metadata.none().with(Metadata.GOLDEN_SAMPLES, samples)));

    // When
    final Throwable refusal = catchThrowable(() -> Models.check(model));

    // Then
    assertThat(refusal).isInstanceOf(CliException.class).hasMessageContainingAll("line 1 of those inside it", "expected 0.9000", "another model");
  }

  /** A compact file of a bundled model, with the bundled samples in it. */
  private Path compactModel() throws Exception {
    final String samples = Files.readString(GoldenSamples.beside(LID));
    final byte[] model = CompactModels.of(Files.readAllBytes(LID), Metadata.none().with(Metadata.GOLDEN_SAMPLES, samples));
    return Files.write(folder.resolve("lid.safetensors"), model);
  }
}
