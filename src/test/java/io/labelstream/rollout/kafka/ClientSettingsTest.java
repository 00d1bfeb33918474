package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
  private final ClientSettings settings = new ClientSettings(Map.ofEntries(
      Map.entry("bootstrap.servers", "127.0.0.1:1"),
      Map.entry("application.id", "app"),
      Map.entry("processing.guarantee", "exactly_once_v2"),
      Map.entry("default.key.serde", "org.example.Missing"),
      Map.entry("group.protocol", "streams"),
      Map.entry("group.instance.id", "one"),
      Map.entry("auto.offset.reset", "latest"),
      Map.entry("isolation.level", "read_committed"),
      Map.entry("fetch.min.bytes", "65536"),
      Map.entry("main.consumer.group.instance.id", "two"),
      Map.entry("consumer.fetch.min.bytes", "65536"),
      Map.entry("consumer.receive.buffer.bytes", "12345"),
      Map.entry("producer.acks", "1"),
      Map.entry("producer.transactional.id", "t"),
      Map.entry("producer.enable.idempotence", "false"),
      Map.entry("producer.send.buffer.bytes", "23456"),
      Map.entry("admin.receive.buffer.bytes", "34567"),
      Map.entry("sasl.plug.in.setting", "kept")));

  @Test
  void shouldReadWithoutAGroupAndEverythingThatIsWritten() {
    // When
    final Map<String, Object> consumer = settings.consumerSettings("control");

    // Then
    assertThat(consumer)
        .containsEntry("bootstrap.servers", "127.0.0.1:1")
        .containsEntry("client.id", "app-control")
        .containsEntry("isolation.level", "read_uncommitted")
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("allow.auto.create.topics", "false")
        .containsEntry("fetch.min.bytes", "1")
        .containsEntry("receive.buffer.bytes", "12345")
        .containsEntry("sasl.plug.in.setting", "kept")
        .doesNotContainKeys("group.id", "group.instance.id", "group.protocol", "application.id", "processing.guarantee", "default.key.serde",
            "main.consumer.group.instance.id", "producer.acks", "acks");
  }

  @Test
  void shouldWriteOnceAndWithoutTransactions() {
    // When
    final Map<String, Object> producer = settings.producerSettings("status");

    // Then
    assertThat(producer)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true")
        .containsEntry("send.buffer.bytes", "23456")
        .doesNotContainKeys("transactional.id", "application.id");
  }

  @Test
  void shouldMakeEachClientOfPropertiesForStreams() {
    // When
    final int made;
    try (var consumer = settings.consumer("a", Map.of()); var producer = settings.producer("a"); var admin = settings.admin("a")) {
      made = consumer.metrics().size() + producer.metrics().size() + admin.metrics().size();
    }

    // Then
    assertThat(made).isPositive();
  }
}
