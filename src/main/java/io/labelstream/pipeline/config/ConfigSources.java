package io.labelstream.pipeline.config;

import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Puts the settings of all sources together, as text with their origin, and checks them. */
final class ConfigSources {
  private static final String SLOTS_ENVIRONMENT = environmentName(ConfigKeys.SLOTS_CONFIG);
  private static final String OUR_ENVIRONMENT = environmentName(ConfigKeys.PREFIX);
  private static final String KAFKA_ENVIRONMENT = environmentName(ConfigKeys.KAFKA_PREFIX);

  /** Variables for the launcher, and those that Kubernetes sets in every container for a service that is called {@code labelstream…}. */
  private static final Pattern FOREIGN_ENVIRONMENT =
      Pattern.compile("LABELSTREAM_(JAVA_HOME|JAVA_OPTS|HOME|DEBUG)|.*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT(_\\d+_(TCP|UDP|SCTP).*)?");

  /** Kafka's own keys, which also exist with the name of one client in front. */
  private static final List<String> CLIENT_PREFIXES = List.of(
      "", "consumer.", "main.consumer.", "restore.consumer.", "global.consumer.", "producer.", "admin.");
  private static final Map<String, ConfigKey> KAFKA_KEYS = kafkaKeys();
  private static final Map<String, String> KAFKA_KEYS_BY_ENVIRONMENT = kafkaKeysByEnvironment();

  /** Kafka's keys that have one of ours in their place, or that the pipeline's promises rest on. */
  private static final Map<String, String> RESERVED = Map.of(
      StreamsConfig.APPLICATION_ID_CONFIG, "set " + ConfigKeys.APPLICATION_ID_CONFIG,
      StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "set " + ConfigKeys.DEAD_LETTER_TOPIC_CONFIG,
      StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, "the pipeline has its own; use ClassifyProcessor in a topology of yours");

  /** A setting as text, and where it comes from. */
  record Source(String value, String origin) {}

  private ConfigSources() {}

  /**
   * All settings by full key, later sources over earlier ones: files in order, environment, overrides.
   *
   * @param origin where the overrides come from
   */
  static Map<String, Source> read(
      final List<Path> files, final Map<String, String> environment, final Map<String, String> overrides, final String origin) throws StartupException {
    final Map<String, Source> settings = new TreeMap<>();
    for (final Path file : files) {
      RegistryKeys.inOurNames(load(file), file.toString()).forEach((key, value) -> settings.put(key, new Source(value, file.toString())));
    }
    // Which keys there are depends on the slots, which any source can name.
    if (environment.containsKey(SLOTS_ENVIRONMENT)) {
      settings.put(ConfigKeys.SLOTS_CONFIG, new Source(environment.get(SLOTS_ENVIRONMENT), "environment " + SLOTS_ENVIRONMENT));
    }
    if (overrides.containsKey(ConfigKeys.SLOTS_CONFIG)) {
      settings.put(ConfigKeys.SLOTS_CONFIG, new Source(overrides.get(ConfigKeys.SLOTS_CONFIG), origin));
    }
    final List<String> slots = slots(settings);
    final Map<String, String> oursByEnvironment = new HashMap<>();
    for (final String key : ConfigKeys.all(slots).names()) {
      oursByEnvironment.put(environmentName(key), key);
    }
    for (final Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      final String name = variable.getKey();
      final Source source = new Source(variable.getValue(), "environment " + name);
      if (oursByEnvironment.containsKey(name)) {
        settings.put(oursByEnvironment.get(name), source);
      } else if (KAFKA_KEYS_BY_ENVIRONMENT.containsKey(name)) {
        settings.put(KAFKA_KEYS_BY_ENVIRONMENT.get(name), source);
      } else if (name.startsWith(OUR_ENVIRONMENT) && !FOREIGN_ENVIRONMENT.matcher(name).matches()) {
        throw new StartupException(StartupFailure.CONFIGURATION,
            "unknown environment variable " + name + ": did you mean " + Nearest.to(name, oursByEnvironment.keySet()) + "?");
      }
    }
    RegistryKeys.inOurNames(overrides, origin).forEach((key, value) -> settings.put(key, new Source(value, origin)));
    checkKnown(settings, slots);
    return settings;
  }

  /** Tells if each slot must have a model. */
  enum SlotModels {
    NEEDED,
    NOT_NEEDED
  }

  /** The values of our own keys, with their types. */
  static Map<String, Object> parse(final Map<String, Source> settings, final List<String> slots, final SlotModels models) throws StartupException {
    final Map<String, Object> parsed = new LinkedHashMap<>();
    final List<String> errors = new ArrayList<>();
    for (final ConfigKey key : ConfigKeys.all(slots).configKeys().values()) {
      final Source source = settings.get(key.name);
      if (source != null) {
        check(key, key.name, source, errors, parsed);
      } else {
        parsed.put(key.name, key.defaultValue);
      }
    }
    if (models == SlotModels.NEEDED) {
      addMissingModels(parsed, slots, errors);
    }
    for (final Map.Entry<String, Source> setting : settings.entrySet()) {
      final ConfigKey key = KAFKA_KEYS.get(setting.getKey());
      if (key != null) {
        check(key, setting.getKey(), setting.getValue(), errors, new HashMap<>());
      }
    }
    if (!errors.isEmpty()) {
      throw new StartupException(StartupFailure.CONFIGURATION, String.join("; ", errors));
    }
    return parsed;
  }

