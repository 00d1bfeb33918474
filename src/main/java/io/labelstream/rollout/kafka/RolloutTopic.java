package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of rollouts as it has to be created, by us or by somebody with the right to do so.
 *
 * @param name the topic
 * @param partitions its partitions
 * @param settings its settings, by name
 */
public record RolloutTopic(String name, int partitions, Map<String, String> settings) {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutTopic.class);
  private static final String LARGEST_CHUNK_RECORD = "1048588";
  private static final String UNLIMITED = "-1";
  private static final String STATUS_SEGMENT_MS = Long.toString(Duration.ofMinutes(10).toMillis());

  public RolloutTopic {
    Objects.requireNonNull(name);
    settings = new TreeMap<>(settings);
  }

  /**
   * The control topic. Entries are never edited, and the first record with a key stands. Compaction would keep the last one instead, so the settings keep it
   * from ever seeing a record.
   */
  public static RolloutTopic control(final String name) {
    return new RolloutTopic(name, 1, Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(Long.MAX_VALUE)));
  }

  /**
   * The status topic: the latest state per instance and version. Signs of life come all the time, so those that they replace are cleaned away soon, by segments
   * that end soon and are cleaned whatever share of them is old.
   */
  public static RolloutTopic status(final String name) {
    return new RolloutTopic(name, 1, Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.SEGMENT_MS_CONFIG, STATUS_SEGMENT_MS,
        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, STATUS_SEGMENT_MS,
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01",
        TopicConfig.DELETE_RETENTION_MS_CONFIG, STATUS_SEGMENT_MS));
  }

  /** The topic for artefacts in chunks. Announcements name offsets, so no record may expire or be compacted away. */
  public static RolloutTopic artifacts(final String name) {
    return new RolloutTopic(name, 1, Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG, UNLIMITED,
        TopicConfig.RETENTION_BYTES_CONFIG, UNLIMITED,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_CHUNK_RECORD));
  }

  /** The result of {@link #createIfMissing}. */
  public enum Creation {
    CREATED,
    /** It exists; its settings were left as they are. */
    WAS_THERE
  }

  /**
   * Creates the topic unless it exists.
   *
   * @param replication how many brokers have a copy; empty: the cluster's default
   * @param deadline the moment by {@link System#nanoTime()} at which it must be done
   * @throws KafkaException if the broker refuses, or does not answer in time
   */
  public Creation createIfMissing(final Admin admin, final Optional<Short> replication, final long deadline) throws InterruptedException {
    try {
      admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), replication).configs(settings))).all()
          .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return Creation.CREATED;
    } catch (final ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return Creation.WAS_THERE;
      }
      throw KafkaFailures.unwrapped(e);
    } catch (final TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("topic " + name + " was not created in time: no broker answers", e);
    }
  }

  /**
   * The differences between the settings of the existing topic and those that it has to be created with, and the remedy; empty if there are none, or without
   * the right to see the settings. The limit for the largest record may be larger.
   *
   * @throws KafkaException if there is no such topic, the broker refuses, or does not answer within {@code limit}
   */
  public Optional<String> deviation(final Admin admin, final Duration limit) throws InterruptedException {
    final ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    final Config actual;
    try {
      actual = KafkaFailures.answer(
          admin.describeConfigs(List.of(resource)).values().get(resource), "asking for the settings of topic " + name, limit.toNanos());
    } catch (final AuthorizationException noRight) {
      LOG.atWarn().addKeyValue("topic", name).log("no right to describe the topic's settings (DescribeConfigs); they are taken to be right");
      return Optional.empty();
    }
    final List<String> found = new ArrayList<>();
    final List<String> remedy = new ArrayList<>();
    settings.forEach((key, expected) -> {
      final ConfigEntry entry = actual.get(key);
      if (entry != null && !isAsGood(key, entry.value(), expected)) {
        found.add(key + "=" + entry.value() + ", expected " + expected);
        remedy.add(key + "=" + expected);
      }
    });
    return found.isEmpty() ? Optional.empty() : Optional.of("topic " + name + " has " + String.join("; ", found)
        + ": set it with kafka-configs.sh --alter --entity-type topics --entity-name " + name + " --add-config " + String.join(",", remedy));
  }

  private static boolean isAsGood(final String key, final String actual, final String expected) {
    return key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG) ? Long.parseLong(actual) >= Long.parseLong(expected) : expected.equals(actual);
  }
}
