package io.labelstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.observe.PrometheusText.Series;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.Test;

/** Kafka's own metrics have other labels for each thread, client, topic and partition under one name, which binders are known to lose. */
class KafkaMetricsTest {

  @Test
  void shouldShowTheMetricsOfEachThread() throws Exception {
    try (KafkaStreams streams = threeThreads(); Metrics metrics = new Metrics(() -> Sights.running(Optional.empty()), Optional.of(streams))) {
      // When
      final PrometheusText scraped = PrometheusText.parse(new String(metrics.page().answer("", "").body(), StandardCharsets.UTF_8));

      // Then
      assertThat(scraped.series("kafka_stream_thread_process_rate")).extracting(series -> series.labels().get("thread_id")).hasSize(3).doesNotHaveDuplicates();
      assertThat(scraped.value("labelstream_meters_refused_total")).isZero();
      assertThat(lost(streams.metrics(), scraped)).isEmpty();
    }
  }

  /** The numbers of Kafka that are neither in {@code scraped} nor there in more detail, such as for each topic instead of for all. */
  static List<MetricName> lost(final Map<MetricName, ? extends Metric> kafka, final PrometheusText scraped) {
    return kafka.values().stream()
        .filter(metric -> metric.metricValue() instanceof Number)
        .map(Metric::metricName)
        .filter(name -> !name.group().equals("app-info") && !name.group().equals("kafka-metrics-count"))
        .filter(name -> scraped.values().keySet().stream().noneMatch(series -> tells(series, name)))
        .toList();
  }

  private static boolean tells(final Series series, final MetricName name) {
    // The library takes endings off that mean something in OpenMetrics: task-created-total becomes task_total.
    final String base = ("kafka_" + name.group() + "_" + name.name()).replace("-metrics", "").replaceAll("[^a-zA-Z0-9_]", "_")
        .replaceAll("(_created|_total)+$", "");
    final Map<String, String> labels = new TreeMap<>();
    name.tags().forEach((key, value) -> labels.put(key.replaceAll("[^a-zA-Z0-9_]", "_"), value));
    return (series.name().equals(base) || series.name().equals(base + "_total")) && series.labels().entrySet().containsAll(labels.entrySet());
  }

  private static KafkaStreams threeThreads() {
    final StreamsBuilder builder = new StreamsBuilder();
    builder.stream("texts", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())).to("labels", Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    final Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "kafka-metrics");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 3);
    return new KafkaStreams(builder.build(), properties);
  }
}
