package io.labelstream.pipeline.config;

import io.labelstream.display.VisibleText;
import io.labelstream.model.ModelOptions;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.ConfigSources.Source;
import io.labelstream.topology.DeadLetterHandler;
import io.labelstream.topology.EndToken;
import io.labelstream.topology.EventTime;
import io.labelstream.topology.MalformedText;
import io.labelstream.topology.SlotCondition;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.topology.TextRules;
import io.labelstream.topology.Tombstones;
import io.labelstream.topology.Slot;
import io.labelstream.topology.VectorForm;
import io.labelstream.wire.Registration;
import io.labelstream.wire.TextFields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The configuration of a {@link Pipeline}, checked. Immutable.
 *
 * <p>Settings come from properties files, then the environment, then explicit overrides; the later wins. The key {@code
 * labelstream.input.topic} is set by the variable {@code LABELSTREAM_INPUT_TOPIC}, and likewise any other. Keys that start with {@code
 * kafka.} go to Kafka Streams and its clients without that prefix; in the environment this holds for the keys that Kafka itself documents,
 * such as {@code KAFKA_BOOTSTRAP_SERVERS} and {@code KAFKA_CONSUMER_MAX_POLL_RECORDS}, and others are left to whoever they are for.
 *
 * <p>Any other key in a file, and any other variable that starts with {@code LABELSTREAM_}, is an error that names the nearest known one.
 */
public final class PipelineConfig {
  private static final String HIDDEN = "[hidden]";
  private static final Pattern SECRET_KEY = Pattern.compile(
      "password|passwd|passphrase|token|secret|user\\.?info|jaas|credential(?!s\\.source$)|(api|access|private)[.\\-_]?key", Pattern.CASE_INSENSITIVE);
  private static final Pattern USER_INFO_IN_URL = Pattern.compile("://[^/@\\s]*@");
  private static final String DEFAULT = "default";
  private static final String COMMAND_LINE = "command line";
  private static final String OF_A_PROGRAM = "settings";

  /**
   * One setting as it is in force.
   *
   * @param key the full key
   * @param value the value as text, with secrets hidden
   * @param origin where it comes from: a file, the environment and the variable, the command line, the settings of a program, or a default
   */
  public record Setting(String key, String value, String origin) {}

  private final Map<String, Object> values;
  private final Map<String, Source> sources;
  private final List<SlotConfig> slots;
  private final Optional<RegistrySettings> registry;
  private final Optional<RolloutConfig> rollout;

  private PipelineConfig(
      final Map<String, Object> values,
      final Map<String, Source> sources,
      final List<SlotConfig> slots,
      final Optional<RegistrySettings> registry,
      final Optional<RolloutConfig> rollout) {
    this.values = Collections.unmodifiableMap(values);
    this.sources = Collections.unmodifiableMap(sources);
    this.slots = List.copyOf(slots);
    this.registry = registry;
    this.rollout = rollout;
  }

  /**
   * Reads and checks a configuration.
   *
   * @param files properties files in UTF-8, the later over the earlier
   * @param environment such as {@link System#getenv()}
   * @param overrides full keys, over everything else
   * @throws StartupException with {@link StartupFailure#CONFIGURATION}, naming all settings that are wrong
   */
  public static PipelineConfig load(final List<Path> files, final Map<String, String> environment, final Map<String, String> overrides)
      throws StartupException {
    return load(files, environment, overrides, COMMAND_LINE, ConfigSources.SlotModels.NEEDED);
  }

  /**
   * The same for whoever only asks for topics and the like: slots need no models.
   *
   * @throws StartupException with {@link StartupFailure#CONFIGURATION}, naming all other settings that are wrong
   */
  public static PipelineConfig loadWithoutModels(final List<Path> files, final Map<String, String> environment, final Map<String, String> overrides)
      throws StartupException {
    return load(files, environment, overrides, COMMAND_LINE, ConfigSources.SlotModels.NOT_NEEDED);
  }

  private static PipelineConfig load(
      final List<Path> files, final Map<String, String> environment, final Map<String, String> overrides, final String origin,
      final ConfigSources.SlotModels models) throws StartupException {
    final Map<String, Source> sources = ConfigSources.read(files, environment, overrides, origin);
    final List<String> names = ConfigSources.slots(sources);
    final Map<String, Object> values = ConfigSources.parse(sources, names, models);
    final List<SlotConfig> slots = names.stream().map(name -> slot(name, values)).toList();
    ConfigRules.checkConditions(slots);
    final PipelineConfig config =
        new PipelineConfig(values, sources, slots, registry(values, sources), RolloutConfig.of(values, modelOptions(values)));
    ConfigRules.checkTopicsDiffer(config);
    return config;
  }

