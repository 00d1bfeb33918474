package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.fixture.ApicurioServer;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FaultyFront;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayVerification;
import io.labelstream.topology.Slot;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.wire.AvroLabelEncoder;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaId;
import io.labelstream.wire.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class PipelineIT {
  private static final Path MODEL = Path.of("models", "lid.176.ftz");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long TIME = 1_700_000_000_000L;
  private static final Schema EVENT =
      SchemaBuilder.record("Post").namespace("shop").fields().requiredLong("id").requiredString("text").endRecord();
  private static final Map<String, String> SENTENCES = Map.of(
      "en", "The weather was so fine that we walked along the river until the evening",
      "fr", "Il faisait si beau que nous avons marché le long de la rivière jusqu'au soir",
      "de", "Das Wetter war so schön, dass wir bis zum Abend am Fluss entlanggingen",
      "ru", "Погода была такая хорошая, что мы гуляли вдоль реки до самого вечера",
      "ja", "天気がとてもよかったので、夕方まで川沿いを歩きました");
  private static final List<String> LANGUAGES = SENTENCES.keySet().stream().sorted().toList();

  private String name = "";
  private EmbeddedBroker broker;
  private Topics topics;

  @BeforeEach
  void nameTopicsAfterTheTest(final TestInfo test, final EmbeddedBroker broker) {
    this.name = test.getTestMethod().orElseThrow().getName();
    this.broker = broker;
    this.topics = new Topics(broker.bootstrapServers());
  }

  @Test
  void shouldKeepKeysHeadersTimestampsAndOrderFromTextToJson() throws Exception {
    // Given
    topics.create(name, 3, Map.of());
    final int count = 3_000;
    final List<ProducerRecord<byte[], byte[]>> texts = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      final String language = LANGUAGES.get(n % LANGUAGES.size());
      texts.add(new ProducerRecord<>(name, null, TIME + n, bytes("key-" + n % 31), bytes(SENTENCES.get(language)),
          new RecordHeaders().add("n", bytes(Integer.toString(n))).add("traceparent", bytes("00-" + n)).add("language", bytes(language))));
    }
    topics.send(texts);

    // When
    final List<ConsumerRecord<byte[], byte[]>> labels;
    try (Pipeline pipeline = started(Map.of("labelstream.topics.create", "on", "kafka.num.stream.threads", "2"))) {
      labels = topics.read(name + ".out", count, PATIENCE);

      // Then
      assertThat(pipeline.stats().in()).isEqualTo(count);
      assertThat(pipeline.stats().out()).isEqualTo(count);
      assertThat(pipeline.stats().dead()).isZero();
      Deadline.within(PATIENCE, "the times of the last records", () -> pipeline.stats().processing().count(), times -> times == count);
    }
    assertThat(labels).hasSize(count);
    final Map<String, Integer> latest = new HashMap<>();
    for (final ConsumerRecord<byte[], byte[]> label : labels) {
      final int n = Integer.parseInt(header(label, "n"));
      final JsonNode json = JSON.readTree(label.value());
      assertThat(best(json)).isEqualTo(header(label, "language"));
      assertThat(text(label.key())).isEqualTo("key-" + n % 31);
      assertThat(label.timestamp()).isEqualTo(TIME + n);
      assertThat(header(label, "traceparent")).isEqualTo("00-" + n);
      assertThat(json.at("/origin/topic").asText()).isEqualTo(name);
      assertThat(latest.merge(text(label.key()), n, (before, after) -> before < after ? after : Integer.MAX_VALUE)).isEqualTo(n);
    }
    final JsonNode model = JSON.readTree(labels.getFirst().value()).at("/slots/0/model");
    assertThat(model.at("/name").asText()).isEqualTo("lid.176");
    assertThat(model.at("/sha256").asText()).isEqualTo("8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83");
    assertThat(model.at("/version").asText()).isEqualTo("8f3472cfe873");
    assertThat(model.at("/effectiveFrom").isNull()).isTrue();
  }

  /** Kafka Streams hands a record's bytes over only after it has read the next one; whatever is reused must not be shared between them. */
  @Test
  void shouldGiveEachRecordItsOwnLabelsWhenDecodersReuseTheirBuffers() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    final int count = 2_000;
    final List<ProducerRecord<byte[], byte[]>> texts = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      final String language = LANGUAGES.get(n % LANGUAGES.size());
      final byte[] json = JSON.writeValueAsBytes(Map.of("id", n, "body", "\t" + SENTENCES.get(language)));
      texts.add(new ProducerRecord<>(name, null, TIME, null, json, new RecordHeaders().add("language", bytes(language))));
    }
    topics.send(texts);

    // When
    try (Pipeline pipeline = started(Map.of(
        "labelstream.topics.create", "on", "labelstream.input.format", "json", "labelstream.input.text.field", "body"))) {
      final List<ConsumerRecord<byte[], byte[]>> labels = topics.read(name + ".out", count, PATIENCE);

      // Then
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      assertThat(labels).hasSize(count).allSatisfy(label -> {
        assertThat(best(JSON.readTree(label.value()))).isEqualTo(header(label, "language"));
        assertThat(label.key()).isNull();
      });
    }
  }

  @Test
  void shouldReadAndWriteAvroWithSeveralSlots() throws Exception {
    // Given
    topics.create(name, 2, Map.of());
    final URI registry = ApicurioServer.shared().url();
    try (SchemaRegistry client = new HttpSchemaRegistry(RegistryConfig.of(registry.toString()))) {
      final int id = client.register(name + "-value", EVENT);
      final List<ProducerRecord<byte[], byte[]>> texts = new ArrayList<>();
      for (final String language : LANGUAGES) {
        texts.add(new ProducerRecord<>(name, null, TIME, bytes(language), avro(id, SENTENCES.get(language))));
      }
      topics.send(texts);

      // When
      try (Pipeline pipeline = started(avroSettings(registry, Map.of(
          "labelstream.slots", "second,first", "labelstream.slot.second.model", MODEL.toString(), "labelstream.slot.second.top", "3",
          "labelstream.slot.first.model", MODEL.toString(), "labelstream.slot.first.threshold", "1",
          "labelstream.slot.first.model.version", "7")))) {
        final List<ConsumerRecord<byte[], byte[]>> labels = topics.read(name + ".out", LANGUAGES.size(), PATIENCE);

        // Then
        assertThat(pipeline.slots()).extracting(Slot::name).containsExactly("second", "first");
        assertThat(labels).hasSize(LANGUAGES.size()).allSatisfy(label -> {
          final ByteBuffer frame = ByteBuffer.wrap(label.value());
          assertThat(frame.get()).isZero();
          final Schema writer = ((SchemaRegistry.Found) client.schema(frame.getInt())).schema();
          final GenericRecord decoded = new GenericDatumReader<GenericRecord>(writer)
              .read(null, DecoderFactory.get().binaryDecoder(label.value(), frame.position(), frame.remaining(), null));
          final List<?> slots = (List<?>) decoded.get("slots");
          assertThat(slots).hasSize(2);
          assertThat(slots.getFirst().toString()).contains("\"second\"").contains("\"name\": \"" + text(label.key()) + "\"");
          assertThat((List<?>) ((GenericRecord) slots.getFirst()).get("labels")).hasSize(3);
          assertThat(slots.getLast().toString()).contains("\"first\"").contains("\"version\": \"7\"");
        });
        assertThat(client.idOf(name + ".out-value", AvroLabelEncoder.schema())).isPositive();
      }
    }
  }

  @Test
  void shouldPutBadInputAsideWithItsOriginalBytesAndGoOn() throws Exception {
    // Given
    topics.create(name, 1, Map.of("max.message.bytes", Integer.toString(12 << 20)));
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0);
        SchemaRegistry client = new HttpSchemaRegistry(RegistryConfig.of(registry.url().toString()))) {
      final int id = client.register(name + "-value", EVENT);
      final byte[] good = avro(id, SENTENCES.get("fr"));
      final byte[] invalidUtf8 = avro(id, SENTENCES.get("fr"));
      invalidUtf8[invalidUtf8.length - 1] = (byte) 0xC3;
      final byte[] tenMegabytes = avro(id, "voilà du texte ".repeat((10 << 20) / 16));
      assertThat(tenMegabytes.length).isGreaterThan(10_000_000);
      final byte[] garbage = bytes("this was never Avro");
      final byte[] unknownId = avro(4711, SENTENCES.get("fr"));
      final byte[] truncated = ByteBuffer.allocate(good.length - 9).put(good, 0, good.length - 9).array();

      // When
      try (Pipeline pipeline = started(avroSettings(registry.url(), Map.of("labelstream.output.format", "json")))) {
        for (final byte[] value : new byte[][] {good, garbage, unknownId, truncated, null, tenMegabytes, new byte[0], invalidUtf8}) {
          topics.send(List.of(
              new ProducerRecord<>(name, null, TIME, bytes("key"), value, new RecordHeaders().add("traceparent", bytes("t")))));
        }
        topics.send(List.of(new ProducerRecord<>(name, null, TIME, null, good)));
        final List<ConsumerRecord<byte[], byte[]>> labels = topics.read(name + ".out", 3, PATIENCE);
        final List<ConsumerRecord<byte[], byte[]>> letters = topics.read(name + ".dead", 6, PATIENCE);

        // Then
        assertThat(labels).extracting(label -> best(JSON.readTree(label.value()))).containsExactly("fr", "fr", "fr");
        assertThat(labels.getLast().key()).isNull();
        assertThat(letters).extracting(ConsumerRecord::value)
            .containsExactly(garbage, unknownId, truncated, null, tenMegabytes, new byte[0]);
        assertThat(letters).extracting(letter -> header(letter, "labelstream.reason"))
            .containsExactly("undecodable", "undecodable", "undecodable", "null-value", "text-too-large", "undecodable");
        assertThat(letters).extracting(letter -> header(letter, "__streams.errors.offset")).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(letters).allSatisfy(letter -> {
          assertThat(text(letter.key())).isEqualTo("key");
          assertThat(letter.timestamp()).isEqualTo(TIME);
          assertThat(header(letter, "traceparent")).isEqualTo("t");
          assertThat(header(letter, "__streams.errors.topic")).isEqualTo(name);
          assertThat(StreamSupport.stream(letter.headers().spliterator(), false).map(header -> text(header.value())))
              .noneMatch(value -> value.contains("voilà") || value.contains("marché") || value.contains("never"));
        });
        assertThat(header(letters.get(1), "__streams.errors.message")).contains("4711");
        assertThat(pipeline.stats().dead()).isEqualTo(6);
        assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      }
    }
  }

  @Test
  void shouldPutAsideWhatTheRegistryLacksAndReadWhatItHasInAnyForm() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    final byte[] framed = avro(500, SENTENCES.get("fr"));
    final byte[] body = Arrays.copyOfRange(framed, 5, framed.length);
    final String withoutDefault = EVENT.toString().replace("\"name\":\"text\",\"type\":\"string\"", "\"name\":\"text\",\"type\":\"string\",\"default\":null");
    final byte[] guid = ByteBuffer.allocate(17).put((byte) 1).putLong(12).putLong(34).array();
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0);
        FaultyFront front = new FaultyFront(registry.url());
        Pipeline pipeline = started(avroSettings(front.url(), Map.of("labelstream.output.format", "json")))) {
      Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);
      front.failNext(
          FaultyFront.answer(200, "{\"schema\":\"\\\"Part\\\"\",\"references\":[{\"name\":\"Part\",\"subject\":\"parts\",\"version\":3}]}"),
          FaultyFront.answer(404, "{\"error_code\":40402,\"message\":\"Version 3 not found.\"}"),
          FaultyFront.answer(404, "{\"error_code\":40401,\"message\":\"Subject not found.\"}"),
          FaultyFront.answer(200, JSON.writeValueAsString(Map.of("schema", withoutDefault))),
          FaultyFront.answer(200, JSON.writeValueAsString(Map.of("schema", EVENT.toString()))));

      // When
      topics.send(List.of(
          new ProducerRecord<>(name, bytes("reference gone"), framed),
          new ProducerRecord<>(name, bytes("other code"), avro(501, SENTENCES.get("fr"))),
          new ProducerRecord<>(name, bytes("invalid default"), avro(502, SENTENCES.get("fr"))),
          new ProducerRecord<>(name, null, null, bytes("GUID"), body, new RecordHeaders().add(SchemaId.HEADER, guid))));

      // Then
      assertThat(topics.read(name + ".dead", 2, PATIENCE)).extracting(letter -> text(letter.key())).containsExactly("reference gone", "other code");
      final List<ConsumerRecord<byte[], byte[]>> labels = topics.read(name + ".out", 2, PATIENCE);
      assertThat(labels).extracting(label -> text(label.key()) + " " + best(JSON.readTree(label.value())))
          .containsExactly("invalid default fr", "GUID fr");
      assertThat(labels.getLast().headers().lastHeader(SchemaId.HEADER)).as("it told of the text, not of the labels").isNull();
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
    }
  }

  @Test
  void shouldTakeTextsInAReplayAsTheyWereTaken() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    final Map<String, String> rules = Map.of("labelstream.input.format", "json", "labelstream.input.text.field", "title,doc.body");
    final String record = JSON.writeValueAsString(Map.of(
        "title", "Guten Tag </s>", "doc", Map.of("body", SENTENCES.get("en") + " " + SENTENCES.get("en"))));
    final PipelineConfig config;
    try (Pipeline pipeline = started(with(rules, "labelstream.topics.create", "on"))) {
      config = pipeline.config();
      topics.send(List.of(new ProducerRecord<>(name, bytes("key"), bytes(record))));
      assertThat(topics.read(name + ".out", 1, PATIENCE)).extracting(label -> best(JSON.readTree(label.value()))).containsExactly("en");
    }
    final PipelineConfig other = PipelineConfig.of(with(settings(rules), "labelstream.input.end.token", "ends-text"));
    final ReplayRange all = new ReplayRange(new ReplayRange.Bound.AtOffset(0), Optional.empty());

    // When
    final ReplayReport same = ReplayVerification.verify(config, all, 10);
    final ReplayReport changed = ReplayVerification.verify(other, all, 10);

    // Then
    assertThat(same.counts()).containsEntry(ReplayReport.Finding.EQUAL, 1L);
    assertThat(changed.counts()).containsEntry(ReplayReport.Finding.DIFFERENT_LABELS, 1L);
  }

  @Test
  void shouldCommitADeadLetterThatNoOtherRecordFollows() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    try (Pipeline pipeline = started(Map.of("labelstream.topics.create", "on"))) {
      Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);

      // When
      topics.send(List.of(new ProducerRecord<>(name, bytes("key"), null)));

      // Then
      assertThat(topics.read(name + ".dead", 1, PATIENCE)).hasSize(1);
      assertThat(pipeline.stats().in()).isEqualTo(1);
    }
  }

  /** The broker is in this process too; it may see texts no more than the pipeline may. */
  @Test
  void shouldLogNoTextAtAnyLevelDownToDebug() throws Exception {
    // Given
    final String canary = "kanarienvogel";
    topics.create(name, 1, Map.of());
    final List<ProducerRecord<byte[], byte[]>> texts = Stream.of(
            "{\"body\":\"" + canary + "\"}",
            "{\"body\":" + canary,
            "{\"body\":\"" + canary + " " + canary.repeat(10) + "\"}",
            "{\"" + canary + "\":\"" + canary + "\"}",
            canary)
        .map(text -> new ProducerRecord<>(name, bytes("key"), bytes(text)))
        .toList();
    final List<String> seen;
    try (LogLines log = LogLines.capture(Level.DEBUG)) {
      try (Pipeline pipeline = started(Map.of(
          "labelstream.topics.create", "on", "labelstream.input.format", "json", "labelstream.input.text.field", "body",
          "labelstream.max.text.bytes", "100"))) {
        Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);

        // When
        topics.send(texts);

        // Then
        assertThat(topics.read(name + ".out", 1, PATIENCE)).hasSize(1)
            .allSatisfy(label -> assertThat(text(label.value())).doesNotContain(canary));
        assertThat(topics.read(name + ".dead", 4, PATIENCE)).hasSize(4);
      }
      seen = log.lines();
    }
    assertThat(seen).anyMatch(line -> line.startsWith("DEBUG org.apache.kafka.streams"))
        .anyMatch(line -> line.contains("record is a dead letter"))
        .noneMatch(line -> line.contains(canary));
  }

  /** Within a transaction, a producer that has refused one record refuses all that follow, so this must not get as far as the producer. */
  @Test
  void shouldPutAsideWhatIsTooLargeForTheOutputAndGoOn() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    topics.create(name + ".out", 1, Map.of("max.message.bytes", "2000"));
    final byte[] headers = new byte[5_000];

    // When
    try (Pipeline pipeline = started(Map.of("labelstream.topics.create", "on", "kafka.compression.type", "none"))) {
      final List<ProducerRecord<byte[], byte[]>> texts = new ArrayList<>(Collections.nCopies(
          100, new ProducerRecord<>(name, bytes("small"), bytes(SENTENCES.get("de")))));
      texts.add(50, new ProducerRecord<>(
          name, null, null, bytes("large"), bytes(SENTENCES.get("de")), new RecordHeaders().add("h", headers)));
      topics.send(texts);
      final List<ConsumerRecord<byte[], byte[]>> letters = topics.read(name + ".dead", 1, PATIENCE);

      // Then
      assertThat(topics.read(name + ".out", 100, PATIENCE))
          .hasSize(100)
          .allSatisfy(label -> assertThat(text(label.key())).isEqualTo("small"));
      assertThat(letters).singleElement().satisfies(letter -> {
        assertThat(text(letter.key())).isEqualTo("large");
        assertThat(header(letter, "labelstream.reason")).isEqualTo("output-too-large");
      });
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
    }
  }

  @Test
  void shouldHaveNothingToWaitForAfterARestart() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    topics.send(List.of(new ProducerRecord<>(name, bytes("1"), bytes(SENTENCES.get("en")))));
    try (Pipeline first = started(Map.of("labelstream.topics.create", "on"))) {
      topics.read(name + ".out", 1, PATIENCE);
      assertThat(first.state()).isEqualTo(PipelineState.RUNNING);
    }
    topics.send(List.of(new ProducerRecord<>(name, bytes("2"), bytes(SENTENCES.get("en")))));
    final Collection<MemberDescription> left = members();

    // When
    try (Pipeline second = started(Map.of())) {
      final List<ConsumerRecord<byte[], byte[]>> labels = topics.read(name + ".out", 2, PATIENCE);

      // Then
      assertThat(left).as("members whose session would have to end first").isEmpty();
      assertThat(labels).extracting(label -> text(label.key())).containsExactly("1", "2");
      assertThat(second.stats().in()).as("only what the first had not committed").isEqualTo(1);
    }
  }

  private Collection<MemberDescription> members() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin.describeConsumerGroups(List.of(name)).describedGroups().get(name).get().members();
    }
  }

  @Test
  void shouldEndOnceHoweverOftenItIsClosed() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    final Pipeline pipeline = started(Map.of("labelstream.topics.create", "on"));
    Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);
    final List<Thread> closers = List.of(new Thread(pipeline::close), new Thread(pipeline::close));

    // When
    closers.forEach(Thread::start);
    for (final Thread closer : closers) {
      closer.join();
    }
    pipeline.close();

    // Then
    assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
    assertThat(pipeline.awaitEnd()).isEqualTo(new PipelineEnd.Closed());
  }

  @Test
  void shouldStopByItselfWhenEveryRecordFailsForAReasonThatIsNotItsOwn() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    try (Pipeline pipeline = started(Map.of(
        "labelstream.topics.create", "on", "kafka.consumer.session.timeout.ms", "6000", "kafka.consumer.heartbeat.interval.ms", "1500"))) {
      pipeline.slots().getFirst().close();

      // When
      topics.send(List.of(new ProducerRecord<>(name, bytes("key"), bytes(SENTENCES.get("en")))));
      final Optional<PipelineEnd> end = pipeline.awaitEnd(PATIENCE);

      // Then
      assertThat(end).containsInstanceOf(PipelineEnd.Failed.class);
      final PipelineEnd.Failed failed = (PipelineEnd.Failed) end.get();
      assertThat(failed.failure()).isEqualTo(StartupFailure.STREAM_FAILED);
      assertThat(failed.message()).contains("ModelClosedException").doesNotContain("\n");
      assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldWaitForTheRegistryRatherThanGiveUpOnRecords(@TempDir final Path folder) throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    // The registry comes back with what it knew: one that answers and does not know the schema ends the waiting.
    final Path schemas = folder.resolve("schemas");
    final EmbeddedSchemaRegistry before = EmbeddedSchemaRegistry.start(0, schemas);
    final int port = before.url().getPort();
    try (SchemaRegistry client = new HttpSchemaRegistry(RegistryConfig.of(before.url().toString()))) {
      assertThat(client.register(name + "-value", EVENT)).isEqualTo(1);
    }
    try (Pipeline pipeline = started(avroSettings(before.url(), Map.of("labelstream.output.format", "json")))) {
      Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);
      before.close();

      // When
      topics.send(List.of(new ProducerRecord<>(name, bytes("key"), avro(1, SENTENCES.get("ru")))));
      Deadline.within(PATIENCE, "an attempt", () -> pipeline.stats().in(), in -> in >= 2);
      try (EmbeddedSchemaRegistry after = EmbeddedSchemaRegistry.start(port, schemas)) {
        final List<ConsumerRecord<byte[], byte[]>> labels = topics.read(name + ".out", 1, PATIENCE);

        // Then
        assertThat(labels).singleElement().satisfies(label -> assertThat(best(JSON.readTree(label.value()))).isEqualTo("ru"));
        assertThat(pipeline.stats().dead()).isZero();
      }
    }
  }

  private Pipeline started(final Map<String, String> more) throws StartupException, InterruptedException {
    final Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings(more)));
    pipeline.start();
    return pipeline;
  }

  private Map<String, String> settings(final Map<String, String> more) {
    final Map<String, String> settings = new HashMap<>(Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(),
        "labelstream.application.id", name,
        "labelstream.input.topic", name,
        "labelstream.output.topic", name + ".out"));
    settings.putAll(more);
    if (!settings.containsKey("labelstream.slots")) {
      settings.put("labelstream.slot.default.model", MODEL.toString());
    }
    return settings;
  }

  private static Map<String, String> with(final Map<String, String> settings, final String key, final String value) {
    final Map<String, String> more = new HashMap<>(settings);
    more.put(key, value);
    return more;
  }

  private static Map<String, String> avroSettings(final URI registry, final Map<String, String> more) {
    final Map<String, String> settings = new HashMap<>(Map.of(
        "labelstream.topics.create", "on",
        "labelstream.input.format", "avro",
        "labelstream.output.format", "avro",
        "labelstream.schema.registry.url", registry.toString()));
    settings.putAll(more);
    return settings;
  }

  /** A post in Confluent's wire format, written by Avro's own classes. */
  private static byte[] avro(final int id, final String text) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    final GenericData.Record post = new GenericData.Record(EVENT);
    post.put("id", 5L);
    post.put("text", text);
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(EVENT).write(post, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static String best(final JsonNode labels) {
    return labels.at("/slots/0/labels/0/name").asText();
  }

  private static String header(final ConsumerRecord<byte[], byte[]> record, final String header) {
    return text(record.headers().lastHeader(header).value());
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(final byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
