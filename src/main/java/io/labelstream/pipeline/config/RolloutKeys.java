package io.labelstream.pipeline.config;

import io.labelstream.rollout.MemoryPolicy;
import io.labelstream.topology.internal.UncertainPolicy;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** The keys of a pipeline's configuration that are about rollouts. {@code X_DOC} documents {@code X_CONFIG}. */
public final class RolloutKeys {
  public static final String CONTROL_TOPIC_CONFIG = "labelstream.control.topic";
  public static final String CONTROL_TOPIC_DOC =
      "Topic with the announcements of models. Empty: no rollouts, the models are those of the configuration.";

  public static final String STATUS_TOPIC_CONFIG = "labelstream.status.topic";
  public static final String STATUS_TOPIC_DOC = "Topic to which each instance writes the state of each announced model.";

  public static final String ARTIFACT_TOPIC_CONFIG = "labelstream.artifact.topic";
  public static final String ARTIFACT_TOPIC_DOC = "Topic with models that travel through Kafka itself.";

  public static final String SHADOW_TOPIC_CONFIG = "labelstream.shadow.topic";
  public static final String SHADOW_TOPIC_DOC =
      "Topic for the disagreements of shadow versions with the labels that were written. Empty: the output topic's name with `.shadow`.";

  public static final String INSTANCE_ID_CONFIG = "labelstream.instance.id";
  public static final String INSTANCE_ID_DOC =
      "Name of this instance in status records, which no other process on the same status topic may have. Empty: the host's name with eight random "
          + "digits.";

  public static final String LEAD_MS_CONFIG = "labelstream.rollout.lead.ms";
  public static final String LEAD_MS_DOC =
      "The least time from an announcement to its effective time, in milliseconds; the same on all instances. The clocks of instances, broker "
          + "and publishers may differ by up to a quarter of it.";

  public static final String UNCERTAIN_CONFIG = "labelstream.rollout.uncertain";
  public static final String UNCERTAIN_DOC =
      "The choice for records while it cannot be known which version is theirs, as when the control topic cannot be read: wait, or proceed "
          + "with the versions that are known, which the output marks as `confirmed: false`.";

  public static final String LOCATIONS_CONFIG = "labelstream.rollout.locations";
  public static final String LOCATIONS_DOC =
      "The locations from which announced models may be read, with commas between: absolute paths of folders, and URLs that start with `https://`.";

  public static final String PUBLIC_KEYS_CONFIG = "labelstream.rollout.public.keys";
  public static final String PUBLIC_KEYS_DOC =
      "Files with the Ed25519 public keys (PEM), with commas between, one of which must have signed an announcement. Empty: signatures are not needed.";

  public static final String MAX_MODEL_BYTES_CONFIG = "labelstream.rollout.max.model.bytes";
  public static final String MAX_MODEL_BYTES_DOC = "The largest announced model that is read, in bytes.";

  public static final String MEMORY_BYTES_CONFIG = "labelstream.rollout.memory.bytes";
  public static final String MEMORY_BYTES_DOC = "The most memory that all open models together may hold outside the heap, in bytes.";

  public static final String MEMORY_POLICY_CONFIG = "labelstream.rollout.memory.policy";
  public static final String MEMORY_POLICY_DOC =
      "The choice where the new version does not fit beside the old one: it is vetoed, so that no record ever waits (availability), or it is proved "
          + "without being opened, and the old one is released when it counts; records wait for the new one (capacity).";

  public static final String FETCH_TIMEOUT_MS_CONFIG = "labelstream.rollout.fetch.timeout.ms";
  public static final String FETCH_TIMEOUT_MS_DOC =
      "How long one try to read an announced model may take, in milliseconds. A try that fails is repeated; one that takes longer than a third of "
          + "`labelstream.rollout.lead.ms` fails too late for a veto.";

  public static final String LINGER_MS_CONFIG = "labelstream.rollout.linger.ms";
  public static final String LINGER_MS_DOC =
      "How long a version that serves no record of the present stays open after its last use, in milliseconds.";

  public static final String STAGING_DIR_CONFIG = "labelstream.rollout.staging.dir";
  public static final String STAGING_DIR_DOC =
      "Folder in which announced models are kept, privately, while they are checked; remains of a killed process are removed at the next start. "
          + "Empty: the JVM's folder for temporary files.";

  public static final String SHADOW_MAX_DELAY_MS_CONFIG = "labelstream.shadow.max.delay.ms";
  public static final String SHADOW_MAX_DELAY_MS_DOC =
      "Shadow versions are left out for records that are older than this when they are processed, in milliseconds, so that a pipeline that is "
          + "behind catches up first.";

  /** Names that fit into a status record's key, whose parts are separated by slashes. */
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{0,128}");
  private static final Pattern CREDENTIALS = Pattern.compile("^https://([^/]*@|.*\\?)");

