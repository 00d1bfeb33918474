package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Compares the control topic on the broker with what it has to be: one partition, so that announcements have one order; compaction alone, so that none expires;
 * the broker's append time, so that the lead can be measured.
 *
 * <p>Thread-safe. The {@code Admin} stays its owner's.
 */
public final class ControlTopic {
  private static final String APPEND_TIME = "LogAppendTime";

  private final Admin admin;
  private final String name;

  public ControlTopic(final Admin admin, final String name) {
    this.admin = Objects.requireNonNull(admin);
    this.name = Objects.requireNonNull(name);
  }

  /**
   * The topic as the broker describes it.
   *
   * @param id the topic's own id, which another topic of the same name does not have; empty if there is none
   * @param defects the faults that make it unfit; empty: it is fit
   * @param risk a fault that does not make it unfit and should be mended all the same, or why its settings are unknown, in words for people
   */
  public record Condition(Optional<Uuid> id, List<Rejection> defects, Optional<String> risk) {
    public Condition {
      Objects.requireNonNull(id);
      Objects.requireNonNull(risk);
      defects = List.copyOf(defects);
    }
  }

  /**
   * Asks for the topic and its settings. Without the right to see the settings, they are taken to be fit: a record without append time is refused in any case.
   *
   * @throws KafkaException if the broker refuses, or does not answer within {@code limit}
   */
  public Condition examine(final Duration limit) throws InterruptedException {
    final long deadline = System.nanoTime() + limit.toNanos();
    final ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    final KafkaFuture<TopicDescription> description = admin.describeTopics(List.of(name)).topicNameValues().get(name);
    final KafkaFuture<Config> settings = admin.describeConfigs(List.of(resource)).values().get(resource);
    try {
      final TopicDescription topic = KafkaFailures.answer(description, "describing topic " + name, deadline - System.nanoTime());
      final List<Rejection> defects = new ArrayList<>();
      if (topic.partitions().size() != 1) {
        defects.add(new Rejection(RejectionCode.CONTROL_TOPIC_PARTITIONS,
            "topic " + name + " has " + topic.partitions().size() + " partitions, expected 1"));
      }
      final Optional<Config> known = settings(settings, deadline);
      known.ifPresent(config -> defects.addAll(defects(config)));
      return new Condition(Optional.of(topic.topicId()), defects, known.isPresent() ? risk(known.get()) : Optional.of(
          "no right to describe the settings of topic " + name + " (DescribeConfigs); they are taken to be right"));
    } catch (final UnknownTopicOrPartitionException missing) {
      return new Condition(Optional.empty(), List.of(new Rejection(RejectionCode.CONTROL_TOPIC_MISSING, "topic " + name + " does not exist")),
          Optional.empty());
    }
  }

  /**
   * The topic's id now; empty if there is no such topic.
   *
   * @throws KafkaException if the broker refuses, or does not answer within {@code limit}
   */
  public Optional<Uuid> id(final Duration limit) throws InterruptedException {
    try {
      return Optional.of(KafkaFailures.answer(
          admin.describeTopics(List.of(name)).topicNameValues().get(name), "describing topic " + name, limit.toNanos()).topicId());
    } catch (final UnknownTopicOrPartitionException missing) {
      return Optional.empty();
    }
  }

  /**
   * The id of the Kafka cluster, which announcements are made for.
   *
   * @throws KafkaException if the broker refuses, or does not answer within {@code limit}
   */
  public static String clusterId(final Admin admin, final Duration limit) throws InterruptedException {
    return KafkaFailures.answer(admin.describeCluster().clusterId(), "asking for the cluster's id", limit.toNanos());
  }

  private Optional<Config> settings(final KafkaFuture<Config> answer, final long deadline) throws InterruptedException {
    try {
      return Optional.of(KafkaFailures.answer(answer, "asking for the settings of topic " + name, deadline - System.nanoTime()));
    } catch (final AuthorizationException noRight) {
      return Optional.empty();
    }
  }

  private List<Rejection> defects(final Config settings) {
    final List<Rejection> defects = new ArrayList<>();
    final String policy = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
      defects.add(defect(RejectionCode.CONTROL_TOPIC_NOT_COMPACTED, TopicConfig.CLEANUP_POLICY_CONFIG, policy, TopicConfig.CLEANUP_POLICY_COMPACT));
    }
    final String times = settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
    if (!APPEND_TIME.equals(times)) {
      defects.add(defect(RejectionCode.CONTROL_TOPIC_TIMESTAMPS, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, times, APPEND_TIME));
    }
    return defects;
  }

  /** A fault of the settings by which compaction could delete records: it would keep the last record with a key, while the first one stands. */
  private Optional<String> risk(final Config settings) {
    final String lag = settings.get(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG).value();
    return Long.parseLong(lag) == Long.MAX_VALUE ? Optional.empty() : Optional.of("topic " + name + " has "
        + TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG + "=" + lag + ", expected " + Long.MAX_VALUE
        + ": a record that repeats or deletes an announced key could make compaction remove the announcement");
  }

  private Rejection defect(final RejectionCode code, final String setting, final String actual, final String expected) {
    return new Rejection(code, "topic " + name + " has " + setting + "=" + actual + ", expected " + expected);
  }
}
