package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.ControlTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a place as its brokers know them. Every failure names its topic. */
record PlaceTopics(RolloutPlace place) {
  private static final Logger LOG = LoggerFactory.getLogger(PlaceTopics.class);

  /** The longest that a broker may take to answer. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(10);

  /** @throws FleetException if there is no such topic, or no broker answers */
  void requireExisting(final String topic) throws FleetException, InterruptedException {
    try (Admin admin = admin()) {
      if (new ControlTopic(admin, topic).id(PATIENCE).isEmpty()) {
        throw failed(topic, new UnknownTopicOrPartitionException("there is no such topic"));
      }
    } catch (final KafkaException failure) {
      throw failed(topic, failure);
    }
  }

  /** @throws FleetException if there is no control topic, its settings would lose announcements, or no broker answers */
  void requireControlTopic() throws FleetException, InterruptedException {
    final String topic = place.controlTopic();
    try (Admin admin = admin()) {
      final ControlTopic.Condition condition = new ControlTopic(admin, topic).examine(PATIENCE);
      if (condition.id().isEmpty()) {
        throw failed(topic, new UnknownTopicOrPartitionException("there is no such topic"));
      }
      if (!condition.defects().isEmpty()) {
        throw new FleetException(FleetException.Reason.TOPIC_UNFIT, "topic " + topic + " is no control topic: "
            + condition.defects().stream().map(Rejection::detail).collect(Collectors.joining("; ")) + "; check --control-topic");
      }
      condition.risk().ifPresent(risk -> LOG.atWarn().log(risk));
    } catch (final KafkaException failure) {
      throw failed(topic, failure);
    }
  }

  /** The trust of the instances. */
  Trust trust() throws FleetException, InterruptedException {
    if (place.publicKeys().isEmpty()) {
      return Trust.none();
    }
    try (Admin admin = admin()) {
      return Trust.of(place.publicKeys(), ControlTopic.clusterId(admin, PATIENCE));
    } catch (final KafkaException failure) {
      throw failed(place.controlTopic(), failure);
    }
  }

  /** A topic that could not be read or looked at. */
  FleetTopicException failed(final String topic, final KafkaException failure) {
    return failed(topic, AclOperation.READ, failure);
  }

  FleetTopicException failed(final String topic, final AclOperation needed, final KafkaException failure) {
    return new FleetTopicException(topic, place.servers(), needed, failure);
  }

  /** An {@code Admin} that gives up soon enough to be closed when no broker answers. */
  Admin admin() {
    final Map<String, Object> patient = new HashMap<>(place.client());
    patient.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
    patient.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(REQUEST_PATIENCE.toMillis()));
    return Admin.create(patient);
  }
}
