package io.labelstream.rollout.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A topic of rollouts as it has to be created, by us or by whoever may.
 *
 * @param name the topic
 * @param partitions its partitions
 * @param settings its settings, by name
 */
public record RolloutTopic(String name, int partitions, Map<String, String> settings) {
  private static final String LARGEST_CHUNK_RECORD = "1048588";

  public RolloutTopic {
    Objects.requireNonNull(name);
    settings = new TreeMap<>(settings);
  }

  /**
   * The control topic. Entries are never edited, and the first record with a key stands; so that compaction does not keep the last one instead,
   * it never gets to see a record.
   */
  public static RolloutTopic control(final String name) {
    return new RolloutTopic(name, 1, Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(Long.MAX_VALUE)));
  }

  /** The status topic: the latest state per instance and version. */
  public static RolloutTopic status(final String name) {
    return new RolloutTopic(name, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
  }

  /** The topic for artefacts by value, in chunks. */
  public static RolloutTopic artifacts(final String name) {
    return new RolloutTopic(name, 1, Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_CHUNK_RECORD));
  }

  /** What came of {@link #createIfMissing}. */
  public enum Creation {
    CREATED,
    /** It exists; its settings were left as they are. */
    WAS_THERE
  }

  /**
   * Creates the topic unless it exists.
   *
   * @param replication how many brokers have a copy; empty: what the cluster is set to
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
}
