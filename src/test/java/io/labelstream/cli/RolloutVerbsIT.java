package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.model.Metadata;
import io.labelstream.observe.Observation;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.kafka.ControlTopicReader;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusPublisher;
import io.labelstream.rollout.kafka.VerdictWriter;
import io.labelstream.wire.AvroLabelEncoder;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.avro.TextEvent;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
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
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LEAD = Duration.ofMillis(1_500);
  private static final String SLOT = "topic";
  /** The bytes before a value in Confluent's wire format. */
  private static final int FRAME = 5;
  private static final String INSTANCE = "host-1";

  private String name = "";
  private String servers = "";
  private Map<String, String> formats = Map.of();
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
          result -> result.out().matches("(?s).*next 2 \\([0-9a-f]{12}\\): live since .*"));
      final Cli.Result ready = awaitReady();
      final Cli.Result back = verb("rollback", "--slot", SLOT);
      final Cli.Result history = verb("history", "--slot", SLOT);

      // Then
      assertThat(announced.err()).isEmpty();
      assertThat(announced.status()).isZero();
      assertThat(announced.lines().getFirst()).startsWith("staged: next 2, slot topic, control record topic/1 at offset 0;");
      assertThat(announced.out()).containsPattern("  " + INSTANCE + "  ready")
          .contains("the instance is ready\n", "announced: next 2, live, slot topic\n", "  control record  topic/2 at offset 1 of " + name + ".models\n",
              "  golden samples  none; `samples` writes them\n", "\nproved by " + INSTANCE + ", effective from 2");
      assertThat(ready.status()).isZero();
      assertThat(status.out()).containsPattern("next 2 \\([0-9a-f]{12}\\): live since .*\n +" + INSTANCE + " +(ready|active)")
          .contains("ready: every live instance");
      assertThat(back.lines().getFirst()).startsWith("slot topic goes back from next 2 to base ").contains("the base version");
      assertThat(back.status()).isZero();
      assertThat(history.lines()).filteredOn(line -> line.matches(" +\\d+ +\\d .*"))
          .satisfiesExactly(
              line -> assertThat(line).contains("staged", "accepted"),
              line -> assertThat(line).contains("live", "proved"),
              line -> assertThat(line).contains("proof by " + INSTANCE, "lets it count"),
              line -> assertThat(line).contains("withdrawn", "accepted"));
      assertThat(history.out()).containsPattern("next 2 \\([0-9a-f]{12}\\), effective from [^ ]+Z: better\n").contains("Z: rollback\n");
      assertThat(history.lines().getLast()).contains("base", "(configuration)");
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldSayOnBothInstancesThatTheirLeadsDifferAndAnnounceOnlyWhenForced() throws Exception {
    // Given
    final Path base = model(models, "base", "__label__a");
    final Path next = model(models, "next", "__label__b");
    final Map<String, String> otherwise = settings(base);
    otherwise.putAll(Map.of("labelstream.instance.id", "host-2", "labelstream.rollout.lead.ms", "2500", "labelstream.http.port", "0"));
    try (LogLines log = LogLines.capture(); Pipeline one = started(base); Pipeline two = Pipeline.open(PipelineConfig.of(otherwise));
        Observation observation = Observation.start(two.config()).orElseThrow()) {
      observation.show(two);
      two.start();
      awaitDifference(one, "host-2");
      awaitDifference(two, INSTANCE);

      // When
      final JsonNode status = Deadline.within(PATIENCE, "both on the status topic", () -> JSON.readTree(verb("status", "--format", "json").out()),
          fleet -> fleet.at("/instances/0/differsFrom/0").isTextual() && fleet.at("/instances/1/differsFrom/0").isTextual());
      final Cli.Result text = verb("status");
      final Cli.Result refused = verb("announce", next.toString(), "--slot", SLOT, "--version", "2");
      final Cli.Result forced = verb("announce", next.toString(), "--slot", SLOT, "--version", "2", "--force");

      // Then
      assertThat(status.at("/instances").findValuesAsText("instance")).containsExactly(INSTANCE, "host-2");
      assertThat(status.at("/instances/0/differsFrom/0").textValue()).isEqualTo("host-2");
      assertThat(status.at("/instances/1/differsFrom/0").textValue()).isEqualTo(INSTANCE);
      assertThat(status.at("/configDiffers")).hasSize(1);
      assertThat(status.at("/configDiffers/0/part").textValue()).isEqualTo("lead");
      assertThat(text.out().replaceAll("\\s+", " "))
          .contains("config-differs: the instances of " + name + " differ in lead (1500 ms on host-1; 2500 ms on host-2)");
      assertThat(get(observation, "/readyz?verbose")).contains("[!]config-differs instance=host-1: lead (2500 ms here, 1500 ms there)");
      assertThat(get(observation, "/metrics")).contains("labelstream_config_differs{part=\"lead\"} 1.0", "labelstream_config_differs{part=\"slots\"} 0.0");
      assertThat(log.lines()).filteredOn(line -> line.contains("config-differs:")).as("once on each").hasSize(2)
          .anyMatch(line -> line.contains("instance=\"host-2\"") && line.contains("lead (1500 ms here, 2500 ms there)"))
          .anyMatch(line -> line.contains("instance=\"host-1\"") && line.contains("lead (2500 ms here, 1500 ms there)"));
      assertThat(refused.status()).isEqualTo(ExitCode.CONFIG_DIFFERS.code());
      assertThat(refused.errors()).singleElement().asString().contains("1500 ms on host-1; 2500 ms on host-2", "--force");
      assertThat(forced.status()).isZero();
      assertThat(forced.errors()).first().asString().contains("warning: config-differs");
      assertThat(forced.out()).contains("control record  topic/1 at offset 0");
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
  void shouldEndWithTheVetoThatComesOnceEveryInstanceIsReady() throws Exception {
    // Given
    final Path model = model(models, "model", "__label__a");
    try (StatusPublisher idle = idleInstance(); VerdictWriter verdicts = new VerdictWriter(Map.of("bootstrap.servers", servers), name + ".models")) {
      final CompletableFuture<Cli.Result> announcing =
          CompletableFuture.supplyAsync(() -> verb("announce", model.toString(), "--slot", SLOT, "--version", "1", "--wait"));
      final Entry staged = Deadline.within(PATIENCE, "the staged version", () -> entries(), entries -> !entries.isEmpty()).getFirst();
      idle.model(new StatusSink.ModelReport(SLOT, staged, ModelState.READY, Optional.empty(), 0, List.of()));
      final Entry live = Deadline.within(PATIENCE, "the announcement", () -> entries(), entries -> entries.size() == 2).getLast();

      // When
      verdicts.write(new Verdict(SLOT, live.announcement().sequence(), live.offset(), "idle", new Verdict.Veto("digest-differs", "it has another")));

      // Then
      final Cli.Result announced = announcing.join();
      assertThat(announced.status()).isEqualTo(ExitCode.ROLLOUT_WITHDRAWN.code());
      assertThat(announced.errors()).singleElement().asString()
          .startsWith("labelstream: withdrawn: instance idle objects to it: digest-differs (the artefact's digest is not the announced one): it has another; ")
          .contains("never overwrite an announced file");
      assertThat(announced.lines().getLast()).startsWith("withdrawn: model 1, slot topic");
    }
  }

  @Test
  void shouldLetAnAnnouncementCountOnceItIsProvedWhereNoVetoIsHeard() throws Exception {
    // Given
    final Path model = model(models, "model", "__label__a");
    final Cli.Result announced = verb("announce", model.toString(), "--slot", SLOT, "--version", "1", "--no-veto", "--lead", "1h");
    try (VerdictWriter verdicts = new VerdictWriter(Map.of("bootstrap.servers", servers), name + ".models")) {

      // When
      verdicts.write(new Verdict(SLOT, 1, 0, "one", new Verdict.Veto("too-large", "it has 9 bytes, expected at most 8")));
      verdicts.write(new Verdict(SLOT, 1, 0, "two", new Verdict.Proved()));

      // Then
      final Cli.Result history = Deadline.within(PATIENCE, "both verdicts", () -> verb("history", "--slot", SLOT, "--lead", "1h"),
          result -> result.out().contains("proof by two"));
      assertThat(announced.out()).contains("  vetoes          none counts\n");
      assertThat(history.lines()).filteredOn(line -> line.matches(" +\\d+ +\\d .*")).satisfiesExactly(
          line -> assertThat(line).contains("live", "proved"),
          line -> assertThat(line).contains("veto by one", "ignored: --no-veto"),
          line -> assertThat(line).contains("proof by two", "lets it count"));
    }
  }

  @Test
  void shouldRollOutACompactModelThatBringsItsSamplesAlong() throws Exception {
    // Given
    final Path next = models.resolve("next.safetensors");
    final String samples = "{\"text\":\"a text\",\"labels\":[{\"name\":\"b\",\"score\":1.0}]}\n";
    Files.write(next, CompactModels.of(Files.readAllBytes(model(models, "next", "__label__b")),
        Metadata.none().with(Metadata.GOLDEN_SAMPLES, samples)));
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
  void shouldAnnounceNothingForASlotThatNoneOfTheLiveInstancesHas() throws Exception {
    // Given
    final Path model = model(models, "model", "__label__a");
    try (StatusPublisher idle = idleInstance()) {

      // When
      final Cli.Result refused = verb("announce", model.toString(), "--slot", "topics", "--version", "1");
      final Cli.Result forced = verb("announce", model.toString(), "--slot", "topics", "--version", "1", "--force");

      // Then
      assertThat(refused.status()).isEqualTo(ExitCode.SLOT_MISSING.code());
      assertThat(refused.errors()).last().asString().contains("no live instance has the slot topics; they have topic", "--force");
      assertThat(forced.status()).isZero();
      assertThat(forced.out()).contains("at offset 0", "No live instance has the slot topics.");
    }
  }

  @Test
  void shouldGoBackToAModelThatBringsItsSamplesAlongWithoutCallingItUnproved() throws Exception {
    // Given
    final Path first = models.resolve("first.safetensors");
    Files.write(first, CompactModels.of(Files.readAllBytes(model(models, "first", "__label__b")),
        Metadata.none().with(Metadata.GOLDEN_SAMPLES, "{\"text\":\"a text\",\"labels\":[{\"name\":\"b\",\"score\":1.0}]}\n")));
    verb("announce", first.toString(), "--slot", SLOT, "--version", "1", "--lead", "1ms");
    verb("announce", model(models, "second", "__label__a").toString(), "--slot", SLOT, "--version", "2", "--lead", "1ms");

    // When
    final Cli.Result back = verb("rollback", "--slot", SLOT, "--lead", "1ms");

    // Then
    assertThat(back.status()).isZero();
    assertThat(back.out()).contains("announced: first 1, live", "  golden samples  those inside the file, if it has any\n").doesNotContain("writes them");
  }

  @Test
  void shouldGoFurtherBackWhileTheRollbackBeforeIsPending() throws Exception {
    // Given
    for (final String version : List.of("1", "2", "3")) {
      verb("announce", model(models, "model-" + version, "__label__" + version).toString(), "--slot", SLOT, "--version", version, "--name", "model");
    }

    // When
    final Cli.Result once = verb("rollback", "--slot", SLOT);
    final Cli.Result twice = verb("rollback", "--slot", SLOT);
    final Cli.Result thrice = verb("rollback", "--slot", SLOT);

    // Then
    assertThat(once.lines().getFirst()).isEqualTo("slot topic goes back from model 3 to model 2");
    assertThat(once.errors()).anySatisfy(line -> assertThat(line)
        .contains("model 3 still takes over at 2", "labels until the rollback counts", "labelstream withdraw --slot topic --version 3"));
    assertThat(twice.lines().getFirst()).isEqualTo("slot topic goes back from model 2 to model 1");
    assertThat(thrice.errors()).last().asString().contains("model 1 is the first version");
  }

  @Test
  void shouldSayThatAModelWithSamplesBesideItIsProvedAsBeforeWhenItComesBack() throws Exception {
    // Given
    final Path first = model(models, "first", "__label__b");
    Files.writeString(models.resolve("first.bin.golden.jsonl"), "{\"text\":\"a text\",\"labels\":[{\"name\":\"b\",\"score\":1.0}]}\n");
    verb("announce", first.toString(), "--slot", SLOT, "--version", "1", "--lead", "1ms");
    verb("announce", model(models, "second", "__label__a").toString(), "--slot", SLOT, "--version", "2", "--lead", "1ms");

    // When
    final Cli.Result back = verb("rollback", "--slot", SLOT, "--lead", "1ms");

    // Then
    assertThat(back.out()).contains("announced: first 1, live", "  golden samples  as announced before\n");
  }

  @Test
  void shouldWithdrawOnCtrlCWhatItHasStaged() throws Exception {
    // Given
    final Path model = model(models, "model", "__label__a");
    try (StatusPublisher idle = idleInstance();
        CliProcess announce = process("announce", model.toString(), "--slot", SLOT, "--version", "1", "--wait")) {
      announce.awaitLine(PATIENCE, line -> line.startsWith("staged: model 1"));

      // When
      announce.signal("INT");

      // Then
      final Cli.Result ended = announce.end(PATIENCE);
      assertThat(ended.status()).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(ended.lines().getLast()).startsWith("withdrawn: model 1, slot topic");
      assertThat(JSON.readTree(verb("history", "--slot", SLOT, "--format", "json").out()).at("/records").findValuesAsText("traffic"))
          .containsExactly("staged", "withdrawn");
    }
  }

  @Test
  void shouldShowTheFleetAgainAndAgainUntilCtrlC() throws Exception {
    // Given
    final Path model = model(models, "model", "__label__a");
    try (StatusPublisher idle = idleInstance();
        CliProcess status = process("status", "--watch", "--interval", "100ms", "--format", "json")) {
      final String before = status.awaitLine(PATIENCE, line -> line.contains("\"idle\""));
      verb("announce", model.toString(), "--slot", SLOT, "--version", "1");

      // When
      final String after = status.awaitLine(PATIENCE, line -> line.contains("\"model\""));
      status.signal("INT");

      // Then
      final Cli.Result ended = status.end(PATIENCE);
      assertThat(JSON.readTree(before).at("/slots").findValuesAsText("version")).doesNotContain("1");
      assertThat(JSON.readTree(after).at("/slots").findValuesAsText("version")).contains("1");
      assertThat(ended.status()).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void shouldAnnounceWhereTheInstancesFindTheFile() throws Exception {
    // Given
    final Path proved = model(models, "proved", "__label__b");
    Files.writeString(models.resolve("proved.bin.golden.jsonl"), "{\"text\":\"a text\",\"labels\":[{\"name\":\"b\",\"score\":1.0}]}\n");
    final Path sent = model(elsewhere, "sent", "__label__b");
    try (Pipeline pipeline = started(model(models, "base", "__label__a"))) {
      final Cli.Result staged =
          verb("announce", sent.toString(), "--slot", SLOT, "--version", "1", "--upload", "--artifact-topic", name + ".artifacts", "--staged");
      final String place = announced("1").getFirst().artifact().location();

      // When
      final Cli.Result through = verb("announce", sent.toString(), "--slot", SLOT, "--version", "2", "--location", place, "--wait");
      final Cli.Result web = verb("announce", proved.toString(), "--slot", SLOT, "--version", "3", "--location", "https://models.example/a.bin?v=3", "--wait");
      final Cli.Result nowhere = verb("announce", proved.toString(), "--slot", SLOT, "--version", "4", "--location", place);
      final Cli.Result twice = verb("announce", sent.toString(), "--slot", SLOT, "--location", place, "--upload");

      // Then
      assertThat(staged.out()).contains("at " + place + "\n").contains("kafka:" + name + ".artifacts/0/1/");
      assertThat(through.status()).isZero();
      assertThat(through.out()).contains("the instance is ready\n", "announced: sent 2, live", "at " + place + "\n");
      assertThat(web.status()).isEqualTo(ExitCode.ROLLOUT_WITHDRAWN.code());
      assertThat(web.errors()).singleElement().asString().contains("location-forbidden", "expected one of [file, kafka]");
      assertThat(nowhere.status()).isEqualTo(ExitCode.USAGE.code());
      assertThat(nowhere.errors()).singleElement().asString().contains(place, "proved.bin.golden.jsonl", "--upload");
      assertThat(twice.status()).isEqualTo(ExitCode.USAGE.code());
      assertThat(announced("3")).extracting(announcement -> announcement.samples().orElseThrow().location())
          .containsOnly("https://models.example/a.bin.golden.jsonl?v=3");
      assertThat(announced("4")).isEmpty();
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldFindTheOneLabelThatWasTamperedWithInAvro() throws Exception {
    // Given
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0)) {
      formats = Map.of("labelstream.input.format", "avro", "labelstream.output.format", "avro",
          "labelstream.schema.registry.url", registry.url().toString());
      final List<ConsumerRecord<byte[], byte[]>> labels;
      try (HttpSchemaRegistry client = new HttpSchemaRegistry(RegistryConfig.of(registry.url().toString()));
          Pipeline pipeline = started(model(models, "base", "__label__a"))) {
        final int id = client.register(name + "-value", TextEvent.getClassSchema());
        topics.send(List.of(
            new ProducerRecord<>(name, bytes("0"), text(id, "alpha")), new ProducerRecord<>(name, bytes("1"), text(id, "beta")),
            new ProducerRecord<>(name, bytes("2"), bytes("no Avro"))));
        labels = topics.read(name + ".out", 2, PATIENCE);
        topics.read(name + ".dead", 1, PATIENCE);
      }
      topics.create(name + ".tampered", 1, Map.of());
      final ConsumerRecord<byte[], byte[]> last = labels.get(1);
      topics.send(List.of(
          new ProducerRecord<>(name + ".tampered", 0, labels.get(0).timestamp(), labels.get(0).key(), labels.get(0).value()),
          new ProducerRecord<>(name + ".tampered", 0, last.timestamp(), last.key(), halved(last.value()))));

      // When
      final Cli.Result written = replay("out");
      final Cli.Result tampered = replay("tampered", "--format", "json");

      // Then
      assertThat(written.err()).isEmpty();
      assertThat(written.status()).isZero();
      assertThat(written.out()).containsPattern("(?m)^ +2  same version, labels and scores$");
      assertThat(tampered.status()).isEqualTo(ExitCode.REPLAY_DIFFERS.code());
      final JsonNode report = JSON.readTree(tampered.out());
      assertThat(report.at("/differences")).hasSize(1);
      assertThat(report.at("/differences/0/found").asText()).isEqualTo("different-labels");
      assertThat(report.at("/differences/0/offset").asLong()).isEqualTo(1);
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
    assertThat(announced.getFirst().out()).contains("at kafka:" + name + ".artifacts/0/1/", "signature       by " + key);
    assertThat(back.lines().getFirst()).startsWith("slot topic goes back from second ").contains(" to first ");
    assertThat(history.lines()).filteredOn(line -> line.matches(" +\\d+ +\\d .*")).satisfiesExactly(
        line -> assertThat(line).contains("trusted", "pending"),
        line -> assertThat(line).contains("unsigned"),
        line -> assertThat(line).contains("trusted", "pending"),
        line -> assertThat(line).contains("trusted", "pending"));
    assertThat(history.lines()).filteredOn(line -> line.startsWith("        ")).last().asString().contains("first ");
  }

  @Test
  void shouldGoOnBehindRecordsThatAreTooLarge() throws Exception {
    // Given
    final Path model = model(models, "next", "__label__b");
    for (final String topic : List.of(".models", ".status", ".artifacts")) {
      topics.sendAsOneBatch(List.of(new ProducerRecord<>(name + topic, bytes("bomb"), new byte[2_000_000])));
    }

    // When
    final Cli.Result announced = verb("announce", model.toString(), "--slot", SLOT, "--version", "2", "--upload", "--artifact-topic", name + ".artifacts");
    final Cli.Result status = verb("status");
    final Cli.Result history = verb("history", "--slot", SLOT);

    // Then
    assertThat(announced.status()).isZero();
    assertThat(announced.out()).contains("topic/1 at offset 1 of " + name + ".models");
    assertThat(status.status()).isZero();
    assertThat(status.out()).contains("next 2");
    assertThat(history.status()).isZero();
    assertThat(history.out()).contains("1 damaged record of the topic may be for any slot", "pending");
  }

  @Test
  void shouldPruneWhatNoAnnouncementNames() throws Exception {
    // Given
    final Path model = model(models, "next", "__label__b");
    final String artifacts = name + ".artifacts";
    final long old = System.currentTimeMillis() - Duration.ofHours(2).toMillis();
    topics.send(List.of(
        new ProducerRecord<>(artifacts, 0, old, bytes("aborted"), bytes("0")), new ProducerRecord<>(artifacts, 0, old, bytes("aborted"), bytes("1"))));
    final Cli.Result announced = verb("announce", model.toString(), "--slot", SLOT, "--version", "2", "--upload", "--artifact-topic", artifacts);

    // When
    final Cli.Result looked = verb("prune-artifacts", "--artifact-topic", artifacts, "--dry-run");
    final Cli.Result pruned = verb("prune-artifacts", "--artifact-topic", artifacts);
    final Cli.Result again = verb("prune-artifacts", "--artifact-topic", artifacts);

    // Then
    assertThat(announced.status()).isZero();
    assertThat(looked.out()).isEqualTo(artifacts + " partition 0: offsets 0 to 1 may go, 2 of 4; the first that is needed is of next 2, slot topic\n"
        + "nothing is deleted\n");
    assertThat(pruned.lines()).last().isEqualTo("deleted");
    assertThat(again.lines()).first().asString().contains("nothing may go of offsets 2 to 3");
    assertThat(topics.read(artifacts, 2, PATIENCE)).extracting(ConsumerRecord::offset).containsExactly(2L, 3L);
    assertThat(announced("2").getFirst().artifact().location()).startsWith("kafka:" + artifacts + "/0/3/");
  }

  @Test
  void shouldKeepWhatIsBeingUploadedWhenItPrunes() throws Exception {
    // Given
    final String artifacts = name + ".artifacts";
    topics.send(List.of(new ProducerRecord<>(artifacts, bytes("not announced yet"), bytes("0"))));

    // When
    final Cli.Result unannounced = verb("prune-artifacts", "--artifact-topic", artifacts);
    verb("announce", model(models, "next", "__label__b").toString(), "--slot", SLOT, "--staged");
    final Cli.Result pruned = verb("prune-artifacts", "--artifact-topic", artifacts);

    // Then
    assertThat(unannounced.out()).isEqualTo("nothing is deleted: topic " + name + ".models has no announcement; check --control-topic\n");
    assertThat(pruned.out()).isEqualTo(artifacts + " partition 0: nothing may go of offsets 0 to 0; nothing on it is needed\nnothing is deleted\n");
  }

  @Test
  void shouldSendNothingToATopicThatWouldLoseIt() throws Exception {
    // Given
    final Path model = model(models, "next", "__label__b");
    final String artifacts = name + ".compacted";
    topics.create(artifacts, 1, Map.of("cleanup.policy", "compact", "retention.ms", "1000"));

    // When
    final Cli.Result refused = verb("announce", model.toString(), "--slot", SLOT, "--upload", "--artifact-topic", artifacts);

    // Then
    assertThat(refused.status()).isEqualTo(ExitCode.CONTROL_TOPIC_UNFIT.code());
    assertThat(refused.errors()).last().asString().contains("nothing is sent", artifacts + " has cleanup.policy=compact, expected delete",
        "kafka-configs.sh --alter --entity-type topics --entity-name " + artifacts + " --add-config cleanup.policy=delete,retention.ms=-1");
    assertThat(announced("2")).isEmpty();
  }

  @Test
  void shouldAnnounceNothingOnATopicThatIsNoControlTopic() throws Exception {
    // Given
    final Path model = model(models, "next", "__label__b");
    final String texts = name + ".texts";
    topics.create(texts, 1, Map.of("cleanup.policy", "delete"));

    // When
    final Cli.Result refused = verb("announce", List.of("-b", servers, "--control-topic", texts, "--status-topic", name + ".status"),
        model.toString(), "--slot", SLOT);

    // Then
    assertThat(refused.status()).isEqualTo(ExitCode.CONTROL_TOPIC_UNFIT.code());
    assertThat(refused.errors()).last().asString()
        .contains("topic " + texts + " is no control topic: ", "cleanup.policy=delete", "check --control-topic");
    assertThat(topics.send(List.of(new ProducerRecord<>(texts, new byte[0]))).getFirst().offset()).as("the first record").isZero();
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
      assertThat(during.at("/slots/0/versions")).extracting(version -> version.at("/role").textValue()).containsExactly("live", "canary");
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
      Deadline.within(PATIENCE, "the new version's time", () -> verb("status").out(),
          status -> status.matches("(?s).*next 2 \\([0-9a-f]+\\): live since .*active.*"));
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
      Deadline.within(PATIENCE, "the proof", () -> verb("history", "--slot", SLOT).out(), history -> history.contains("proof by " + INSTANCE));

      // When
      final JsonNode report = JSON.readTree(replay("out", "--format", "json").out());

      // Then
      assertThat(report.at("/equal").asBoolean()).isTrue();
      assertThat(report.at("/found/superseded").asLong()).isEqualTo(1);
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  /** The announcement of a version. */
  private List<Announcement> announced(final String version) throws Exception {
    return entries().stream().map(Entry::announcement).filter(each -> each.version().equals(version)).toList();
  }

  /** All that is accepted on the control topic. */
  private List<Entry> entries() throws Exception {
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(LEAD), Trust.none());
    try (ControlTopicReader reader = new ControlTopicReader(Map.of("bootstrap.servers", servers), name + ".models")) {
      reader.read(PATIENCE).forEach(log::append);
    }
    return List.copyOf(log.entries(SLOT));
  }

  /** A text in Confluent's wire format. */
  private static byte[] text(final int id, final String text) throws Exception {
    final GenericRecord event = new GenericData.Record(TextEvent.getClassSchema());
    event.put("text", text);
    return framed(id, event.getSchema(), event);
  }

  /** Labels in Confluent's wire format, with half the score. */
  private static byte[] halved(final byte[] value) throws Exception {
    final Schema schema = AvroLabelEncoder.schema();
    final GenericRecord labels = new GenericDatumReader<GenericRecord>(schema)
        .read(null, DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, null));
    final GenericRecord slot = (GenericRecord) ((List<?>) labels.get("slots")).getFirst();
    final GenericRecord label = (GenericRecord) ((List<?>) slot.get("labels")).getFirst();
    label.put("score", (float) label.get("score") / 2);
    return framed(ByteBuffer.wrap(value).getInt(1), schema, labels);
  }

  private static byte[] framed(final int id, final Schema schema, final GenericRecord datum) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ByteBuffer.allocate(FRAME).put((byte) 0).putInt(id).array());
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private CliProcess process(final String... arguments) throws Exception {
    final List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-b", servers, "--control-topic", name + ".models", "--status-topic", name + ".status"));
    return CliProcess.start(elsewhere, all.toArray(String[]::new));
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

  private static String get(final Observation observation, final String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(observation.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static void awaitDifference(final Pipeline pipeline, final String instance) {
    Deadline.within(PATIENCE, instance + " seen to be configured otherwise", () -> pipeline.fleet().orElseThrow().configDiffers(),
        differs -> differs.stream().anyMatch(other -> other.instance().equals(instance)));
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
        new StatusPublisher.Settings(name + ".status", "idle", "token", name, LEAD, Duration.ofSeconds(3)),
        Map.of("bootstrap.servers", servers),
        () -> new StatusPublisher.Heartbeat(List.of(SLOT), "running", 1, InstanceState.Currency.CAUGHT_UP, 0, SharedConfig.none(), List.of()),
        InstantSource.system());
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
    settings.putAll(formats);
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
