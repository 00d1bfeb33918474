package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.ControlTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of a place as its brokers know them. Every failure names its topic. */
record PlaceTopics(RolloutPlace place) {
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

  FleetTopicException failed(final String topic, final KafkaException failure) {
    return new FleetTopicException(topic, place.servers(), failure);
  }

  /** An {@code Admin} that gives up soon enough to be closed when no broker answers. */
  Admin admin() {
    final Map<String, Object> patient = new HashMap<>(place.client());
    patient.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
    patient.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(REQUEST_PATIENCE.toMillis()));
    return Admin.create(patient);
  }
}
