package io.labelstream.pipeline.config;

import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.MemoryPolicy;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.control.Lead;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.topology.VectorForm;
import io.labelstream.topology.internal.UncertainPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration of a pipeline with a control topic.
 *
 * @param controlTopic the topic with the announcements
 * @param statusTopic the topic for the state of models
 * @param artifactTopic the topic with models that travel through Kafka
 * @param shadowTopic the topic for disagreements of shadow versions
 * @param instanceId the name of this instance; empty: one is made up
 * @param uncertain the fate of records while the version that counts for them is unknown
 * @param locations from where models may be read: absolute paths, and URLs that start with {@code https://}
 * @param publicKeys files with public keys, one of which must have signed an announcement; none: signatures are not asked for
 * @param shadowMaxDelay how old a record may be for shadow versions to score it
 * @param settings how models are prepared and kept
 */
public record RolloutConfig(
    String controlTopic,
    String statusTopic,
    String artifactTopic,
    String shadowTopic,
    Optional<String> instanceId,
    UncertainPolicy uncertain,
    List<String> locations,
    List<Path> publicKeys,
    Duration shadowMaxDelay,
    RolloutSettings settings) {
  private static final String SHADOW_SUFFIX = ".shadow";

  public RolloutConfig {
    locations = List.copyOf(locations);
    publicKeys = List.copyOf(publicKeys);
  }

  /** From all parsed values of a configuration; empty where it has no control topic. */
  static Optional<RolloutConfig> of(final Map<String, Object> values, final ModelOptions options) throws StartupException {
    final String control = text(RolloutKeys.CONTROL_TOPIC_CONFIG, values);
    if (control.isEmpty()) {
      return Optional.empty();
    }
    final UncertainPolicy uncertain = ConfigKeys.parse(UncertainPolicy.class, text(RolloutKeys.UNCERTAIN_CONFIG, values));
    final RolloutSettings settings = settings(values, options);
    if (uncertain == UncertainPolicy.PROCEED && settings.memoryPolicy() == MemoryPolicy.CAPACITY) {
      throw new StartupException(StartupFailure.CONFIGURATION,
          RolloutKeys.UNCERTAIN_CONFIG + "=proceed goes on with the old version while the new one is prepared, which "
              + RolloutKeys.MEMORY_POLICY_CONFIG + "=capacity has released by then: change one of them");
    }
    return Optional.of(new RolloutConfig(
        control,
        text(RolloutKeys.STATUS_TOPIC_CONFIG, values),
        text(RolloutKeys.ARTIFACT_TOPIC_CONFIG, values),
        shadowTopic(values),
        unlessEmpty(RolloutKeys.INSTANCE_ID_CONFIG, values),
        uncertain,
        ConfigSources.names(values.get(RolloutKeys.LOCATIONS_CONFIG)),
        ConfigSources.names(values.get(RolloutKeys.PUBLIC_KEYS_CONFIG)).stream().map(Path::of).toList(),
        millis(RolloutKeys.SHADOW_MAX_DELAY_MS_CONFIG, values),
        settings));
  }

  static String shadowTopic(final Map<String, Object> values) {
    return unlessEmpty(RolloutKeys.SHADOW_TOPIC_CONFIG, values).orElseGet(() -> text(ConfigKeys.OUTPUT_TOPIC_CONFIG, values) + SHADOW_SUFFIX);
  }

  /** All topics of a rollout, by the key that names them. */
  Map<String, String> topics() {
    return Map.of(
        RolloutKeys.CONTROL_TOPIC_CONFIG, controlTopic,
        RolloutKeys.STATUS_TOPIC_CONFIG, statusTopic,
        RolloutKeys.ARTIFACT_TOPIC_CONFIG, artifactTopic,
        RolloutKeys.SHADOW_TOPIC_CONFIG, shadowTopic);
  }

  private static RolloutSettings settings(final Map<String, Object> values, final ModelOptions options) {
    return new RolloutSettings(
        Lead.of(millis(RolloutKeys.LEAD_MS_CONFIG, values)),
        options,
        (Long) values.get(RolloutKeys.MAX_MODEL_BYTES_CONFIG),
        (Long) values.get(RolloutKeys.MEMORY_BYTES_CONFIG),
        ConfigKeys.parse(MemoryPolicy.class, text(RolloutKeys.MEMORY_POLICY_CONFIG, values)),
        millis(RolloutKeys.FETCH_TIMEOUT_MS_CONFIG, values),
        millis(RolloutKeys.LINGER_MS_CONFIG, values),
        Path.of(unlessEmpty(RolloutKeys.STAGING_DIR_CONFIG, values).orElseGet(() -> System.getProperty("java.io.tmpdir"))),
        vectorSlots(values));
  }

  private static Set<String> vectorSlots(final Map<String, Object> values) {
    return ConfigSources.names(values.get(ConfigKeys.SLOTS_CONFIG)).stream()
        .filter(slot -> !text(ConfigKeys.slotKey(slot, ConfigKeys.SLOT_VECTOR), values).equals(ConfigKeys.word(VectorForm.NONE)))
        .collect(Collectors.toSet());
  }

  private static String text(final String key, final Map<String, Object> values) {
    return values.get(key).toString();
  }

  private static Optional<String> unlessEmpty(final String key, final Map<String, Object> values) {
    return Optional.of(text(key, values)).filter(value -> !value.isEmpty());
  }

  private static Duration millis(final String key, final Map<String, Object> values) {
    return Duration.ofMillis((Long) values.get(key));
  }
}
