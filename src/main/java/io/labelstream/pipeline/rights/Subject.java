package io.labelstream.pipeline.rights;

import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A resource of a pipeline to which there are rights. */
public enum Subject {
  INPUT(ResourceType.TOPIC, PatternType.LITERAL, "input topic", config -> Optional.of(config.inputTopic())),
  OUTPUT(ResourceType.TOPIC, PatternType.LITERAL, "output topic", config -> Optional.of(config.outputTopic())),
  DEAD_LETTERS(ResourceType.TOPIC, PatternType.LITERAL, "dead-letter topic", config -> Optional.of(config.deadLetterTopic())),
  SHADOW(ResourceType.TOPIC, PatternType.LITERAL, "shadow topic", config -> config.rollout().map(RolloutConfig::shadowTopic)),
  CONTROL(ResourceType.TOPIC, PatternType.LITERAL, "control topic", config -> config.rollout().map(RolloutConfig::controlTopic)),
  STATUS(ResourceType.TOPIC, PatternType.LITERAL, "status topic", config -> config.rollout().map(RolloutConfig::statusTopic)),
  ARTIFACTS(ResourceType.TOPIC, PatternType.LITERAL, "artefact topic", config -> config.rollout().map(RolloutConfig::artifactTopic)),
  GROUP(ResourceType.GROUP, PatternType.LITERAL, "group `<application id>`", config -> Optional.of(config.applicationId())),
  TRANSACTIONS(ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED, "transactional ids with the prefix `<application id>-`",
      config -> Optional.of(config.applicationId() + "-"));

  private final ResourceType type;
  private final PatternType pattern;
  private final String meaning;
  private final Function<PipelineConfig, Optional<String>> name;

  Subject(final ResourceType type, final PatternType pattern, final String meaning, final Function<PipelineConfig, Optional<String>> name) {
    this.type = type;
    this.pattern = pattern;
    this.meaning = meaning;
    this.name = name;
  }

  /** The subject in words, as Markdown. */
  public String meaning() {
    return meaning;
  }

  /** The pattern of an ACL for it; empty where the pipeline has no such topic, as it has no control topic. */
  public Optional<ResourcePattern> pattern(final PipelineConfig config) {
    return name.apply(config).map(named -> new ResourcePattern(type, named, pattern));
  }
}
