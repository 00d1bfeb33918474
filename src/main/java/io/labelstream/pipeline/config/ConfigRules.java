package io.labelstream.pipeline.config;

import io.labelstream.topology.SlotCondition;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rules that involve several settings. */
final class ConfigRules {
  private ConfigRules() {}

  /** Slots are filled in their order, so a condition can only be on one that comes before. */
  static void checkConditions(final List<SlotConfig> slots) throws StartupException {
    final Set<String> before = new LinkedHashSet<>();
    for (final SlotConfig slot : slots) {
      final Optional<String> needed = slot.condition().map(SlotCondition::slot);
      if (needed.isPresent() && !before.contains(needed.get())) {
        throw new StartupException(StartupFailure.CONFIGURATION,
            ConfigKeys.slotKey(slot.name(), ConfigKeys.SLOT_WHEN) + " names slot '" + needed.get() + "', expected one that "
                + ConfigKeys.SLOTS_CONFIG + " lists before " + slot.name() + (before.isEmpty() ? ", which is the first"
                    : ": " + String.join(", ", before)));
      }
      before.add(slot.name());
    }
  }

  static void checkTopicsDiffer(final PipelineConfig config) throws StartupException {
    if (Stream.of(config.inputTopic(), config.outputTopic(), config.deadLetterTopic()).distinct().count() < 3) {
      throw new StartupException(StartupFailure.CONFIGURATION,
          "input topic " + config.inputTopic() + ", output topic " + config.outputTopic() + " and dead-letter topic " + config.deadLetterTopic()
              + " must be three different topics, or the pipeline would read what it writes");
    }
    final Map<String, String> keysByTopic = new LinkedHashMap<>();
    keysByTopic.put(config.inputTopic(), ConfigKeys.INPUT_TOPIC_CONFIG);
    keysByTopic.put(config.outputTopic(), ConfigKeys.OUTPUT_TOPIC_CONFIG);
    keysByTopic.put(config.deadLetterTopic(), ConfigKeys.DEAD_LETTER_TOPIC_CONFIG);
    for (final Map.Entry<String, String> topic : new TreeMap<>(config.rollout().map(RolloutConfig::topics).orElse(Map.of())).entrySet()) {
      final String other = keysByTopic.putIfAbsent(topic.getValue(), topic.getKey());
      if (other != null) {
        throw new StartupException(StartupFailure.CONFIGURATION,
            topic.getKey() + " and " + other + " both name the topic " + topic.getValue() + ": each needs one of its own");
      }
    }
  }
}
