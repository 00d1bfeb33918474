package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.Entries;
import io.labelstream.fixture.FirstByteClassifier;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.fixture.ScriptedModels;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.JsonShadowEncoder;
import io.labelstream.wire.JsonTextDecoder;
import io.labelstream.wire.PlainTextDecoder;
import io.labelstream.wire.RegistryUnavailableException;
import io.labelstream.wire.SchemaId;
import io.labelstream.wire.TextDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class ClassifyProcessorTest {
  private static final long TIME = 1_700_000_000_000L;
  private static final byte[] KEY = {0, (byte) 0xFF, 7};
  private static final String CANARY = "kanarienvogel";

  @Test
  void shouldReplaceTheValueAndKeepAllElse() {
    try (Run run = new Run(classification())) {
      // Given
      final Headers headers = new RecordHeaders()
          .add("traceparent", bytes("00-4bf9-00f0-01"))
          .add("twice", bytes("1"))
          .add("twice", bytes("2"));

      // When
      run.in.pipeInput(new TestRecord<>(KEY, bytes("Hello"), headers, TIME));

      // Then
      final TestRecord<byte[], byte[]> label = run.out.readRecord();
      assertThat(label.key()).isEqualTo(KEY);
      assertThat(label.timestamp()).isEqualTo(TIME);
      assertThat(label.headers()).isEqualTo(headers);
      assertThat(text(label.value())).contains("\"upper\"").contains("0.75").doesNotContain("__label__").contains("ab".repeat(32))
          .contains("\"texts\"").doesNotContain("Hello");
      assertThat(run.out.isEmpty()).isTrue();
      assertThat(run.dead.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldFillAllSlotsInOrderWithTopAndThreshold() {
    // Given
    final Slot first = slot("zeta").withTop(2);
    final Slot second = slot("alpha").withTop(2).withThreshold(0.5f);
    try (Run run = new Run(Classification.of(List.of(first, second), PlainTextDecoder::new, JsonLabelEncoder::new))) {

      // When
      run.in.pipeInput(KEY, bytes("hello"));

      // Then
      final String json = text(run.out.readRecord().value());
      assertThat(json.indexOf("zeta")).isPositive().isLessThan(json.indexOf("alpha"));
      assertThat(json.split("0\\.25", -1)).as("second labels").hasSize(2);
      assertThat(json.split("0\\.75", -1)).as("first labels").hasSize(3);
    }
  }

  @Test
  void shouldNotTakeEmptyTextForAnError() {
    try (Run run = new Run(classification())) {
      // When
      run.in.pipeInput(KEY, new byte[0]);

      // Then
      assertThat(text(run.out.readRecord().value())).contains("[]");
      assertThat(run.stats().out()).isEqualTo(1);
      assertThat(run.dead.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldClassifyARecordWithoutAKey() {
    try (Run run = new Run(classification())) {
      // When
      run.in.pipeInput(new TestRecord<>(null, bytes("Hello")));

      // Then
      assertThat(run.out.readRecord().key()).isNull();
    }
  }

  @Test
  void shouldMakeADeadLetterOfARecordWithoutAValueAndGoOn() {
    try (Run run = new Run(classification())) {
      // Given
      run.in.pipeInput(new TestRecord<>(KEY, null));

      // When
      run.in.pipeInput(KEY, bytes("Hello"));

      // Then
      final TestRecord<byte[], byte[]> letter = run.dead.readRecord();
      assertThat(letter.key()).isEqualTo(KEY);
      assertThat(letter.value()).isNull();
      assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("null-value");
      assertThat(run.out.readRecordsToList()).hasSize(1);
      assertThat(run.stats().in()).isEqualTo(2);
      assertThat(run.stats().out()).isEqualTo(1);
      assertThat(run.stats().deadByReason()).containsEntry(DeadLetterReason.NULL_VALUE, 1L).containsEntry(DeadLetterReason.UNDECODABLE, 0L);
    }
  }

  @Test
  void shouldDropTheHeaderThatTellsTheSchemaOfTheTextButFromADeadLetter() {
    try (Run run = new Run(classification().withTexts(TextRules.defaults().withMaxBytes(5)))) {
      // Given
      final Headers headers = new RecordHeaders().add(SchemaId.HEADER, new byte[17]).add("traceparent", bytes("00"));

      // When
      run.in.pipeInput(new TestRecord<>(KEY, bytes("Hello"), headers, TIME));
      run.in.pipeInput(new TestRecord<>(KEY, bytes("too long"), headers, TIME));

      // Then
      assertThat(run.out.readRecord().headers()).isEqualTo(new RecordHeaders().add("traceparent", bytes("00")));
      assertThat(run.dead.readRecord().headers().lastHeader(SchemaId.HEADER).value()).hasSize(17);
    }
  }

  @Test
  void shouldLabelMalformedTextsUnlessTheyAreToBeDeadLetters() {
    final byte[] malformed = {'o', 'k', (byte) 0xC3};
    try (Run labelling = new Run(classification());
        Run strict = new Run(classification().withTexts(TextRules.defaults().withMalformed(MalformedText.DEAD_LETTER)))) {
      // When
      labelling.in.pipeInput(KEY, malformed);
      strict.in.pipeInput(KEY, malformed);
      strict.in.pipeInput(KEY, bytes("é€😀"));

      // Then
      assertThat(labelling.out.readRecordsToList()).hasSize(1);
      assertThat(strict.out.readRecordsToList()).hasSize(1);
      final TestRecord<byte[], byte[]> letter = strict.dead.readRecord();
      assertThat(letter.value()).isEqualTo(malformed);
      assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("undecodable");
      assertThat(header(letter, DeadLetterHeaders.MESSAGE)).isEqualTo("the text of 3 bytes is not UTF-8, see its byte 2");
    }
  }

  @Test
  void shouldForwardTombstonesWhenTold() {
    try (Run run = new Run(classification().withTombstones(Tombstones.FORWARD))) {
      // When
      run.in.pipeInput(new TestRecord<>(KEY, null));

      // Then
      final TestRecord<byte[], byte[]> deletion = run.out.readRecord();
      assertThat(deletion.key()).isEqualTo(KEY);
      assertThat(deletion.value()).isNull();
      assertThat(run.dead.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldGiveDeadLettersTheOriginalAndTheDiagnosis() {
    try (Run run = new Run(Classification.of(List.of(slot("one")), JsonTextDecoder::new, JsonLabelEncoder::new))) {
      // Given
      final byte[] garbage = bytes("{\"text\": " + CANARY);
      final Headers headers = new RecordHeaders().add("traceparent", bytes("00-4bf9-00f0-01"));
      run.in.pipeInput(KEY, bytes("{\"text\":\"fine\"}"));

      // When
      run.in.pipeInput(new TestRecord<>(KEY, garbage, headers, TIME));

      // Then
      final TestRecord<byte[], byte[]> letter = run.dead.readRecord();
      assertThat(letter.key()).isEqualTo(KEY);
      assertThat(letter.value()).isEqualTo(garbage);
      assertThat(letter.timestamp()).isEqualTo(TIME);
      assertThat(header(letter, "traceparent")).isEqualTo("00-4bf9-00f0-01");
      assertThat(header(letter, "__streams.errors.topic")).isEqualTo("texts");
      assertThat(header(letter, "__streams.errors.partition")).isEqualTo("0");
      assertThat(header(letter, "__streams.errors.offset")).isEqualTo("1");
      assertThat(header(letter, "__streams.errors.exception")).isEqualTo(UnclassifiableRecordException.class.getName());
      assertThat(header(letter, "__streams.errors.message")).isNotEmpty();
      assertThat(header(letter, "__streams.errors.stacktrace")).contains("Caused by: io.labelstream.wire.UndecodableValueException");
      assertThat(header(letter, "labelstream.reason")).isEqualTo("undecodable");
      letter.headers().forEach(header -> assertThat(text(header.value())).as(header.key()).doesNotContain(CANARY));
    }
  }

  @Test
  void shouldNotQuoteTheTextWhenTheClassifierDoes() {
    try (LogLines log = LogLines.capture(); Run run = new Run(classification())) {
      // When
      run.in.pipeInput(KEY, bytes("!" + CANARY));

      // Then
      final TestRecord<byte[], byte[]> letter = run.dead.readRecord();
      assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("classify-failed");
      assertThat(header(letter, DeadLetterHeaders.MESSAGE)).contains("slot one failed with java.lang.IllegalStateException");
      letter.headers().forEach(header -> assertThat(text(header.value())).as(header.key()).doesNotContain(CANARY));
      assertThat(text(letter.value())).isEqualTo("!" + CANARY);
      assertThat(log.lines()).anyMatch(line -> line.contains("classify-failed")).noneMatch(line -> line.contains(CANARY));
    }
  }

  @Test
  void shouldRefuseTextsOverTheLimitOnly() {
    try (Run run = new Run(classification().withTexts(TextRules.defaults().withMaxBytes(5)))) {
      // When
      run.in.pipeInput(KEY, bytes("12345"));
      run.in.pipeInput(KEY, bytes("123456"));

      // Then
      assertThat(run.out.readRecordsToList()).hasSize(1);
      final TestRecord<byte[], byte[]> letter = run.dead.readRecord();
      assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("text-too-large");
      assertThat(header(letter, DeadLetterHeaders.MESSAGE)).isEqualTo("the text has 6 bytes, the limit is 5");
    }
  }

  @Test
  void shouldFindOutThatTheOutputIsTooLargeBeforeTheProducerDoes() {
    try (Run run = new Run(classification().withMaxOutputBytes(2_000))) {
      // When
      run.in.pipeInput(new TestRecord<>(new byte[1_900], bytes("key")));
      run.in.pipeInput(new TestRecord<>(KEY, bytes("header"), new RecordHeaders().add("h", new byte[1_900])));
      run.in.pipeInput(KEY, bytes("small"));

      // Then
      assertThat(run.dead.readRecordsToList()).extracting(letter -> header(letter, DeadLetterHeaders.REASON))
          .containsExactly("output-too-large", "output-too-large");
      assertThat(run.out.readRecordsToList()).hasSize(1);
    }
  }

  @Test
  void shouldLeaveOutWhatADeadLetterCannotHoldAndSaySo() {
    try (Run run = new Run(classification().withTexts(TextRules.defaults().withMaxBytes(1)), Map.of(DeadLetterHandler.MAX_BYTES_CONFIG, "20000"))) {
      // When
      run.in.pipeInput(new TestRecord<>(KEY, new byte[20_000], new RecordHeaders().add("kept", bytes("1"))));
      run.in.pipeInput(new TestRecord<>(KEY, bytes("22"), new RecordHeaders().add("large", new byte[20_000])));
      run.in.pipeInput(new TestRecord<>(new byte[20_000], bytes("333")));

      // Then
      final List<TestRecord<byte[], byte[]>> letters = run.dead.readRecordsToList();
      assertThat(letters).extracting(letter -> header(letter, DeadLetterHeaders.OMITTED))
          .containsExactly("value", "value,headers", "value,key");
      assertThat(letters.get(0).key()).isEqualTo(KEY);
      assertThat(letters.get(0).value()).isNull();
      assertThat(header(letters.get(0), "kept")).isEqualTo("1");
      assertThat(letters.get(1).key()).isEqualTo(KEY);
      assertThat(letters.get(2).key()).isNull();
      assertThat(letters).allSatisfy(letter -> assertThat(header(letter, DeadLetterHeaders.OFFSET)).isNotEmpty());
    }
  }

  @Test
  void shouldFailTheTaskWhenTheRegistryIsAway() {
    // Given
    final Supplier<TextDecoder> away = () -> (value, slice) -> {
      throw new RegistryUnavailableException("http://registry does not answer");
    };
    try (Run run = new Run(Classification.of(List.of(slot("one")), away, JsonLabelEncoder::new))) {

      // When / Then
      assertThatThrownBy(() -> run.in.pipeInput(KEY, bytes("Hello")))
          .isInstanceOf(StreamsException.class)
          .hasRootCauseInstanceOf(RegistryUnavailableException.class);
      assertThat(run.dead.isEmpty()).isTrue();
      assertThat(run.stats().dead()).isZero();
    }
  }

  @Test
  void shouldFailTheTaskWhenTheModelIsClosed() {
    // Given
    final FirstByteClassifier closed = new FirstByteClassifier();
    closed.close();
    final Slot slot = ModelSlot.of("one", ScriptedModels.of(closed));
    try (Run run = new Run(Classification.of(List.of(slot), PlainTextDecoder::new, JsonLabelEncoder::new))) {

      // When / Then
      assertThatThrownBy(() -> run.in.pipeInput(KEY, bytes("Hello"))).isInstanceOf(StreamsException.class);
      assertThat(run.dead.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldForwardADisagreementToTheShadowTopicWithKeyHeadersAndTime() {
    try (Run run = new Run(shadowed(1 << 20), Map.of())) {
      // Given
      final Headers headers = new RecordHeaders().add("traceparent", bytes("00-4bf9-00f0-01"));
      final long now = System.currentTimeMillis();

      // When
      run.in.pipeInput(new TestRecord<>(KEY, bytes("Hello"), headers, now));
      run.in.pipeInput(new TestRecord<>(KEY, bytes("hello"), headers, now));

      // Then
      assertThat(run.out.readRecordsToList()).extracting(record -> text(record.value())).allMatch(value -> value.contains("\"slots\""));
      final TestRecord<byte[], byte[]> disagreement = run.shadow.readRecord();
      assertThat(run.shadow.isEmpty()).as("the second text got the same label from both").isTrue();
      assertThat(disagreement.key()).isEqualTo(KEY);
      assertThat(disagreement.timestamp()).isEqualTo(now);
      assertThat(disagreement.headers()).isEqualTo(headers);
      assertThat(text(disagreement.value())).contains("\"serving\"", "\"upper\"", "\"shadow\"", "\"other\"").doesNotContain("Hello");
      assertThat(run.stats().shadows()).containsEntry("one", new PipelineStats.ShadowCounts(1, 1, 0, 0));
      assertThat(run.stats().out()).isEqualTo(2);
    }
  }

  @Test
  void shouldLeaveOutADisagreementThatIsTooLargeAndCountIt() {
    try (Run run = new Run(shadowed(1_000), Map.of())) {
      // When
      run.in.pipeInput(new TestRecord<>(new byte[1_000], bytes("Hello"), new RecordHeaders(), System.currentTimeMillis()));

      // Then
      assertThat(run.out.readRecordsToList()).hasSize(1);
      assertThat(run.shadow.isEmpty()).isTrue();
      assertThat(run.stats().shadows()).containsEntry("one", new PipelineStats.ShadowCounts(0, 0, 0, 1));
    }
  }

  @Test
  void shouldForwardTombstonesToTheLabelsOnly() {
    try (Run run = new Run(shadowed(1 << 20).withTombstones(Tombstones.FORWARD), Map.of())) {
      // When
      run.in.pipeInput(new TestRecord<>(KEY, null));

      // Then
      assertThat(run.out.readRecordsToList()).hasSize(1);
      assertThat(run.shadow.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldReleaseModelsThatAreNotUsedAnyMoreAsTimePasses() {
    // Given
    final ScriptedModels models = ScriptedModels.of(new FirstByteClassifier());
    try (Run run = new Run(Classification.of(List.of(ModelSlot.of("one", models)), PlainTextDecoder::new, JsonLabelEncoder::new))) {
      run.in.pipeInput(KEY, bytes("Hello"));
      assertThat(models.holds()).isEqualTo(1);

      // When
      for (int second = 0; second < 3; second++) {
        run.driver.advanceWallClockTime(Duration.ofSeconds(1));
      }

      // Then
      assertThat(models.holds()).isZero();
    }
  }

  @Test
  void shouldReleaseModelsWhenTheTaskCloses() {
    // Given
    final ScriptedModels models = ScriptedModels.of(new FirstByteClassifier());
    final Run run = new Run(Classification.of(List.of(ModelSlot.of("one", models)), PlainTextDecoder::new, JsonLabelEncoder::new));
    run.in.pipeInput(KEY, bytes("Hello"));

    // When
    run.close();

    // Then
    assertThat(models.acquisitions()).isEqualTo(1);
    assertThat(models.holds()).isZero();
  }

  @Test
  void shouldMakeDeadLettersOfRecordsThatNoVersionCountsFor() {
    // Given
    final Entry later = Entries.live("later", TIME, 0);
    final ScriptedModels models = ScriptedModels.of(TIME + 1, later).open(later, new FirstByteClassifier());
    try (Run run = new Run(Classification.of(List.of(ModelSlot.of("one", models)), PlainTextDecoder::new, JsonLabelEncoder::new))) {
      // When
      run.in.pipeInput(new TestRecord<>(KEY, bytes("Hello"), new RecordHeaders(), TIME - 1));
      run.in.pipeInput(new TestRecord<>(KEY, bytes("Hello"), new RecordHeaders(), System.currentTimeMillis() + 3_600_000));
      run.in.pipeInput(new TestRecord<>(KEY, bytes("Hello"), new RecordHeaders(), TIME));

      // Then
      assertThat(run.dead.readRecordsToList()).extracting(letter -> header(letter, DeadLetterHeaders.REASON))
          .containsExactly("older-than-models", "future-timestamp");
      assertThat(run.out.readRecordsToList()).hasSize(1);
    }
  }

  @Test
  void shouldFailTheTaskAndNotTheRecordWhileAVersionIsPending() {
    // Given
    final ScriptedModels models = ScriptedModels.of(Long.MAX_VALUE, Entries.base());
    final RolloutRules impatient = new RolloutRules(UncertainPolicy.WAIT, Lead.of(Duration.ofSeconds(1)), Duration.ofMillis(20), InstantSource.system());
    final Classification classification =
        Classification.of(List.of(ModelSlot.of("one", models).withRules(impatient)), PlainTextDecoder::new, JsonLabelEncoder::new);
    try (Run run = new Run(classification)) {
      // When / Then
      assertThatThrownBy(() -> run.in.pipeInput(KEY, bytes("Hello"))).hasRootCauseInstanceOf(ModelPendingException.class);
      assertThat(run.dead.isEmpty()).isTrue();
      assertThat(run.stats().waits()).isEqualTo(1);
    }
  }

  @Test
  void shouldWaitAgainOnlyAfterALookWhichACommitFollows() {
    // Given
    final ScriptedModels models = ScriptedModels.of(Long.MAX_VALUE, Entries.base());
    final RolloutRules impatient = new RolloutRules(UncertainPolicy.WAIT, Lead.of(Duration.ofSeconds(1)), Duration.ofMillis(20), InstantSource.system());
    final Classification classification =
        Classification.of(List.of(ModelSlot.of("one", models).withRules(impatient)), PlainTextDecoder::new, JsonLabelEncoder::new);
    try (Run run = new Run(classification)) {
      assertThatThrownBy(() -> run.in.pipeInput(KEY, bytes("one"))).hasRootCauseInstanceOf(ModelPendingException.class);
      assertThatThrownBy(() -> run.in.pipeInput(KEY, bytes("two"))).hasRootCauseInstanceOf(ModelPendingException.class);
      assertThat(run.stats().waits()).as("the same transaction").isEqualTo(1);

      // When
      run.driver.advanceWallClockTime(Duration.ofSeconds(1));

      // Then
      assertThatThrownBy(() -> run.in.pipeInput(KEY, bytes("three"))).hasRootCauseInstanceOf(ModelPendingException.class);
      assertThat(run.stats().waits()).isEqualTo(2);
    }
  }

  @Test
  void shouldWorkInSomebodyElsesTopologyWithAnyKey() {
    // Given
    final StreamsBuilder builder = new StreamsBuilder();
    builder.stream("mine", Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .filter((key, value) -> !key.equals("skip"))
        .processValues(ClassifyProcessor.supplier(slot("one"), PlainTextDecoder::new, JsonLabelEncoder::new))
        .to("labelled", Produced.with(Serdes.String(), Serdes.ByteArray()));
    final Properties properties = new Properties();
    properties.putAll(Map.of("application.id", "mine", "bootstrap.servers", "none:1"));
    try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties)) {
      final TestInputTopic<String, byte[]> in = driver.createInputTopic("mine", new StringSerializer(), new ByteArraySerializer());
      final TestOutputTopic<String, String> out = driver.createOutputTopic("labelled", new StringDeserializer(), new StringDeserializer());

      // When
      in.pipeInput("a key", bytes("Hello"));

      // Then
      final TestRecord<String, String> label = out.readRecord();
      assertThat(label.key()).isEqualTo("a key");
      assertThat(label.value()).contains("upper");
    }
  }

  @Test
  void shouldNeedNeitherAStoreNorARepartition() {
    // When
    final String description = Pipeline.topology("texts", "labels", classification()).describe().toString();

    // Then
    assertThat(description).contains("stores: []").doesNotContain("repartition").doesNotContain("Sub-topology: 1");
  }

  private static Slot slot(final String name) {
    return ModelSlot.of(name, ScriptedModels.of(new FirstByteClassifier()));
  }

  /** Upper and other from the version that serves; other for all from its shadow. */
  private static Classification shadowed(final int maxBytes) {
    final Entry shadow = Entries.of("challenger", new Traffic.Shadow(), Entry.BEGINNING, 0);
    final ScriptedModels models = ScriptedModels.of(Long.MAX_VALUE, Entries.base(), shadow)
        .open(Entries.base(), new FirstByteClassifier())
        .open(shadow, new OneLabelClassifier("other"));
    return Classification.of(List.of(ModelSlot.of("one", models)), PlainTextDecoder::new, JsonLabelEncoder::new)
        .withShadow(new ShadowOutput(JsonShadowEncoder::new, maxBytes, Duration.ofMinutes(1)));
  }

  private static Classification classification() {
    return Classification.of(List.of(slot("one")), PlainTextDecoder::new, JsonLabelEncoder::new);
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(final byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String header(final TestRecord<byte[], byte[]> record, final String name) {
    return text(record.headers().lastHeader(name).value());
  }

  /** The pipeline's topology under the driver, with the settings of a default configuration. */
  private static final class Run implements AutoCloseable {
    private final TopologyTestDriver driver;
    private final Classification classification;
    private final TestInputTopic<byte[], byte[]> in;
    private final TestOutputTopic<byte[], byte[]> out;
    private final TestOutputTopic<byte[], byte[]> dead;
    private final TestOutputTopic<byte[], byte[]> shadow;

    Run(final Classification classification) {
      this(classification, Map.of());
    }

    Run(final Classification classification, final Map<String, String> more) {
      this.classification = classification;
      final Properties properties = new Properties();
      final Topology topology = classification.shadow().isPresent()
          ? Pipeline.topology("texts", "labels", "labels.shadow", classification)
          : Pipeline.topology("texts", "labels", classification);
      try {
        properties.putAll(PipelineConfig.of(Map.of("labelstream.slot.default.model", "none")).streamsProperties());
      } catch (final StartupException e) {
        throw new AssertionError(e);
      }
      properties.putAll(new HashMap<>(more));
      driver = new TopologyTestDriver(topology, properties);
      in = driver.createInputTopic("texts", new ByteArraySerializer(), new ByteArraySerializer());
      out = driver.createOutputTopic("labels", new ByteArrayDeserializer(), new ByteArrayDeserializer());
      dead = driver.createOutputTopic("texts.dead", new ByteArrayDeserializer(), new ByteArrayDeserializer());
      shadow = driver.createOutputTopic("labels.shadow", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    PipelineStats stats() {
      return classification.stats();
    }

    @Override
    public void close() {
      driver.close();
    }
  }
}
