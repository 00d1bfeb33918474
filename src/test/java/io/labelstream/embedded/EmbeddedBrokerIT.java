package io.labelstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final String TOPIC = "kept";

  @Test
  void shouldKeepRecordsAndPortAcrossARestart(@TempDir final Path directory) throws Exception {
    // Given
    final int port;
    try (EmbeddedBroker first = EmbeddedBroker.start(EmbeddedBroker.Options.temporary().withDirectory(directory))) {
      port = first.port();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      send(first, "before");
    }

    // When
    try (EmbeddedBroker second = EmbeddedBroker.start(EmbeddedBroker.Options.temporary().withDirectory(directory).withPort(port))) {

      // Then
      assertThat(second.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      send(second, "after");
      assertThat(read(second, 2)).containsExactly("before", "after");
    }
    assertThat(directory.resolve("data")).isDirectory();
  }

  @Test
  void shouldDeleteTemporaryDataWhenClosed() throws IOException {
    // Given
    final EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary());
    assertThat(broker.directory()).isDirectory();

    // When
    broker.close();
    broker.close();

    // Then
    assertThat(Files.exists(broker.directory())).isFalse();
  }

  @Test
  void shouldNameThePortThatIsTaken() throws IOException {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      final EmbeddedBroker.Options options = new EmbeddedBroker.Options(taken.getLocalPort(), Optional.empty(), Map.of());

      // When / Then
      assertThatThrownBy(() -> EmbeddedBroker.start(options))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
    }
  }

  private static void send(final EmbeddedBroker broker, final String value) throws Exception {
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, value)).get();
    }
  }

  private static List<String> read(final EmbeddedBroker broker, final int count) {
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()), new StringDeserializer(), new StringDeserializer())) {
      final TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      final List<String> values = new ArrayList<>();
      while (values.size() < count) {
        for (final ConsumerRecord<String, String> read : consumer.poll(Duration.ofMinutes(5)).records(partition)) {
          values.add(read.value());
        }
      }
      return values;
    }
  }
}
