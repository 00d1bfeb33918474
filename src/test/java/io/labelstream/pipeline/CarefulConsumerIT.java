package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.topology.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class CarefulConsumerIT {
  private static final Path MODEL = Path.of("models", "lid.176.ftz");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  /** More than the heap of a {@link ChildJvm}, in 300 KB. */
  private static final int BOMB_BYTES = 300 << 20;

  @Test
  void shouldMakeADeadLetterOfARecordThatTheHeapCannotHoldAndLoseNoOther(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("bombed", 2, Map.of());
    topics.send(texts(0, 400));
    sendBomb(broker, "bombed", 1);
    topics.send(texts(400, 800));

    // When
    try (ChildJvm child = ChildJvm.start(PipelineProcess.class, settings(broker, "bombed"))) {
      child.awaitLine(PipelineProcess.STARTED);
      final ConsumerRecord<byte[], byte[]> dead = topics.read("bombed.dead", 1, PATIENCE).getFirst();
      final List<ConsumerRecord<byte[], byte[]>> labels = topics.read("bombed.out", 800, PATIENCE);

      // Then
      assertThat(header(dead, DeadLetterHeaders.REASON)).isEqualTo("too-large-to-read");
      assertThat(header(dead, DeadLetterHeaders.PARTITION) + "/" + header(dead, DeadLetterHeaders.OFFSET)).isEqualTo("1/200");
      assertThat(header(dead, DeadLetterHeaders.OMITTED)).isEqualTo("value,headers,key");
      assertThat(dead.value()).isNull();
      assertThat(labels.stream().map(label -> new String(label.key(), StandardCharsets.UTF_8)))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 800).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void shouldSayHowToSkipTheRecordWhereTheHeapHasNoRoomForTheLargestText(final EmbeddedBroker broker) throws Exception {
    // Given
    new Topics(broker.bootstrapServers()).create("cramped", 1, Map.of());
    sendBomb(broker, "cramped", 0);
    final List<String> settings = new ArrayList<>(settings(broker, "cramped"));
    settings.add("labelstream.max.text.bytes=1000000000");

    // When
    try (ChildJvm child = ChildJvm.start(PipelineProcess.class, settings)) {

      // Then
      child.awaitLine("Failed[failure=OUT_OF_MEMORY, message=the pipeline has stopped by itself: the heap, limited to 256 MiB, is too small, "
          + "raise it with LABELSTREAM_JAVA_OPTS=-Xmx2g: HeapExhaustedException: it has no room for partition cramped-0 at offset 0, nor for the largest "
          + "text; to skip that record, stop all instances and run kafka-consumer-groups.sh --bootstrap-server " + broker.bootstrapServers()
          + " --group cramped --reset-offsets --topic cramped:0 --to-offset 1 --execute]");
    }
  }

  private static List<String> settings(final EmbeddedBroker broker, final String topic) {
    return List.of("kafka.bootstrap.servers=" + broker.bootstrapServers(), "labelstream.application.id=" + topic, "labelstream.input.topic=" + topic,
        "labelstream.output.topic=" + topic + ".out", "labelstream.topics.create=on", "labelstream.slot.default.model=" + MODEL);
  }

  private static List<ProducerRecord<byte[], byte[]>> texts(final int from, final int to) {
    final List<ProducerRecord<byte[], byte[]>> texts = new ArrayList<>();
    for (int number = from; number < to; number++) {
      texts.add(new ProducerRecord<>("bombed", number % 2, Integer.toString(number).getBytes(StandardCharsets.UTF_8),
          "Das ist ein Satz.".getBytes(StandardCharsets.UTF_8)));
    }
    return texts;
  }

  private static void sendBomb(final EmbeddedBroker broker, final String topic, final int partition) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", "gzip", "max.request.size", Integer.MAX_VALUE,
            "buffer.memory", (long) BOMB_BYTES * 2),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, partition, null, new byte[BOMB_BYTES])).get();
    }
  }

  private static String header(final ConsumerRecord<byte[], byte[]> record, final String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