  /**
   * A configuration from these settings alone.
   *
   * @throws StartupException with {@link StartupFailure#CONFIGURATION}, naming all settings that are wrong
   */
  public static PipelineConfig of(final Map<String, String> settings) throws StartupException {
    return load(List.of(), Map.of(), settings, OF_A_PROGRAM, ConfigSources.SlotModels.NEEDED);
  }

  /** The pipeline's name, which is its consumer group's too. */
  public String applicationId() {
    return text(ConfigKeys.APPLICATION_ID_CONFIG);
  }

  /** The brokers to start from, as {@code host:port} with commas. */
  public String bootstrapServers() {
    return streamsProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG).toString();
  }

  /** The topic with the texts. */
  public String inputTopic() {
    return text(ConfigKeys.INPUT_TOPIC_CONFIG);
  }

  /** How the text lies in an input value. */
  public InputFormat inputFormat() {
    return ConfigKeys.parse(InputFormat.class, text(ConfigKeys.INPUT_FORMAT_CONFIG));
  }

  /** The fields with the text, for formats with fields. */
  public TextFields inputTextFields() {
    return TextFields.of(ConfigSources.names(values.get(ConfigKeys.INPUT_TEXT_FIELD_CONFIG)));
  }

  /** The fate of a record without a value. */
  public Tombstones tombstones() {
    return ConfigKeys.parse(Tombstones.class, text(ConfigKeys.INPUT_TOMBSTONES_CONFIG));
  }

  /** The topic for the labels. */
  public String outputTopic() {
    return text(ConfigKeys.OUTPUT_TOPIC_CONFIG);
  }

  /** How labels are written. */
  public OutputFormat outputFormat() {
    return ConfigKeys.parse(OutputFormat.class, text(ConfigKeys.OUTPUT_FORMAT_CONFIG));
  }

  /** The topic for dead letters. */
  public String deadLetterTopic() {
    final String named = text(ConfigKeys.DEAD_LETTER_TOPIC_CONFIG);
    return named.isEmpty() ? inputTopic() + ".dead" : named;
  }

  /** Tells if missing output and dead-letter topics are created. */
  public TopicCreation topicCreation() {
    return switch (ConfigKeys.parseSwitch(text(ConfigKeys.TOPICS_CREATE_CONFIG))) {
      case ON -> TopicCreation.CREATE_MISSING;
      case OFF -> TopicCreation.NEVER;
    };
  }

  /** Partitions of topics that are created; empty: as many as the input topic has. */
  public OptionalInt newTopicPartitions() {
    final int partitions = (Integer) values.get(ConfigKeys.TOPICS_PARTITIONS_CONFIG);
    return partitions == 0 ? OptionalInt.empty() : OptionalInt.of(partitions);
  }

  /** Replicas of topics that are created; -1: the broker's default. */
  public short newTopicReplication() {
    return (Short) values.get(ConfigKeys.TOPICS_REPLICATION_CONFIG);
  }

  /** The slots, at least one, in the order in which they run and are written. */
  public List<SlotConfig> slots() {
    return slots;
  }

  /** Which texts are labelled, and how they are taken. */
  public TextRules textRules() {
    return new TextRules(
        (Integer) values.get(ConfigKeys.MAX_TEXT_BYTES_CONFIG),
        ConfigKeys.parse(MalformedText.class, text(ConfigKeys.INPUT_MALFORMED_CONFIG)),
        ConfigKeys.parse(EndToken.class, text(ConfigKeys.INPUT_END_TOKEN_CONFIG)));
  }

  /** How models are opened. */
  public ModelOptions modelOptions() {
    return modelOptions(values);
  }

  /** How models are rolled out; present if there is a control topic. */
  public Optional<RolloutConfig> rollout() {
    return rollout;
  }

  /** The port for health and metrics over HTTP, 0 for any free one; empty: none. */
  public OptionalInt httpPort() {
    final int port = (Integer) values.get(ConfigKeys.HTTP_PORT_CONFIG);
    return port == ConfigKeys.HTTP_OFF ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** The address for health and metrics over HTTP. */
  public String httpHost() {
    return text(ConfigKeys.HTTP_HOST_CONFIG);
  }

  /** The schema registry; present if a format needs one. */
  public Optional<RegistrySettings> registry() {
    return registry;
  }

  /** Tells if the output's schema is registered or only looked up. */
  public Registration registration() {
    return switch (ConfigKeys.parseSwitch(text(RegistryKeys.AUTO_REGISTER_CONFIG))) {
      case ON -> Registration.AUTOMATIC;
      case OFF -> Registration.LOOKUP_ONLY;
    };
  }

  /** How long {@link Pipeline#open} may take. */
  public Duration startTimeout() {
    return Duration.ofMillis((Long) values.get(ConfigKeys.START_TIMEOUT_MS_CONFIG));
  }

  /** How long {@link Pipeline#close} may take. */
  public Duration shutdownTimeout() {
    return Duration.ofMillis((Long) values.get(ConfigKeys.SHUTDOWN_TIMEOUT_MS_CONFIG));
  }

  /** The configuration of Kafka Streams: defaults, the keys given with the prefix {@code kafka.}, and the settings that the pipeline needs. */
  public Map<String, Object> streamsProperties() {
    final Map<String, Object> properties = new HashMap<>();
    final Map<String, String> given = givenKafkaSettings();
    tunedDefaults(given).forEach(tuned -> properties.put(tuned.key(), tuned.value()));
    properties.putAll(given);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId());
    properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, deadLetterTopic());
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    // There is no global thread; left unset, Kafka warns at each start that its handler is off, twice with the consumer's settings.
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    properties.put(StreamsConfig.mainConsumerPrefix(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG), true);
    properties.putIfAbsent(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTime.class);
    return properties;
  }

  /** All settings in force: ours in the order of the documentation, then Kafka's and those of a registry's class by name. Secrets are hidden. */
  public List<Setting> settings() {
    final List<Setting> settings = new ArrayList<>();
    for (final Map.Entry<String, Object> value : values.entrySet()) {
      final String key = value.getKey();
      final Source source = sources.get(key);
      final ConfigSources.Secrecy secrecy = value.getValue() instanceof Password ? ConfigSources.Secrecy.SECRET : ConfigSources.Secrecy.OPEN;
      settings.add(source == null
          ? new Setting(key, shown(secrecy, shownDefault(key, value.getValue())), DEFAULT)
          : new Setting(key, shown(secrecy, source.value()), source.origin()));
    }
    final Map<String, Setting> others = new TreeMap<>();
    tunedDefaults(givenKafkaSettings()).forEach(tuned -> {
      final String key = ConfigKeys.KAFKA_PREFIX + tuned.key();
      others.put(key, new Setting(key, tuned.value(), DEFAULT));
    });
    sources.forEach((key, source) -> {
      if (key.startsWith(ConfigKeys.KAFKA_PREFIX) || key.startsWith(RegistryKeys.CLIENT_PREFIX)) {
        others.put(key, new Setting(key, shown(secrecyOfOthers(key), source.value()), source.origin()));
      }
    });
    settings.addAll(others.values());
    return List.copyOf(settings);
  }

  /** {@link #settings()} as a properties file, each with a comment that tells its origin. Secrets are hidden. */
  public String describe() {
    return settings().stream()
        .map(setting -> "# " + setting.origin() + "\n" + VisibleText.of(setting.key() + "=" + setting.value()) + "\n")
        .collect(Collectors.joining());
  }

  /** {@link #describe()}. */
  @Override
  public String toString() {
    return describe();
  }

  /** The key table of the documentation, in Markdown. */
  public static String markdownTable() {
    return ConfigTable.markdown();
  }

  /** All keys of ours that do not depend on a slot's name. */
  public static Set<String> knownKeys() {
    return Set.copyOf(ConfigKeys.common().names());
  }

  private String text(final String key) {
    return values.get(key).toString();
  }

  private Map<String, String> givenKafkaSettings() {
    final Map<String, String> given = new HashMap<>();
    sources.forEach((key, source) -> {
      if (key.startsWith(ConfigKeys.KAFKA_PREFIX)) {
        given.put(key.substring(ConfigKeys.KAFKA_PREFIX.length()), source.value());
      }
    });
    return given;
  }

  private static List<TunedDefault> tunedDefaults(final Map<String, String> given) {
    final String protocol = given.getOrDefault(StreamsConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name);
    final boolean classic = protocol.equalsIgnoreCase(GroupProtocol.CLASSIC.name);
    return TunedDefault.ALL.stream()
        .filter(tuned -> !given.containsKey(tuned.key()) && !given.containsKey(tuned.unprefixedKey()))
        .filter(tuned -> classic || tuned.protocols() == TunedDefault.Protocols.ALL)
        .toList();
  }

  private String shownDefault(final String key, final Object value) {
    if (key.equals(ConfigKeys.DEAD_LETTER_TOPIC_CONFIG)) {
      return deadLetterTopic();
    }
    if (key.equals(RolloutKeys.SHADOW_TOPIC_CONFIG)) {
      return RolloutConfig.shadowTopic(values);
    }
    if (value instanceof Password secret) {
      return secret.value();
    }
    return value instanceof List<?> list ? String.join(",", ConfigSources.names(list)) : value.toString();
  }

  /** Keys that we do not define, as of interceptors and of a registry's class, are judged by their names, too. */
  private static ConfigSources.Secrecy secrecyOfOthers(final String key) {
    return SECRET_KEY.matcher(key).find() ? ConfigSources.Secrecy.SECRET : ConfigSources.kafkaSecrecy(key);
  }

  private static String shown(final ConfigSources.Secrecy secrecy, final String value) {
    return switch (secrecy) {
      case SECRET -> value.isEmpty() ? "" : HIDDEN;
      case OPEN -> USER_INFO_IN_URL.matcher(value).replaceAll("://" + HIDDEN + "@");
    };
  }

  private static SlotConfig slot(final String name, final Map<String, Object> values) {
    return new SlotConfig(
        name,
        unlessEmpty(values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_MODEL))).map(Path::of),
        (Integer) values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_TOP)),
        ((Double) values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_THRESHOLD))).floatValue(),
        ConfigKeys.parse(VectorForm.class, values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_VECTOR)).toString()),
        vectorDimensions((Integer) values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_VECTOR_DIMENSIONS))),
        unlessEmpty(values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_MODEL_NAME))),
        unlessEmpty(values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_MODEL_VERSION))),
        unlessEmpty(values.get(ConfigKeys.slotKey(name, ConfigKeys.SLOT_WHEN))).map(SlotCondition::parse));
  }

  private static int vectorDimensions(final int given) {
    return given == 0 ? Slot.ALL_DIMENSIONS : given;
  }

  private static ModelOptions modelOptions(final Map<String, Object> values) {
    return new ModelOptions((Long) values.get(ConfigKeys.MODEL_DERIVED_BYTES_CONFIG));
  }

  private static Optional<String> unlessEmpty(final Object text) {
    return Optional.of(text.toString()).filter(value -> !value.isEmpty());
  }

  private static Optional<RegistrySettings> registry(final Map<String, Object> values, final Map<String, Source> sources) throws StartupException {
    final List<String> needed = new ArrayList<>();
    for (final String key : List.of(ConfigKeys.INPUT_FORMAT_CONFIG, ConfigKeys.OUTPUT_FORMAT_CONFIG)) {
      if (values.get(key).equals(ConfigKeys.word(InputFormat.AVRO))) {
        needed.add(key + "=" + values.get(key));
      }
    }
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    if (values.get(RegistryKeys.URL_CONFIG).toString().isBlank() && values.get(RegistryKeys.CLASS_CONFIG).toString().isBlank()) {
      throw new StartupException(StartupFailure.CONFIGURATION,
          String.join(" and ", needed) + " needs a schema registry: set " + RegistryKeys.URL_CONFIG);
    }
    final Map<String, String> client = new HashMap<>();
    sources.forEach((key, source) -> {
      if (key.startsWith(RegistryKeys.CLIENT_PREFIX)) {
        client.put(key.substring(RegistryKeys.CLIENT_PREFIX.length()), source.value());
      }
    });
    final Optional<String> jaas = Optional.ofNullable(sources.get(ConfigKeys.KAFKA_PREFIX + SaslConfigs.SASL_JAAS_CONFIG)).map(Source::value);
    return Optional.of(RegistrySettings.of(values, client, jaas));
  }
}
