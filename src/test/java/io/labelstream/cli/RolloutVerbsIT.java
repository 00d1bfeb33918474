package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.model.file.CompactMetadata;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.rollout.kafka.StatusPublisher;
import io.labelstream.topology.Pipeline;
import io.labelstream.topology.PipelineConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class RolloutVerbsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LEAD = Duration.ofMillis(1_500);
  private static final String SLOT = "topic";
  private static final String INSTANCE = "host-1";

  private String name = "";
  private String servers = "";
  private Topics topics;

  @TempDir private Path models;
  @TempDir private Path elsewhere;

  @BeforeEach
  void makeTopicsNamedAfterTheTest(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    this.name = "verbs-" + test.getTestMethod().orElseThrow().getName();
    this.servers = broker.bootstrapServers();
    this.topics = new Topics(servers);
    topics.create(name, 1, Map.of());
    for (final RolloutTopic topic : List.of(
        RolloutTopic.control(name + ".models"), RolloutTopic.status(name + ".status"), RolloutTopic.artifacts(name + ".artifacts"))) {
      topics.create(topic.name(), topic.partitions(), topic.settings());
    }
  }

  @Test
  void shouldAnnounceAVersionOnceEveryInstanceIsReadyAndRollItBackToTheBaseVersion() throws Exception {
    // Given
    final Path base = model(models, "base", "__label__a");
    final Path next = model(models, "next", "__label__b");
    try (Pipeline pipeline = started(base)) {

      // When
      final Cli.Result announced = verb("announce", next.toString(), "--slot", SLOT, "--version", "2", "--wait", "--note", "better");
      final Cli.Result status = Deadline.within(PATIENCE, "the new version's time", () -> verb("status"),
          result -> result.out().matches("(?s).*next 2 +[0-9a-f]{12} +live  .*"));
      final Cli.Result ready = awaitReady();
      final Cli.Result back = verb("rollback", "--slot", SLOT);
      final Cli.Result history = verb("history", "--slot", SLOT);

      // Then
      assertThat(announced.err()).isEmpty();
      assertThat(announced.status()).isZero();
      assertThat(announced.lines().getFirst()).startsWith("staged: next 2, slot topic, control record topic/1 at offset 0;");
      assertThat(announced.out()).containsPattern("  " + INSTANCE + "  ready")
          .contains("the instance is ready\n", "announced: next 2, live, slot topic\n", "  control record  topic/2 at offset 1 of " + name + ".models\n",
              "  golden samples  none; `samples` writes them\n");
      assertThat(ready.status()).isZero();
      assertThat(status.out()).containsPattern("next 2 +[0-9a-f]{12} +live  .* " + INSTANCE + " +(ready|active)").contains("ready: every live instance");
      assertThat(back.lines().getFirst()).startsWith("slot topic goes back from next 2 to base ").contains("the base version");
      assertThat(back.status()).isZero();
      assertThat(history.lines()).filteredOn(line -> line.contains("accepted")).hasSize(3)
          .satisfiesExactly(
              line -> assertThat(line).contains("staged", "better"),
              line -> assertThat(line).contains("live", "better"),
              line -> assertThat(line).contains("withdrawn", "rollback"));
      assertThat(history.lines().getLast()).contains("base", "(configuration)");
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldWithdrawWhatAnInstanceRejectsAndNameInstanceCodeAndRemedy() throws Exception {
    // Given
    final Path forbidden = model(elsewhere, "forbidden", "__label__b");
    try (Pipeline pipeline = started(model(models, "base", "__label__a"))) {

      // When
      final Cli.Result announced = verb("announce", forbidden.toString(), "--slot", SLOT, "--version", "2", "--wait");
      final JsonNode history = JSON.readTree(verb("history", "--slot", SLOT, "--format", "json").out());

      // Then
      assertThat(announced.status()).isEqualTo(ExitCode.ROLLOUT_WITHDRAWN.code());
      assertThat(announced.lines()).contains("  " + INSTANCE + "  rejected: location-forbidden");
      assertThat(announced.errors()).singleElement().asString()
          .startsWith("labelstream: withdrawn: instance " + INSTANCE + " rejects it: location-forbidden").contains("labelstream.rollout.locations");
      assertThat(history.at("/records").findValuesAsText("traffic")).containsExactly("staged", "withdrawn");
      assertThat(history.at("/timeline")).hasSize(1);
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldRollOutACompactModelThatBringsItsSamplesAlong() throws Exception {
    // Given
    final Path next = models.resolve("next.safetensors");
    final String samples = "{\"text\":\"a text\",\"labels\":[{\"name\":\"b\",\"score\":1.0}]}\n";
    Files.write(next, CompactModels.of(Files.readAllBytes(model(models, "next", "__label__b")),
        CompactMetadata.none().with(CompactMetadata.GOLDEN_SAMPLES, samples)));
    try (Pipeline pipeline = started(model(models, "base", "__label__a"))) {

      // When
      final Cli.Result announced = verb("announce", next.toString(), "--slot", SLOT, "--version", "2", "--wait");

      // Then
      assertThat(announced.err()).isEmpty();
      assertThat(announced.out()).contains("the instance is ready\n", "announced: next 2, live, slot topic\n",
          "  golden samples  1 inside the file, all proved here\n");
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldLeaveAVersionThatServesAlreadyAloneWhenAWaitForItIsGivenUp() throws Exception {
    // Given
    final Path model = model(models, "model", "__label__a");
    verb("announce", model.toString(), "--slot", SLOT, "--version", "1", "--effective-from", "beginning", "--lead", "1500ms");
    try (StatusPublisher idle = idleInstance()) {

      // When
      final Cli.Result waited = verb("announce", model.toString(), "--slot", SLOT, "--version", "1", "--wait", "--wait-timeout", "300ms");

      // Then
      assertThat(waited.status()).isEqualTo(ExitCode.ROLLOUT_WITHDRAWN.code());
      assertThat(waited.errors()).singleElement().asString().contains("given up", "Nothing was withdrawn", "was live before");
      assertThat(JSON.readTree(verb("history", "--slot", SLOT, "--format", "json").out()).at("/records").findValuesAsText("traffic"))
          .containsExactly("live", "staged");
    }
  }

  @Test
  void shouldWithdrawWhenTheTimeIsOver() throws Exception {
    // Given
    final Path model = model(models, "model", "__label__a");
    try (StatusPublisher idle = idleInstance()) {

      // When
      final Cli.Result waited = verb("announce", model.toString(), "--slot", SLOT, "--version", "1", "--wait", "--wait-timeout", "300ms");

      // Then
      assertThat(waited.status()).isEqualTo(ExitCode.ROLLOUT_WITHDRAWN.code());
      assertThat(waited.errors()).singleElement().asString().contains("300 ms were not enough for idle", "--wait-timeout");
      assertThat(waited.lines().getLast()).startsWith("withdrawn: model 1");
    }
  }

  @Test
  void shouldAnnounceNothingThatNobodyWouldTake() throws Exception {
    // Given
    final Path first = model(models, "model", "__label__a");
    final Path other = model(elsewhere, "model", "__label__b");
    verb("announce", first.toString(), "--slot", SLOT, "--version", "1");

    // When
    final Cli.Result tooLate = verb("announce", first.toString(), "--slot", SLOT, "--effective-from", "+10s");
    final Cli.Result conflict = verb("announce", other.toString(), "--slot", SLOT, "--version", "1");
    final Cli.Result notFirst = verb("announce", first.toString(), "--slot", SLOT, "--effective-from", "beginning");
    final Cli.Result nobody = verb("announce", first.toString(), "--slot", SLOT, "--wait");
    final Cli.Result unknown = verb("withdraw", "--slot", SLOT, "--version", "9");
    final Cli.Result alone = verb("rollback", "--slot", SLOT);

    // Then
    assertThat(List.of(tooLate.status(), conflict.status(), notFirst.status())).containsOnly(ExitCode.ANNOUNCEMENT_REFUSED.code());
    assertThat(tooLate.err()).contains("nothing is announced", "too-late", "expected 30 s or more");
    assertThat(conflict.err()).contains("nothing is announced", "version-conflict");
    assertThat(notFirst.err()).contains("nothing is announced", "not-first");
    assertThat(nobody.status()).isEqualTo(ExitCode.ROLLOUT_WITHDRAWN.code());
    assertThat(nobody.err()).contains("nothing is announced", "no live instance has the slot " + SLOT);
    assertThat(unknown.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(unknown.err()).contains("never had a version 9", "model 1");
    assertThat(alone.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(JSON.readTree(verb("history", "--slot", SLOT, "--format", "json").out()).at("/records")).hasSize(1);
  }

  @Test
  void shouldUploadAndSignAndRollBackOnlyToWhatATrustedKeyHasSigned() throws Exception {
    // Given
    final String key = elsewhere.resolve("release.pem").toString();
    verb("keys", List.of(), "generate", "--out", key);
    final Path first = model(elsewhere, "first", "__label__a");
    final Path strange = model(elsewhere, "strange", "__label__c");
    final Path second = model(elsewhere, "second", "__label__b");
    final List<Cli.Result> announced = List.of(
        verb("announce", first.toString(), "--slot", SLOT, "--upload", "--artifact-topic", name + ".artifacts", "--sign", key, "--lead", "1ms"),
        verb("announce", strange.toString(), "--slot", SLOT, "--lead", "1ms"),
        verb("announce", second.toString(), "--slot", SLOT, "--upload", "--artifact-topic", name + ".artifacts", "--sign", key, "--lead", "1ms"));

    // When
    final Cli.Result back = verb("rollback", "--slot", SLOT, "--sign", key, "--lead", "1ms");
    final Cli.Result history = verb("history", "--slot", SLOT, "--public-key", key + ".pub", "--lead", "1ms");

    // Then
    assertThat(announced).extracting(Cli.Result::status).containsOnly(0);
    assertThat(announced.getFirst().out()).contains("at kafka:" + name + ".artifacts/0/0", "signature       by " + key);
    assertThat(back.lines().getFirst()).startsWith("slot topic goes back from second ").contains(" to first ");
    assertThat(history.lines()).filteredOn(line -> line.matches(" +\\d+ +\\d .*")).satisfiesExactly(
        line -> assertThat(line).contains("trusted", "accepted"),
        line -> assertThat(line).contains("unsigned"),
        line -> assertThat(line).contains("trusted", "accepted"),
        line -> assertThat(line).contains("first", "trusted", "accepted"));
  }

  @Test
  void shouldShowACanaryUntilItIsWithdrawn() throws Exception {
    // Given
    final Path candidate = model(models, "candidate", "__label__b");
    try (Pipeline pipeline = started(model(models, "base", "__label__a"))) {
      verb("announce", candidate.toString(), "--slot", SLOT, "--version", "2", "--canary", "30", "--wait");
      awaitReady();

      // When
      final JsonNode during = JSON.readTree(Deadline.within(PATIENCE, "the canary's time", () -> verb("status", "--format", "json").out(),
          status -> status.contains("\"role\" : \"canary\"")));
      final Cli.Result withdrawn = verb("withdraw", "--slot", SLOT, "--version", "2");

      // Then
      assertThat(during.at("/ready").asBoolean()).isTrue();
      assertThat(during.at("/slots/0/versions").findValuesAsText("role")).containsExactly("live", "canary");
      assertThat(withdrawn.status()).isZero();
      assertThat(withdrawn.lines().getFirst()).isEqualTo("withdrawn: candidate 2, slot topic");
      assertThat(withdrawn.lines().getLast()).contains("the base version of the configuration, base ");
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldFailUnlessSomeInstanceIsReady() {
    // When
    final Cli.Result status = verb("status", "--fail-unless-ready");

    // Then
    assertThat(status.status()).isEqualTo(ExitCode.NOT_READY.code());
    assertThat(status.errors()).containsExactly("labelstream: not ready: no instance lives");
  }

  @Test
  void shouldNameTheTopicThatIsMissing() {
    // When
    final Cli.Result history = Cli.run("history", "--slot", SLOT, "-b", servers, "--control-topic", name + ".nowhere");

    // Then
    assertThat(history.status()).isEqualTo(ExitCode.TOPIC_MISSING.code());
    assertThat(history.errors()).singleElement().asString().contains(name + ".nowhere").contains("does not exist");
  }

  @Test
  void shouldFindTheOneLabelThatWasTamperedWith() throws Exception {
    // Given
    final Path next = model(models, "next", "__label__b");
    final List<ConsumerRecord<byte[], byte[]>> labels;
    try (Pipeline pipeline = started(model(models, "base", "__label__a"))) {
      send("0 alpha", "1 beta");
      verb("announce", next.toString(), "--slot", SLOT, "--version", "2", "--wait");
      Deadline.within(PATIENCE, "the new version's time", () -> verb("status").out(), status -> status.matches("(?s).*next 2 +[0-9a-f]+ +live  .*active.*"));
      send("2 alpha", "3 beta");
      labels = topics.read(name + ".out", 4, PATIENCE);
      assertThat(pipeline.stats().dead()).isZero();
    }
    copy(labels, List.of(), name + ".same");
    copy(labels, List.of(3), name + ".tampered");
    copy(labels.subList(0, 3), List.of(), name + ".short");

    // When
    final Cli.Result written = replay("out");
    final Cli.Result same = replay("same");
    final Cli.Result tampered = replay("tampered", "--format", "json");
    final Cli.Result missing = replay("short");

    // Then
    for (final Cli.Result equal : List.of(written, same)) {
      assertThat(equal.err()).isEmpty();
      assertThat(equal.status()).isZero();
      assertThat(equal.out()).containsPattern("(?m)^ +4  same version, labels and scores$");
    }
    assertThat(tampered.status()).isEqualTo(ExitCode.REPLAY_DIFFERS.code());
    assertThat(tampered.errors()).containsExactly("labelstream: 1 of 4 records differ from what the control topic gives");
    final JsonNode report = JSON.readTree(tampered.out());
    assertThat(report.at("/found/equal").asLong()).isEqualTo(3);
    assertThat(report.at("/differences")).hasSize(1);
    assertThat(report.at("/differences/0/found").asText()).isEqualTo("different-labels");
    assertThat(report.at("/differences/0/offset").asLong()).isEqualTo(3);
    assertThat(missing.status()).isEqualTo(ExitCode.REPLAY_DIFFERS.code());
    assertThat(missing.out()).containsPattern("(?m)^ +1  no labels and no dead letter$");
  }

  @Test
  void shouldTellLabelsApartThatARetroactiveEntryHasSuperseded() throws Exception {
    // Given
    final Path fixed = model(models, "fixed", "__label__b");
    try (Pipeline pipeline = started(model(models, "base", "__label__a"))) {
      send("0 alpha");
      topics.read(name + ".out", 1, PATIENCE);
      verb("announce", fixed.toString(), "--slot", SLOT, "--version", "2", "--effective-from=-1h", "--retroactive");

      // When
      final JsonNode report = JSON.readTree(replay("out", "--format", "json").out());

      // Then
      assertThat(report.at("/equal").asBoolean()).isTrue();
      assertThat(report.at("/found/superseded").asLong()).isEqualTo(1);
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  /** The verb with the topics of this test. */
  private Cli.Result verb(final String verb, final String... more) {
    return verb(verb, List.of("-b", servers, "--control-topic", name + ".models", "--status-topic", name + ".status"), more);
  }

  private static Cli.Result verb(final String verb, final List<String> common, final String... more) {
    final List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of(more));
    all.addAll(common);
    return Cli.run(all.toArray(String[]::new));
  }

  private Cli.Result replay(final String output, final String... more) {
    final List<String> common = new ArrayList<>(List.of("--from", "beginning"));
    settings(models.resolve("base.bin")).forEach((key, value) -> common.add("-D" + key + "=" + value));
    common.add("-Dlabelstream.output.topic=" + name + "." + output);
    return verb("replay-verify", common, more);
  }

  private Cli.Result awaitReady() {
    return Deadline.within(PATIENCE, "a ready instance", () -> verb("status", "--fail-unless-ready"), result -> result.status() == 0);
  }

  private void send(final String... texts) throws Exception {
    final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (final String text : texts) {
      records.add(new ProducerRecord<>(name, bytes(text.substring(0, 1)), bytes(text)));
    }
    topics.send(records);
  }

  /** Copies labels to a new topic; those at some places with another score. */
  private void copy(final List<ConsumerRecord<byte[], byte[]>> labels, final List<Integer> tampered, final String topic) throws Exception {
    topics.create(topic, 1, Map.of());
    final List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
    for (int at = 0; at < labels.size(); at++) {
      final String value = new String(labels.get(at).value(), StandardCharsets.UTF_8);
      final String copy = tampered.contains(at) ? value.replaceFirst("\"score\":[0-9.]+", "\"score\":0.5") : value;
      copies.add(new ProducerRecord<>(topic, 0, labels.get(at).timestamp(), labels.get(at).key(), bytes(copy)));
    }
    topics.send(copies);
  }

  /** An instance that lives, and prepares nothing. */
  private StatusPublisher idleInstance() {
    final StatusPublisher publisher = StatusPublisher.start(
        new StatusPublisher.Settings(name + ".status", "idle", name, LEAD, Duration.ofSeconds(3)),
        Map.of("bootstrap.servers", servers),
        () -> new StatusPublisher.Heartbeat(List.of(SLOT), "running", 0, InstanceState.Currency.CAUGHT_UP, 0), InstantSource.system());
    Deadline.within(PATIENCE, "a sign of life", () -> verb("status").out(), status -> status.contains("idle"));
    return publisher;
  }

  private Pipeline started(final Path base) throws Exception {
    final Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings(base)));
    pipeline.start();
    awaitReady();
    return pipeline;
  }

  private Map<String, String> settings(final Path base) {
    final Map<String, String> settings = new HashMap<>(Map.of(
        "kafka.bootstrap.servers", servers,
        "labelstream.application.id", name,
        "labelstream.input.topic", name,
        "labelstream.output.topic", name + ".out",
        "labelstream.topics.create", "on",
        "labelstream.slots", SLOT,
        "labelstream.slot." + SLOT + ".model", base.toString(),
        "labelstream.control.topic", name + ".models",
        "labelstream.status.topic", name + ".status",
        "labelstream.artifact.topic", name + ".artifacts"));
    settings.put("labelstream.instance.id", INSTANCE);
    settings.put("labelstream.rollout.lead.ms", Long.toString(LEAD.toMillis()));
    settings.put("labelstream.rollout.fetch.timeout.ms", "1000");
    settings.put("labelstream.rollout.locations", models.toAbsolutePath().toString());
    return settings;
  }

  /** A model that knows one label, so that a label tells the model. */
  private static Path model(final Path folder, final String file, final String label) throws Exception {
    return Files.write(folder.resolve(file + ".bin"), new FastTextModelFile(1).labels(label).bytes());
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
