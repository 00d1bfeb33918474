package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.BrokerProcess;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.config.PipelineConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class PipelineCrashIT {
  private static final Path MODEL = Path.of("models", "lid.176.ftz");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int POISON_EVERY = 1_000;

  @Test
  void shouldNeitherLoseNorRepeatWhenTheInstanceIsKilled(final EmbeddedBroker broker) throws Exception {
    // Given
    final int count = 200_000;
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("killed", 4, Map.of());
    final Map<String, String> settings = settings(broker.bootstrapServers(), "killed");
    settings.put("labelstream.input.format", "json");
    settings.put("kafka.consumer.session.timeout.ms", "6000");
    settings.put("kafka.consumer.heartbeat.interval.ms", "1500");
    topics.send(records("killed", 0, count));
    final List<String> arguments = settings.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue()).toList();

    // When
    try (ChildJvm child = ChildJvm.start(PipelineProcess.class, arguments)) {
      child.awaitLine(PipelineProcess.STARTED);
      topics.awaitFirst("killed.out", PATIENCE);
      child.kill();
    }
    try (Pipeline successor = Pipeline.open(PipelineConfig.of(settings))) {
      successor.start();

      // Then
      assertOnceEach(topics, "killed", count);
      assertThat(successor.stats().in()).as("killed in the middle of its work").isPositive().isLessThan(count);
    }
  }

  @Test
  void shouldNeitherLoseNorRepeatWhenTheBrokerIsKilled(@TempDir final Path directory) throws Exception {
    // Given
    final int count = 100_000;
    final int port = unusedPort();
    final List<String> broker = List.of(directory.toString(), Integer.toString(port));
    final Topics topics = new Topics("127.0.0.1:" + port);
    try (ChildJvm before = ChildJvm.start(BrokerProcess.class, broker)) {
      before.awaitLine(BrokerProcess.STARTED);
      topics.create("survives", 2, Map.of());
      topics.send(records("survives", 0, count));
      final Map<String, String> settings = settings("127.0.0.1:" + port, "survives");
      settings.put("labelstream.input.format", "json");
      try (Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings))) {
        pipeline.start();
        topics.awaitFirst("survives.out", PATIENCE);

        // When
        before.kill();
        final long seenByThen = pipeline.stats().in();
        try (ChildJvm after = ChildJvm.start(BrokerProcess.class, broker)) {
          after.awaitLine(BrokerProcess.STARTED);

          // Then
          assertThat(seenByThen).as("killed in the middle of its work").isLessThan(count);
          assertOnceEach(topics, "survives", count);
          assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
          pipeline.close();
        }
      }
    }
  }

  private static void assertOnceEach(final Topics topics, final String topic, final int count) {
    final List<ConsumerRecord<byte[], byte[]>> labels = topics.read(topic + ".out", count - count / POISON_EVERY, PATIENCE);
    final List<ConsumerRecord<byte[], byte[]>> letters = topics.read(topic + ".dead", count / POISON_EVERY, PATIENCE);
    final int[] times = new int[count];
    labels.forEach(label -> times[number(label)]++);
    letters.forEach(letter -> times[number(letter)]++);
    assertThat(IntStream.range(0, count).filter(n -> times[n] != 1).limit(10).boxed()).as("lost or repeated").isEmpty();
    assertThat(letters).allSatisfy(letter -> assertThat(number(letter) % POISON_EVERY).isZero());
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, String> settings(final String bootstrapServers, final String topic) {
    return new HashMap<>(Map.of(
        "kafka.bootstrap.servers", bootstrapServers,
        "labelstream.application.id", topic,
        "labelstream.input.topic", topic,
        "labelstream.output.topic", topic + ".out",
        "labelstream.topics.create", "on",
        "labelstream.slot.default.model", MODEL.toAbsolutePath().toString()));
  }

  /** Numbered records, of which some are not JSON. */
  private static List<ProducerRecord<byte[], byte[]>> records(final String topic, final int from, final int to) {
    final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(to - from);
    for (int n = from; n < to; n++) {
      final String value = n % POISON_EVERY == 0 ? "poison" : "{\"text\":\"this is the text with the number " + n + "\"}";
      records.add(new ProducerRecord<>(topic, bytes(Integer.toString(n)), bytes(value)));
    }
    return records;
  }

  private static int number(final ConsumerRecord<byte[], byte[]> record) {
    return Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8));
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