  private static final long LONGEST_LEAD_MS = 86_400_000;

  private RolloutKeys() {}

  /** Adds these keys, in the order in which to show them. */
  static void define(final ConfigDef keys) {
    keys.define(CONTROL_TOPIC_CONFIG, Type.STRING, "", ConfigKeys.topicOrEmpty(), Importance.HIGH, CONTROL_TOPIC_DOC)
        .define(STATUS_TOPIC_CONFIG, Type.STRING, "model-status", ConfigKeys.topic(), Importance.MEDIUM, STATUS_TOPIC_DOC)
        .define(ARTIFACT_TOPIC_CONFIG, Type.STRING, "model-artifacts", ConfigKeys.topic(), Importance.MEDIUM, ARTIFACT_TOPIC_DOC)
        .define(SHADOW_TOPIC_CONFIG, Type.STRING, "", ConfigKeys.topicOrEmpty(), Importance.MEDIUM, SHADOW_TOPIC_DOC)
        .define(SHADOW_MAX_DELAY_MS_CONFIG, Type.LONG, 10_000L, Range.atLeast(0), Importance.LOW, SHADOW_MAX_DELAY_MS_DOC)
        .define(INSTANCE_ID_CONFIG, Type.STRING, "", instanceId(), Importance.MEDIUM, INSTANCE_ID_DOC)
        .define(LEAD_MS_CONFIG, Type.LONG, 30_000L, Range.between(100, LONGEST_LEAD_MS), Importance.HIGH, LEAD_MS_DOC)
        .define(UNCERTAIN_CONFIG, Type.STRING, ConfigKeys.word(UncertainPolicy.WAIT), ConfigKeys.oneOf(UncertainPolicy.values()),
            Importance.MEDIUM, UNCERTAIN_DOC)
        .define(LOCATIONS_CONFIG, Type.LIST, "", locations(), Importance.HIGH, LOCATIONS_DOC)
        .define(PUBLIC_KEYS_CONFIG, Type.LIST, "", files(), Importance.HIGH, PUBLIC_KEYS_DOC)
        .define(MAX_MODEL_BYTES_CONFIG, Type.LONG, 2L << 30, Range.atLeast(1), Importance.MEDIUM, MAX_MODEL_BYTES_DOC)
        .define(MEMORY_BYTES_CONFIG, Type.LONG, 1L << 30, Range.atLeast(1), Importance.MEDIUM, MEMORY_BYTES_DOC)
        .define(MEMORY_POLICY_CONFIG, Type.STRING, ConfigKeys.word(MemoryPolicy.AVAILABILITY), ConfigKeys.oneOf(MemoryPolicy.values()),
            Importance.MEDIUM, MEMORY_POLICY_DOC)
        .define(FETCH_TIMEOUT_MS_CONFIG, Type.LONG, 20_000L, Range.between(1, LONGEST_LEAD_MS), Importance.MEDIUM, FETCH_TIMEOUT_MS_DOC)
        .define(LINGER_MS_CONFIG, Type.LONG, 60_000L, Range.between(0, LONGEST_LEAD_MS), Importance.LOW, LINGER_MS_DOC)
        .define(STAGING_DIR_CONFIG, Type.STRING, "", file(), Importance.LOW, STAGING_DIR_DOC);
  }

  private static Validator instanceId() {
    return LambdaValidator.with((name, value) -> {
      if (!INSTANCE.matcher(value.toString()).matches()) {
        throw new ConfigException(name, value, "expected at most 128 letters, digits, '.', '_' and '-'");
      }
    }, () -> "letters, digits, `.`, `_`, `-`; or empty");
  }

  private static Validator locations() {
    return LambdaValidator.with((name, value) -> {
      // No message quotes a location, which may have credentials, or a part of them where a comma has cut it.
      int number = 0;
      for (final String text : ConfigSources.names(value)) {
        number++;
        if (CREDENTIALS.matcher(text).find()) {
          throw new ConfigException(name + " has a URL with a user or a query, expected https://host/path");
        }
        if (!text.startsWith("https://") && !text.startsWith("/")) {
          throw new ConfigException(name + ": location " + number + " must be an absolute path or start with https://");
        }
      }
    }, () -> "absolute paths, `https://` URLs");
  }

  private static Validator files() {
    return LambdaValidator.with((name, value) -> ((List<?>) value).forEach(file -> path(name, file.toString())), () -> "paths of files");
  }

  private static Validator file() {
    return LambdaValidator.with((name, value) -> path(name, value.toString()), () -> "path of a folder; or empty");
  }

  private static Path path(final String name, final String text) {
    try {
      return Path.of(text);
    } catch (final InvalidPathException invalid) {
      throw new ConfigException(name, text, "is no path: " + invalid.getReason());
    }
  }
}
