package io.labelstream.rollout.fleet;

import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/** A topic could not be read or written. */
public final class FleetTopicException extends FleetException {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final String servers;
  private final AclOperation needed;

  FleetTopicException(final String topic, final String servers, final AclOperation needed, final KafkaException failure) {
    super(Reason.KAFKA, "topic '" + topic + "' at " + servers + ": " + failure.getMessage(), failure);
    this.topic = Objects.requireNonNull(topic);
    this.servers = Objects.requireNonNull(servers);
    this.needed = Objects.requireNonNull(needed);
  }

  /** The topic. */
  public String topic() {
    return topic;
  }

  /** The brokers that were asked, as they are configured. */
  public String servers() {
    return servers;
  }

  /** The operation on the topic that failed. */
  public AclOperation needed() {
    return needed;
  }

  /** The exception of Kafka's client. */
  @Override
  public synchronized KafkaException getCause() {
    return (KafkaException) super.getCause();
  }
}
