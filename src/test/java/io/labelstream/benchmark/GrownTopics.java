package io.labelstream.benchmark;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.wire.avro.InstanceStatus;
import io.labelstream.wire.internal.SingleObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Serves a broker on which the topics of a rollout have grown, until it is ended, for verbs and instances to be timed on: the status topic with signs of life
 * that were not compacted, the control topic with records that are none of ours.
 *
 * <p>Arguments: the number of signs of life, and that of control records. {@code time ./labelstream status -b HOST:PORT}, once it serves, tells what the first
 * does, and the log of an instance what the second does.
 */
public final class GrownTopics {
  private static final int INSTANCES = 19;
  private static final SingleObject<InstanceStatus> STATUS = new SingleObject<>(InstanceStatus.getClassSchema());

  private GrownTopics() {}

  public static void main(final String[] arguments) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary())) {
      final Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        final RolloutTopic control = RolloutTopic.control("models");
        admin.createTopics(List.of(
            new NewTopic("texts", Optional.of(1), Optional.empty()),
            new NewTopic("model-status", Optional.of(1), Optional.empty()).configs(Map.of("cleanup.policy", "compact")),
            new NewTopic(control.name(), Optional.of(1), Optional.empty()).configs(control.settings()))).all().get();
      }
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
          Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5), new ByteArraySerializer(), new ByteArraySerializer())) {
        for (int beat = 0; beat < Integer.parseInt(arguments[0]); beat++) {
          producer.send(signOfLife("instance-" + beat % INSTANCES));
        }
        for (int record = 0; record < Integer.parseInt(arguments[1]); record++) {
          producer.send(new ProducerRecord<>("models", ("garbage/" + record).getBytes(StandardCharsets.UTF_8), new byte[40]));
        }
      }
      System.out.println("serving at " + broker.bootstrapServers());
      new CountDownLatch(1).await();
    }
  }

  private static ProducerRecord<byte[], byte[]> signOfLife(final String instance) {
    final InstanceStatus status = InstanceStatus.newBuilder()
        .setInstance(new Utf8(instance)).setApplication(new Utf8("labelstream")).setSlots(List.of(new Utf8("language"))).setState(new Utf8("running"))
        .setControlPosition(1).setCaughtUp(true).setLeadMillis(30_000).setHeartbeatMillis(7_500).setResidentBytes(0).setAt(Instant.now()).build();
    return new ProducerRecord<>("model-status", instance.getBytes(StandardCharsets.UTF_8), STATUS.encode(status));
  }
}