  /** Without a control topic, nothing else could name a slot's model. */
  private static void addMissingModels(final Map<String, Object> parsed, final List<String> slots, final List<String> errors) {
    if (!parsed.getOrDefault(RolloutKeys.CONTROL_TOPIC_CONFIG, "").toString().isEmpty()) {
      return;
    }
    for (final String slot : slots) {
      final String key = ConfigKeys.slotKey(slot, ConfigKeys.SLOT_MODEL);
      if (parsed.getOrDefault(key, "").toString().isBlank()) {
        errors.add(key + " is not set: put it into the configuration file, or set " + environmentName(key)
            + ", or let models be announced on " + RolloutKeys.CONTROL_TOPIC_CONFIG);
      }
    }
  }

  /** The name of the environment variable that sets a key. */
  static String environmentName(final String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Tells if Kafka itself treats a key's value as a secret; {@code key} has our prefix. */
  static Secrecy kafkaSecrecy(final String key) {
    final ConfigKey known = KAFKA_KEYS.get(key);
    return known != null && known.type == Type.PASSWORD ? Secrecy.SECRET : Secrecy.OPEN;
  }

  /** Tells if a value may be shown. */
  enum Secrecy {
    OPEN,
    SECRET
  }

  private static void check(
      final ConfigKey key, final String name, final Source source, final List<String> errors, final Map<String, Object> parsed) {
    try {
      final Object value = ConfigDef.parseType(name, source.value(), key.type);
      if (key.validator != null) {
        key.validator.ensureValid(name, value);
      }
      parsed.put(name, value);
    } catch (final ConfigException invalid) {
      errors.add(invalid.getMessage() + " (" + source.origin() + ")");
    }
  }

  private static Map<String, String> load(final Path file) throws StartupException {
    final Map<String, String> settings;
    try {
      settings = PropertiesFile.read(file);
    } catch (final IOException e) {
      throw new StartupException(StartupFailure.CONFIGURATION, "the configuration file " + file.toAbsolutePath() + " cannot be read: " + e.getMessage(), e);
    }
    settings.replaceAll((_, value) -> value.strip());
    return settings;
  }

  /** The names of the slots that these settings define. */
  static List<String> slots(final Map<String, Source> settings) throws StartupException {
    final Source source = settings.getOrDefault(ConfigKeys.SLOTS_CONFIG, new Source(ConfigKeys.DEFAULT_SLOT, "default"));
    final List<String> errors = new ArrayList<>();
    final Map<String, Object> parsed = new HashMap<>();
    check(ConfigKeys.common().configKeys().get(ConfigKeys.SLOTS_CONFIG), ConfigKeys.SLOTS_CONFIG, source, errors, parsed);
    if (!errors.isEmpty()) {
      throw new StartupException(StartupFailure.CONFIGURATION, errors.getFirst());
    }
    return names(parsed.get(ConfigKeys.SLOTS_CONFIG));
  }

  /** A parsed list as text. */
  static List<String> names(final Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }

  private static void checkKnown(final Map<String, Source> settings, final List<String> slots) throws StartupException {
    final Set<String> known = new TreeSet<>(ConfigKeys.all(slots).names());
    for (final Map.Entry<String, Source> setting : settings.entrySet()) {
      final String key = setting.getKey();
      final String where = " (" + setting.getValue().origin() + ")";
      if (key.startsWith(ConfigKeys.KAFKA_PREFIX)) {
        final String reserved = RESERVED.get(key.substring(ConfigKeys.KAFKA_PREFIX.length()));
        if (reserved != null) {
          throw new StartupException(StartupFailure.CONFIGURATION, key + " cannot be set: " + reserved + where);
        }
      } else if (!known.contains(key) && !key.startsWith(RegistryKeys.CLIENT_PREFIX)) {
        throw new StartupException(StartupFailure.CONFIGURATION, unknown(key, known, slots) + where);
      }
    }
  }

  private static String unknown(final String key, final Set<String> known, final List<String> slots) {
    if (key.startsWith(ConfigKeys.SLOT_PREFIX)) {
      final String rest = key.substring(ConfigKeys.SLOT_PREFIX.length());
      final int dot = rest.indexOf('.');
      if (dot > 0 && !slots.contains(rest.substring(0, dot)) && ConfigKeys.slot().names().contains(rest.substring(dot + 1))) {
        return "unknown key " + key + ": '" + rest.substring(0, dot) + "' is not among the slots of " + ConfigKeys.SLOTS_CONFIG
            + ", which are " + String.join(", ", slots);
      }
    }
    final Set<String> candidates = new TreeSet<>(known);
    candidates.addAll(KAFKA_KEYS.keySet());
    return "unknown key " + key + ": did you mean " + (KAFKA_KEYS.containsKey(ConfigKeys.KAFKA_PREFIX + key)
        ? ConfigKeys.KAFKA_PREFIX + key
        : Nearest.to(key, key.startsWith(ConfigKeys.PREFIX) ? known : candidates)) + "?";
  }

  private static Map<String, ConfigKey> kafkaKeys() {
    final Map<String, ConfigKey> keys = new HashMap<>();
    for (final ConfigDef clients : List.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())) {
      for (final ConfigKey key : clients.configKeys().values()) {
        for (final String prefix : CLIENT_PREFIXES) {
          keys.put(ConfigKeys.KAFKA_PREFIX + prefix + key.name, key);
        }
      }
    }
    for (final ConfigKey key : StreamsConfig.configDef().configKeys().values()) {
      keys.put(ConfigKeys.KAFKA_PREFIX + key.name, key);
    }
    return Map.copyOf(keys);
  }

  private static Map<String, String> kafkaKeysByEnvironment() {
    final Map<String, String> keys = new HashMap<>();
    for (final String key : KAFKA_KEYS.keySet()) {
      final String name = environmentName(key);
      if (name.startsWith(KAFKA_ENVIRONMENT)) {
        keys.put(name, key);
      }
    }
    return Map.copyOf(keys);
  }
}
