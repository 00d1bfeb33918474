package io.labelstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.labelstream.pipeline.config.PipelineConfig.Setting;
import io.labelstream.rollout.MemoryPolicy;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.control.Lead;
import io.labelstream.topology.DeadLetterHandler;
import io.labelstream.topology.EndToken;
import io.labelstream.topology.MalformedText;
import io.labelstream.topology.SlotCondition;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.topology.TextRules;
import io.labelstream.topology.Tombstones;
import io.labelstream.topology.internal.UncertainPolicy;
import io.labelstream.wire.RegistryCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineConfigTest {
  private static final String MODEL = "labelstream.slot.default.model";
  private static final Map<String, String> LEAST = Map.of(MODEL, "model.ftz");

  @Test
  void shouldServeTheDefaultsWhenOnlyAModelIsGiven() throws StartupException {
    // When
    final PipelineConfig config = PipelineConfig.of(LEAST);

    // Then
    assertThat(config.applicationId()).isEqualTo("labelstream");
    assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(config.inputTopic()).isEqualTo("texts");
    assertThat(config.outputTopic()).isEqualTo("labels");
    assertThat(config.deadLetterTopic()).isEqualTo("texts.dead");
    assertThat(config.inputFormat()).isEqualTo(InputFormat.TEXT);
    assertThat(config.outputFormat()).isEqualTo(OutputFormat.JSON);
    assertThat(config.tombstones()).isEqualTo(Tombstones.DEAD_LETTER);
    assertThat(config.topicCreation()).isEqualTo(TopicCreation.NEVER);
    assertThat(config.newTopicPartitions()).isEqualTo(OptionalInt.empty());
    assertThat(config.textRules()).isEqualTo(TextRules.defaults());
    assertThat(config.startTimeout()).isLessThan(Duration.ofSeconds(30));
    assertThat(config.registry()).isEmpty();
    assertThat(config.streamsProperties())
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("commit.interval.ms", "100")
        .containsEntry("errors.dead.letter.queue.topic.name", "texts.dead")
        .containsEntry("processing.exception.handler", DeadLetterHandler.class)
        .as("how long readers wait for the transaction of an instance that died").doesNotContainKey("producer.transaction.timeout.ms");
    assertThat(config.slots()).singleElement().satisfies(slot -> {
      assertThat(slot.name()).isEqualTo("default");
      assertThat(slot.model()).contains(Path.of("model.ftz"));
      assertThat(slot.top()).isEqualTo(1);
      assertThat(slot.threshold()).isZero();
      assertThat(slot.modelName()).isEmpty();
    });
  }

  @Test
  void shouldLetOverridesWinOverTheEnvironmentAndThatOverFiles(@TempDir final Path directory) throws Exception {
    // Given
    final Path first = Files.writeString(directory.resolve("first.properties"), """
        labelstream.input.topic=one
        labelstream.output.topic=one
        labelstream.application.id=one
        kafka.linger.ms=1
        labelstream.slot.default.model=é.ftz
        """);
    final Path second = Files.writeString(directory.resolve("second.properties"), """
        labelstream.input.topic = two\s
        kafka.client.rack=two
        """);
    final Map<String, String> environment = Map.of(
        "LABELSTREAM_OUTPUT_TOPIC", "three", "LABELSTREAM_APPLICATION_ID", "three", "KAFKA_BOOTSTRAP_SERVERS", "three:1",
        "KAFKA_CONSUMER_MAX_POLL_RECORDS", "3");
    final Map<String, String> overrides = Map.of("labelstream.application.id", "four");

    // When
    final PipelineConfig config = PipelineConfig.load(List.of(first, second), environment, overrides);

    // Then
    assertThat(config.inputTopic()).isEqualTo("two");
    assertThat(config.outputTopic()).isEqualTo("three");
    assertThat(config.applicationId()).isEqualTo("four");
    assertThat(config.slots().getFirst().model()).contains(Path.of("é.ftz"));
    assertThat(config.streamsProperties())
        .containsEntry("bootstrap.servers", "three:1")
        .containsEntry("consumer.max.poll.records", "3")
        .containsEntry("client.rack", "two")
        .containsEntry("linger.ms", "1")
        .doesNotContainKey("producer.linger.ms");
    assertThat(config.settings()).contains(
        new Setting("labelstream.input.topic", "two", second.toString()),
        new Setting("labelstream.output.topic", "three", "environment LABELSTREAM_OUTPUT_TOPIC"),
        new Setting("labelstream.application.id", "four", "command line"),
        new Setting("labelstream.max.text.bytes", "1048576", "default"),
        new Setting("labelstream.dead.letter.topic", "two.dead", "default"),
        new Setting("kafka.bootstrap.servers", "three:1", "environment KAFKA_BOOTSTRAP_SERVERS"),
        new Setting("kafka.processing.guarantee", "exactly_once_v2", "default"));
  }

  @Test
  void shouldKeepTheOrderOfSlotsAndReadEachFromAnySource() throws StartupException {
    // Given
    final Map<String, String> environment = Map.of(
        "LABELSTREAM_SLOTS", "zeta,alpha-2", "LABELSTREAM_SLOT_ALPHA_2_MODEL", "a.bin", "LABELSTREAM_SLOT_ZETA_MODEL_NAME", "z");
    final Map<String, String> overrides = Map.of(
        "labelstream.slot.zeta.model", "z.bin", "labelstream.slot.zeta.top", "3", "labelstream.slot.alpha-2.threshold", "0.5");

    // When
    final List<SlotConfig> slots = PipelineConfig.load(List.of(), environment, overrides).slots();

    // Then
    assertThat(slots).extracting(SlotConfig::name).containsExactly("zeta", "alpha-2");
    assertThat(slots.get(0).top()).isEqualTo(3);
    assertThat(slots.get(0).modelName()).contains("z");
    assertThat(slots.get(1).model()).contains(Path.of("a.bin"));
    assertThat(slots.get(1).threshold()).isEqualTo(0.5f);
  }

  @ParameterizedTest
  @CsvSource({
    "labelstream.input.topics, labelstream.input.topic",
    "labelsteam.output.format, labelstream.output.format",
    "labelstream.slot.default.modle, labelstream.slot.default.model",
    "bootstrap.servers, kafka.bootstrap.servers",
  })
  void shouldNameTheNearestKeyWhenOneIsUnknown(final String unknown, final String nearest) {
    assertRefused(() -> PipelineConfig.of(with(unknown, "x")),
        "unknown key " + unknown, "did you mean " + nearest + "?", "(settings)");
  }

  @Test
  void shouldRefuseAnEndlessKeyAtOnce() {
    assertRefused(() -> PipelineConfig.of(with("labelstream.input.topics" + "x".repeat(2_000_000), "x")), "unknown key labelstream.input.topics");
  }

  @Test
  void shouldNameTheNearestVariableWhenOneIsUnknown() {
    assertRefused(() -> PipelineConfig.load(List.of(), Map.of("LABELSTREAM_INPUT_TOPC", "x"), LEAST),
        "LABELSTREAM_INPUT_TOPC", "did you mean LABELSTREAM_INPUT_TOPIC?");
  }

  @Test
  void shouldTellWhenAKeyIsOfASlotThatIsNotListed() {
    assertRefused(() -> PipelineConfig.of(with("labelstream.slot.topic.model", "x")),
        "'topic' is not among the slots of labelstream.slots, which are default");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "LABELSTREAM_JAVA_OPTS", "LABELSTREAM_SERVICE_HOST", "LABELSTREAM_PORT_8080_TCP_ADDR", "LABELSTREAM_WEB_SERVICE_PORT_HTTP",
    "KAFKA_PORT", "KAFKA_HEAP_OPTS", "PATH"})
  void shouldLeaveVariablesAloneThatAreForOthers(final String variable) throws StartupException {
    // When
    final PipelineConfig config = PipelineConfig.load(List.of(), Map.of(variable, "tcp://10.0.0.1:8080"), LEAST);

    // Then
    assertThat(config.describe()).doesNotContain("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "labelstream.input.format, xml, 'avro, json, text'",
    "labelstream.slot.default.threshold, NaN, from 0 to 1",
    "labelstream.slot.default.threshold, 1.5, from 0 to 1",
    "labelstream.slot.default.top, 0, at least 1",
    "labelstream.max.text.bytes, 1MB, Not a number",
    "labelstream.topics.create, maybe, 'on, off'",
    "labelstream.slots, 'a,a', named twice",
    "labelstream.slots, 'A', lower-case",
    "labelstream.output.topic, 'with space', with space",
    "kafka.num.stream.threads, many, Not a number",
    "kafka.consumer.max.poll.records, 0, at least 1",
    "kafka.application.id, mine, set labelstream.application.id",
  })
  void shouldNameKeyValueAndExpectationWhenAValueIsInvalid(final String key, final String value, final String expected) {
    assertRefused(() -> PipelineConfig.of(with(key, value)), key, expected, "(settings)");
  }

  @Test
  void shouldNameAllThatIsWrongAtOnce() {
    assertRefused(() -> PipelineConfig.of(Map.of("labelstream.max.text.bytes", "x", "labelstream.input.format", "y")),
        "labelstream.max.text.bytes", "labelstream.input.format", MODEL + " is not set", "LABELSTREAM_SLOT_DEFAULT_MODEL");
  }

  @Test
  void shouldHaveNoRolloutsWithoutAControlTopic() throws StartupException {
    // When
    final PipelineConfig config = PipelineConfig.of(LEAST);

    // Then
    assertThat(config.rollout()).isEmpty();
    assertThat(config.httpPort()).isEmpty();
    assertThat(config.httpHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void shouldServeTheDefaultsOfARolloutWhenOnlyAControlTopicIsGiven() throws StartupException {
    // When
    final PipelineConfig config = PipelineConfig.of(Map.of("labelstream.control.topic", "models"));

    // Then
    assertThat(config.slots().getFirst().model()).isEmpty();
    final RolloutConfig rollout = config.rollout().orElseThrow();
    assertThat(rollout.controlTopic()).isEqualTo("models");
    assertThat(rollout.statusTopic()).isEqualTo("model-status");
    assertThat(rollout.artifactTopic()).isEqualTo("model-artifacts");
    assertThat(rollout.shadowTopic()).isEqualTo("labels.shadow");
    assertThat(rollout.instanceId()).isEmpty();
    assertThat(rollout.uncertain()).isEqualTo(UncertainPolicy.WAIT);
    assertThat(rollout.locations()).isEmpty();
    assertThat(rollout.publicKeys()).isEmpty();
    assertThat(rollout.shadowMaxDelay()).isEqualTo(Duration.ofSeconds(10));
    assertThat(rollout.settings()).isEqualTo(new RolloutSettings(
        Lead.of(Duration.ofSeconds(30)), config.modelOptions(), 2_147_483_648L, 1_073_741_824L, MemoryPolicy.AVAILABILITY, Duration.ofSeconds(20),
        Duration.ofSeconds(60), Path.of(System.getProperty("java.io.tmpdir"))));
    assertThat(config.settings()).contains(new Setting("labelstream.shadow.topic", "labels.shadow", "default"));
  }

  @Test
  void shouldReadTheSettingsOfARollout() throws StartupException {
    // Given
    final Map<String, String> settings = with("labelstream.control.topic", "models");
    settings.put("labelstream.rollout.locations", "/srv/models, https://models.example/live/");
    settings.put("labelstream.rollout.public.keys", "keys/one.pem,/two.pem");
    settings.put("labelstream.rollout.uncertain", "proceed");
    settings.put("labelstream.rollout.lead.ms", "3000");
    settings.put("labelstream.rollout.fetch.timeout.ms", "2000");
    settings.put("labelstream.rollout.staging.dir", "/var/staging");
    settings.put("labelstream.instance.id", "node-1");
    settings.put("labelstream.http.port", "0");

    // When
    final PipelineConfig config = PipelineConfig.of(settings);

    // Then
    final RolloutConfig rollout = config.rollout().orElseThrow();
    assertThat(rollout.locations()).containsExactly("/srv/models", "https://models.example/live/");
    assertThat(rollout.publicKeys()).containsExactly(Path.of("keys/one.pem"), Path.of("/two.pem"));
    assertThat(rollout.uncertain()).isEqualTo(UncertainPolicy.PROCEED);
    assertThat(rollout.settings().fetchTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(rollout.settings().staging()).isEqualTo(Path.of("/var/staging"));
    assertThat(rollout.instanceId()).contains("node-1");
    assertThat(config.httpPort()).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "labelstream.rollout.locations, models/here, must be an absolute path or start with https://",
    "labelstream.rollout.locations, '/srv/models,models/here', location 2 must be an absolute path",
    "labelstream.rollout.locations, http://plain, must be an absolute path or start with https://",
    "labelstream.rollout.memory.policy, hope, 'availability, capacity'",
    "labelstream.rollout.uncertain, guess, 'wait, proceed'",
    "labelstream.instance.id, a/b, letters",
    "labelstream.http.port, 65536, no more than 65535",
    "labelstream.status.topic, models, both name the topic models",
    "labelstream.shadow.topic, texts, labelstream.shadow.topic and labelstream.input.topic both name the topic texts",
    "labelstream.slot.default.model.version, a version, letters",
  })
  void shouldNameKeyAndExpectationWhenARolloutsSettingIsInvalid(final String key, final String value, final String expected) {
    final Map<String, String> settings = with("labelstream.control.topic", "models");
    settings.put(key, value);
    assertRefused(() -> PipelineConfig.of(settings), key, expected);
  }

  @Test
  void shouldNotProceedWithAVersionThatIsReleasedBeforeTheNewOneIsReady() {
    final Map<String, String> settings = with("labelstream.control.topic", "models");
    settings.put("labelstream.rollout.uncertain", "proceed");
    settings.put("labelstream.rollout.memory.policy", "capacity");
    assertRefused(() -> PipelineConfig.of(settings), "labelstream.rollout.uncertain=proceed", "labelstream.rollout.memory.policy=capacity");
  }

  @Test
  void shouldReadTheConditionOfASlot() throws StartupException {
    // Given
    final Map<String, String> settings = Map.of(
        "labelstream.slots", "language,topic", "labelstream.slot.language.model", "l.ftz", "labelstream.slot.topic.model", "t.ftz",
        "labelstream.slot.topic.when", "language=en | Swiss German");

    // When
    final List<SlotConfig> slots = PipelineConfig.of(settings).slots();

    // Then
    assertThat(slots.get(0).condition()).isEmpty();
    assertThat(slots.get(1).condition()).contains(new SlotCondition("language", List.of("en", "Swiss German")));
  }

  @ParameterizedTest
  @CsvSource({
    "language, topic=news, expected one that labelstream.slots lists before language",
    "topic, topic=news, 'lists before topic: language'",
    "topic, intent=x, 'lists before topic: language'",
    "topic, language, slot=label",
    "topic, language=, none of them empty",
    "topic, language=a||b, none of them empty",
  })
  void shouldRefuseAConditionThatCannotBeMet(final String slot, final String condition, final String expected) {
    final Map<String, String> settings = new HashMap<>(Map.of(
        "labelstream.slots", "language,topic", "labelstream.slot.language.model", "l.ftz", "labelstream.slot.topic.model", "t.ftz"));
    settings.put("labelstream.slot." + slot + ".when", condition);
    assertRefused(() -> PipelineConfig.of(settings), "labelstream.slot." + slot + ".when", expected);
  }

  @Test
  void shouldReadHowTextsAreTaken() throws StartupException {
    // Given
    final Map<String, String> settings = with("labelstream.input.text.field", "title, doc.body");
    settings.put("labelstream.input.malformed", "dead-letter");
    settings.put("labelstream.input.end.token", "ends-text");
    settings.put("labelstream.max.text.bytes", "7");

    // When
    final PipelineConfig config = PipelineConfig.of(settings);

    // Then
    assertThat(config.inputTextFields()).hasToString("\"title\" or \"doc.body\"");
    assertThat(config.textRules()).isEqualTo(new TextRules(7, MalformedText.DEAD_LETTER, EndToken.ENDS_TEXT));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"text,text|are the same", "doc,doc.text|one lies in the other", "a..b|empty name", "''|no field is named"})
  void shouldRefuseTextFieldsThatCannotBeMeant(final String fields, final String reason) {
    assertRefused(() -> PipelineConfig.of(with("labelstream.input.text.field", fields)), "labelstream.input.text.field", reason);
  }

  @Test
  void shouldRefuseToReadWhatItWrites() {
    assertRefused(() -> PipelineConfig.of(with("labelstream.output.topic", "texts")), "three different topics");
  }

  @Test
  void shouldAskForARegistryOnlyWhenAFormatNeedsIt() throws StartupException {
    assertRefused(() -> PipelineConfig.of(with("labelstream.input.format", "avro")),
        "labelstream.input.format=avro needs a schema registry: set labelstream.schema.registry.url");
    assertThat(PipelineConfig.of(with("labelstream.schema.registry.url", "http://unused")).registry()).isEmpty();
  }

  @Test
  void shouldTakeOneKindOfRegistryCredentials() throws StartupException {
    // Given
    final Map<String, String> settings = with("labelstream.output.format", "avro");
    settings.put("labelstream.schema.registry.url", "http://localhost:8081/apis/ccompat/v7");
    settings.put("labelstream.schema.registry.basic.auth.user.info", "user:canary");

    // When
    final PipelineConfig config = PipelineConfig.of(settings);

    // Then
    assertThat(config.registry()).hasValueSatisfying(registry ->
        assertThat(registry.http().orElseThrow().credentials()).isEqualTo(new RegistryCredentials.Basic("user:canary")));
    settings.put("labelstream.schema.registry.bearer.auth.token", "canary");
    assertRefused(() -> PipelineConfig.of(settings), "leave one of them");
  }

  @Test
  void shouldHideSecretsInEveryForm() throws StartupException {
    // Given
    final Map<String, String> settings = with("labelstream.schema.registry.basic.auth.user.info", "user:canary");
    settings.put("kafka.sasl.jaas.config", "org.example.Module required password=\"canary\";");
    settings.put("kafka.ssl.keystore.password", "canary");
    settings.put("kafka.producer.ssl.key.password", "canary");
    settings.put("kafka.consumer.ssl.keystore.key", "canary");
    settings.put("kafka.my.interceptor.api.token", "canary");
    settings.put("kafka.my.interceptor.api.key", "canary");
    settings.put("kafka.my.interceptor.accessKey", "canary");
    settings.put("kafka.my.interceptor.PASSPHRASE", "canary");
    settings.put("kafka.my.proxy", "http://user:canary@proxy:1");

    // When
    final String shown = PipelineConfig.of(settings).toString();

    // Then
    assertThat(shown).doesNotContain("canary")
        .contains("kafka.sasl.jaas.config=[hidden]")
        .contains("kafka.my.proxy=http://[hidden]@proxy:1")
        .contains("labelstream.schema.registry.bearer.auth.token=\n");
  }

  @Test
  void shouldShowSettingsWhoseNamesOnlySoundSecret() throws StartupException {
    // Given
    final Map<String, String> settings = with("labelstream.input.end.token", "ends-text");
    settings.put("labelstream.slots", "default,token");
    settings.put("labelstream.slot.token.model", "token.ftz");

    // When
    final String shown = PipelineConfig.of(settings).toString();

    // Then
    assertThat(shown).contains("labelstream.input.end.token=ends-text", "labelstream.slot.token.model=token.ftz");
  }

  @Test
  void shouldNotQuoteASecretThatIsInvalid() {
    // Given
    final Map<String, String> settings = with("labelstream.output.format", "avro");
    settings.put("labelstream.schema.registry.url", "http://user:canary@registry");

    // When / Then
    assertThatThrownBy(() -> PipelineConfig.of(settings)).isInstanceOf(StartupException.class).hasMessageNotContaining("canary");
  }

  @Test
  void shouldLeaveTheSessionTimeoutToTheBrokerUnderTheStreamsProtocol() throws StartupException {
    assertThat(PipelineConfig.of(with("kafka.group.protocol", "streams")).streamsProperties())
        .doesNotContainKeys("consumer.session.timeout.ms", "consumer.heartbeat.interval.ms");
    assertThat(PipelineConfig.of(LEAST).streamsProperties()).containsKeys("consumer.session.timeout.ms", "consumer.heartbeat.interval.ms");
  }

  @Test
  void shouldNameTheFileThatCannotBeRead(@TempDir final Path directory) {
    assertRefused(() -> PipelineConfig.load(List.of(directory.resolve("absent.properties")), Map.of(), LEAST),
        directory.resolve("absent.properties").toString(), "cannot be read: it does not exist");
  }

  @Test
  void shouldDocumentEveryKey() {
    // When
    final String table = PipelineConfig.markdownTable();

    // Then
    assertThat(PipelineConfig.knownKeys()).allSatisfy(key -> assertThat(table).contains("| `" + key + "` |"));
    assertThat(table).contains("| `labelstream.slot.<name>.model` |").contains("| `kafka.processing.guarantee` | `exactly_once_v2` |");
    assertThat(table.lines().filter(line -> line.startsWith("|")))
        .allSatisfy(line -> assertThat(line).endsWith("|").doesNotContain("null"));
  }

  private static Map<String, String> with(final String key, final String value) {
    final Map<String, String> settings = new HashMap<>(LEAST);
    settings.put(key, value);
    return settings;
  }

  private static void assertRefused(final ThrowingCallable attempt, final String... parts) {
    assertThatThrownBy(attempt)
        .asInstanceOf(type(StartupException.class))
        .satisfies(refused -> {
          assertThat(refused.failure()).isEqualTo(StartupFailure.CONFIGURATION);
          assertThat(refused.getMessage()).contains(parts).doesNotContain("\n");
        });
  }
}
