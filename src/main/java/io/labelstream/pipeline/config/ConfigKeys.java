package io.labelstream.pipeline.config;

import io.labelstream.model.ModelOptions;
import io.labelstream.topology.EndToken;
import io.labelstream.topology.MalformedText;
import io.labelstream.topology.SlotCondition;
import io.labelstream.topology.Tombstones;
import io.labelstream.topology.VectorForm;
import io.labelstream.wire.TextFields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/**
 * The keys of a pipeline's configuration: names, meanings, defaults and valid values. {@code X_DOC} documents the key in {@code X_CONFIG}
 * or {@code X}.
 */
public final class ConfigKeys {
  /** The prefix of all our keys. */
  public static final String PREFIX = "labelstream.";

  /** The prefix of keys that go to Kafka Streams and its clients; they get the rest of the key. */
  public static final String KAFKA_PREFIX = "kafka.";

  public static final String APPLICATION_ID_CONFIG = "labelstream.application.id";
  public static final String APPLICATION_ID_DOC =
      "Name of the pipeline: consumer group, transactional ids and client ids derive from it. Instances with the same name share the work.";

  public static final String INPUT_TOPIC_CONFIG = "labelstream.input.topic";
  public static final String INPUT_TOPIC_DOC = "Topic with the texts. It must exist.";

  public static final String INPUT_FORMAT_CONFIG = "labelstream.input.format";
  public static final String INPUT_FORMAT_DOC =
      "How the text lies in the value: the UTF-8 text itself, a string field of a JSON object, or of an Avro record.";

  public static final String INPUT_TEXT_FIELD_CONFIG = "labelstream.input.text.field";
  public static final String INPUT_TEXT_FIELD_DOC =
      "Field with the text, for JSON and Avro. `doc.text`, or as a JSON pointer `/doc/text`: the field `text` in the object or record in the field `doc`; "
          + "`/doc.text`: a field whose name has a dot. Several, with commas between, are joined with a line feed, in this order; those that a record lacks "
          + "are left out, and one must be there.";

  public static final String INPUT_MALFORMED_CONFIG = "labelstream.input.malformed";
  public static final String INPUT_MALFORMED_DOC =
      "A text that is not well-formed UTF-8, plain or in Avro, is classified by its bytes as they are, or becomes a dead letter. "
          + "JSON has to be UTF-8 in any case.";

  public static final String INPUT_END_TOKEN_CONFIG = "labelstream.input.end.token";
  public static final String INPUT_END_TOKEN_DOC =
      "The reading of `</s>`, fastText's mark of the end of a line, within a text: a word like any other, or, as in fastText's own tools, the end of the "
          + "text, behind which a sender can hide the rest.";

  public static final String INPUT_TOMBSTONES_CONFIG = "labelstream.input.tombstones";
  public static final String INPUT_TOMBSTONES_DOC =
      "The outcome of a record without a value: a dead letter, or a record without a value on the output topic, which deletes the key "
          + "there if the topic is compacted.";

  public static final String OUTPUT_TOPIC_CONFIG = "labelstream.output.topic";
  public static final String OUTPUT_TOPIC_DOC = "Topic for the labels.";

  public static final String OUTPUT_FORMAT_CONFIG = "labelstream.output.format";
  public static final String OUTPUT_FORMAT_DOC = "How labels are written.";

  public static final String DEAD_LETTER_TOPIC_CONFIG = "labelstream.dead.letter.topic";
  public static final String DEAD_LETTER_TOPIC_DOC =
      "Topic for records that cannot be classified, with their original bytes. Empty: the input topic's name with `.dead`.";

  public static final String TOPICS_CREATE_CONFIG = "labelstream.topics.create";
  public static final String TOPICS_CREATE_DOC =
      "Create the output and the dead-letter topic, and those of rollouts, at start where they are missing. The input topic is never created.";

  public static final String TOPICS_PARTITIONS_CONFIG = "labelstream.topics.partitions";
  public static final String TOPICS_PARTITIONS_DOC = "Partitions of topics that are created. 0: as many as the input topic has.";

  public static final String TOPICS_REPLICATION_CONFIG = "labelstream.topics.replication";
  public static final String TOPICS_REPLICATION_DOC = "Replicas of topics that are created. -1: the broker's default.";

  public static final String SLOTS_CONFIG = "labelstream.slots";
  public static final String SLOTS_DOC =
      "The classification tasks, one model each. All of them run on each record, and the output has them in this order. "
          + "A name is lower-case letters, digits and hyphens.";

  public static final String MAX_TEXT_BYTES_CONFIG = "labelstream.max.text.bytes";
  public static final String MAX_TEXT_BYTES_DOC = "The longest text that is classified, in bytes of UTF-8; longer ones are dead letters.";

  public static final String MODEL_DERIVED_BYTES_CONFIG = "labelstream.model.derived.bytes";
  public static final String MODEL_DERIVED_BYTES_DOC =
      "Memory per model for tables that only make it faster, in bytes. 0: none; the model then works on its form in the file.";

  public static final String START_TIMEOUT_MS_CONFIG = "labelstream.start.timeout.ms";
  public static final String START_TIMEOUT_MS_DOC =
      "How long the checks before the start may take in all, in milliseconds; a check that has no answer by then has failed.";

  public static final String SHUTDOWN_TIMEOUT_MS_CONFIG = "labelstream.shutdown.timeout.ms";
  public static final String SHUTDOWN_TIMEOUT_MS_DOC =
      "How long a stop may take to commit and leave the group, in milliseconds. Give the process manager a little more.";

  public static final String HTTP_PORT_CONFIG = "labelstream.http.port";
  public static final String HTTP_PORT_DOC = "Port for health and metrics over HTTP. -1: none. 0: any free one.";

  public static final String HTTP_HOST_CONFIG = "labelstream.http.host";
  public static final String HTTP_HOST_DOC = "Address on which to serve health and metrics. `0.0.0.0`: all of this machine.";

  /** The prefix of a slot's keys; the slot's name follows. */
  public static final String SLOT_PREFIX = "labelstream.slot.";

  public static final String SLOT_MODEL = "model";
  public static final String SLOT_MODEL_DOC = 
      "Path of the slot's model file. With a control topic this model labels until an announced version is effective, and may be left out.";
  public static final String SLOT_TOP = "top";
  public static final String SLOT_TOP_DOC = "How many labels to write at most, the best first.";
  public static final String SLOT_THRESHOLD = "threshold";
  public static final String SLOT_THRESHOLD_DOC = "The least score of a label that is written. 0: all.";
  public static final String SLOT_VECTOR = "vector";
  public static final String SLOT_VECTOR_DOC =
      "The form in which the text's vector stands beside its labels, for a vector database. `none`, `float32`, `int8`: signed bytes and their "
          + "factor, or `bits`: the signs of the rotated vector. "
          + "All models of the slot have to give vectors, as sentence encoders do.";
  public static final String SLOT_VECTOR_DIMENSIONS = "vector.dimensions";
  public static final String SLOT_VECTOR_DIMENSIONS_DOC =
      "How many dimensions of the vector are written at most, the first ones. 0: all. The vectors of encoders that were distilled by a projection lose little.";
  public static final String SLOT_MODEL_NAME = "model.name";
  public static final String SLOT_MODEL_NAME_DOC = "The model's name in the output. Empty: the file's name without its ending.";
  public static final String SLOT_MODEL_VERSION = "model.version";
  public static final String SLOT_MODEL_VERSION_DOC =
      "The model's version in the output. Empty: the first 12 digits of the SHA-256 of its file.";

  public static final String SLOT_WHEN = "when";
  public static final String SLOT_WHEN_DOC =
      "Fill the slot only when the best label of a slot listed before it is one of these: `slot=label` or `slot=label|label`. "
          + "Empty: always.";

  /** The slot of a configuration that names none. */
  static final String DEFAULT_SLOT = "default";

  private static final Pattern SLOT_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
  private static final Pattern MODEL_NAME = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._+-]{0,127})?");
  private static final int MOST_LABELS = 10_000;
  private static final int LONGEST_TEXT = 1 << 30;
  /** The port that means that there is no HTTP server. */
  static final int HTTP_OFF = -1;
  static final int MOST_PORTS = 65_535;
  static final String SWITCH_ON = "on";
  private static final String SWITCH_OFF = "off";

  private ConfigKeys() {}

  /** The keys that every configuration has, in the order in which to show them. */
  static ConfigDef common() {
    final ConfigDef keys = new ConfigDef()
        .define(APPLICATION_ID_CONFIG, Type.STRING, "labelstream", topic(), Importance.HIGH, APPLICATION_ID_DOC)
        .define(INPUT_TOPIC_CONFIG, Type.STRING, "texts", topic(), Importance.HIGH, INPUT_TOPIC_DOC)
        .define(INPUT_FORMAT_CONFIG, Type.STRING, word(InputFormat.TEXT), oneOf(InputFormat.values()), Importance.HIGH, INPUT_FORMAT_DOC)
        .define(INPUT_TEXT_FIELD_CONFIG, Type.LIST, "text", textFields(), Importance.MEDIUM, INPUT_TEXT_FIELD_DOC)
        .define(INPUT_MALFORMED_CONFIG, Type.STRING, word(MalformedText.CLASSIFY), oneOf(MalformedText.values()), Importance.LOW,
            INPUT_MALFORMED_DOC)
        .define(INPUT_END_TOKEN_CONFIG, Type.STRING, word(EndToken.WORD), oneOf(EndToken.values()), Importance.LOW, INPUT_END_TOKEN_DOC)
        .define(INPUT_TOMBSTONES_CONFIG, Type.STRING, word(Tombstones.DEAD_LETTER), oneOf(Tombstones.values()), Importance.LOW,
            INPUT_TOMBSTONES_DOC)
        .define(OUTPUT_TOPIC_CONFIG, Type.STRING, "labels", topic(), Importance.HIGH, OUTPUT_TOPIC_DOC)
        .define(OUTPUT_FORMAT_CONFIG, Type.STRING, word(OutputFormat.JSON), oneOf(OutputFormat.values()), Importance.HIGH,
            OUTPUT_FORMAT_DOC)
        .define(DEAD_LETTER_TOPIC_CONFIG, Type.STRING, "", topicOrEmpty(), Importance.MEDIUM, DEAD_LETTER_TOPIC_DOC)
        .define(TOPICS_CREATE_CONFIG, Type.STRING, SWITCH_OFF, onOrOff(), Importance.MEDIUM, TOPICS_CREATE_DOC)
        .define(TOPICS_PARTITIONS_CONFIG, Type.INT, 0, Range.between(0, 10_000), Importance.LOW, TOPICS_PARTITIONS_DOC)
        .define(TOPICS_REPLICATION_CONFIG, Type.SHORT, (short) -1, replicas(), Importance.LOW, TOPICS_REPLICATION_DOC)
        .define(SLOTS_CONFIG, Type.LIST, DEFAULT_SLOT, slotNames(), Importance.HIGH, SLOTS_DOC)
        .define(MAX_TEXT_BYTES_CONFIG, Type.INT, 1 << 20, Range.between(1, LONGEST_TEXT), Importance.MEDIUM, MAX_TEXT_BYTES_DOC)
        .define(MODEL_DERIVED_BYTES_CONFIG, Type.LONG, ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES, Range.atLeast(0), Importance.MEDIUM,
            MODEL_DERIVED_BYTES_DOC);
    RegistryKeys.define(keys);
    keys.define(START_TIMEOUT_MS_CONFIG, Type.LONG, 25_000L, Range.between(1_000, 600_000), Importance.LOW, START_TIMEOUT_MS_DOC)
        .define(SHUTDOWN_TIMEOUT_MS_CONFIG, Type.LONG, 15_000L, Range.between(100, 600_000), Importance.LOW, SHUTDOWN_TIMEOUT_MS_DOC)
        .define(HTTP_PORT_CONFIG, Type.INT, HTTP_OFF, Range.between(HTTP_OFF, MOST_PORTS), Importance.MEDIUM, HTTP_PORT_DOC)
        .define(HTTP_HOST_CONFIG, Type.STRING, "127.0.0.1", notEmpty(), Importance.MEDIUM, HTTP_HOST_DOC);
    RolloutKeys.define(keys);
    return keys;
  }

  /** The keys of one slot, without the prefix that names it. */
  static ConfigDef slot() {
    final ConfigDef keys = new ConfigDef();
    defineSlot("", keys);
    return keys;
  }

  /** All keys of a configuration with these slots. */
  static ConfigDef all(final List<String> slots) {
    final ConfigDef all = common();
    slots.forEach(slot -> defineSlot(slotPrefix(slot), all));
    return all;
  }

  private static void defineSlot(final String prefix, final ConfigDef keys) {
    keys.define(prefix + SLOT_MODEL, Type.STRING, "", Importance.HIGH, SLOT_MODEL_DOC)
        .define(prefix + SLOT_TOP, Type.INT, 1, Range.between(1, MOST_LABELS), Importance.MEDIUM, SLOT_TOP_DOC)
        .define(prefix + SLOT_THRESHOLD, Type.DOUBLE, 0.0, score(), Importance.MEDIUM, SLOT_THRESHOLD_DOC)
        .define(prefix + SLOT_VECTOR, Type.STRING, word(VectorForm.NONE), oneOf(VectorForm.values()), Importance.MEDIUM, SLOT_VECTOR_DOC)
        .define(prefix + SLOT_VECTOR_DIMENSIONS, Type.INT, 0, Range.atLeast(0), Importance.LOW, SLOT_VECTOR_DIMENSIONS_DOC)
        .define(prefix + SLOT_MODEL_NAME, Type.STRING, "", modelName(), Importance.LOW, SLOT_MODEL_NAME_DOC)
        .define(prefix + SLOT_MODEL_VERSION, Type.STRING, "", modelName(), Importance.LOW, SLOT_MODEL_VERSION_DOC)
        .define(prefix + SLOT_WHEN, Type.STRING, "", condition(), Importance.MEDIUM, SLOT_WHEN_DOC);
  }

  /** The full name of a slot's key: {@code slotKey("language", SLOT_MODEL)} is {@code labelstream.slot.language.model}. */
  public static String slotKey(final String slot, final String key) {
    return slotPrefix(slot) + key;
  }

  static String slotPrefix(final String slot) {
    return SLOT_PREFIX + slot + ".";
  }

  /** A value of an enum as it is written in a configuration. */
  static String word(final Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The inverse of {@link #word}, for a value that has been validated. */
  static <E extends Enum<E>> E parse(final Class<E> type, final String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static Switch parseSwitch(final String word) {
    return word.equals(SWITCH_ON) ? Switch.ON : Switch.OFF;
  }

  /** An option that is on or off. */
  enum Switch {
    ON,
    OFF
  }

  static Validator oneOf(final Enum<?>[] values) {
    return oneOf(Arrays.stream(values).map(ConfigKeys::word).toList());
  }

  static Validator onOrOff() {
    return oneOf(List.of(SWITCH_ON, SWITCH_OFF));
  }

  static Validator oneOf(final List<String> words) {
    final String expected = String.join(", ", words);
    return LambdaValidator.with((name, value) -> {
      if (!words.contains(value)) {
        throw new ConfigException(name, value, "expected one of " + expected);
      }
    }, () -> expected);
  }

  private static Validator notEmpty() {
    return LambdaValidator.with((name, value) -> {
      if (value.toString().isBlank()) {
        throw new ConfigException(name, value, "must not be empty");
      }
    }, () -> "not empty");
  }

  static Validator topic() {
    return LambdaValidator.with(ConfigKeys::checkTopic, () -> "letters, digits, `.`, `_`, `-`");
  }

  static Validator topicOrEmpty() {
    return LambdaValidator.with((name, value) -> {
      if (!value.toString().isEmpty()) {
        checkTopic(name, value);
      }
    }, () -> "letters, digits, `.`, `_`, `-`; or empty");
  }

  private static void checkTopic(final String name, final Object value) {
    try {
      Topic.validate(value.toString());
    } catch (final InvalidTopicException invalid) {
      throw new ConfigException(name, value, invalid.getMessage());
    }
  }

  private static Validator replicas() {
    return LambdaValidator.with((name, value) -> {
      final int replicas = ((Number) value).intValue();
      if (replicas != -1 && replicas < 1) {
        throw new ConfigException(name, value, "expected -1 or at least 1");
      }
    }, () -> "-1, [1,...]");
  }

  private static Validator score() {
    return LambdaValidator.with((name, value) -> {
      final double score = ((Number) value).doubleValue();
      if (!(score >= 0 && score <= 1)) {
        throw new ConfigException(name, value, "expected a number from 0 to 1");
      }
    }, () -> "[0,...,1]");
  }

  private static Validator modelName() {
    return LambdaValidator.with((name, value) -> {
      if (!MODEL_NAME.matcher(value.toString()).matches()) {
        throw new ConfigException(name, value, "expected at most 128 letters, digits and '.', '_', '+', '-', the first a letter or digit");
      }
    }, () -> "letters, digits, `.`, `_`, `+`, `-`; or empty");
  }

  private static Validator condition() {
    return LambdaValidator.with((name, value) -> {
      try {
        if (!value.toString().isEmpty()) {
          SlotCondition.parse(value.toString());
        }
      } catch (final IllegalArgumentException invalid) {
        throw new ConfigException(name, value, invalid.getMessage());
      }
    }, () -> "`slot=label`, `slot=label|label`; or empty");
  }

  private static Validator textFields() {
    return LambdaValidator.with((name, value) -> {
      try {
        TextFields.of(ConfigSources.names(value));
      } catch (final IllegalArgumentException invalid) {
        throw new ConfigException(name, value, invalid.getMessage());
      }
    }, () -> "`name`, `outer.name`, `/outer/name`");
  }

  private static Validator slotNames() {
    return LambdaValidator.with((name, value) -> {
      final List<?> slots = (List<?>) value;
      if (slots.isEmpty()) {
        throw new ConfigException(name, value, "expected at least one name");
      }
      for (final Object slot : slots) {
        if (!SLOT_NAME.matcher(slot.toString()).matches()) {
          throw new ConfigException(name, value, "slot '" + slot + "' must be 1 to 64 lower-case letters, digits and inner hyphens");
        }
      }
      if (slots.stream().distinct().count() < slots.size()) {
        throw new ConfigException(name, value, "a slot is named twice");
      }
    }, () -> "distinct names");
  }
}
