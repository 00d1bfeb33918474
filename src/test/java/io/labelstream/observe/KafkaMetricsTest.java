package io.labelstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.LogLines;
import io.labelstream.observe.PrometheusText.Series;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    try (KafkaStreams streams = threeThreads(); Metrics metrics = new Metrics().add(() -> Views.running(Optional.empty()), streams::metrics)) {
      // When
      final PrometheusText scraped = PrometheusText.parse(new String(metrics.page().answer("", "").body(), StandardCharsets.UTF_8));

      // Then
      assertThat(scraped.series("kafka_stream_thread_process_rate")).extracting(series -> series.labels().get("thread_id")).hasSize(3).doesNotHaveDuplicates();
      assertThat(scraped.value("labelstream_meters_refused_total")).isZero();
      assertThat(lost(streams.metrics(), scraped)).isEmpty();
    }
  }

  @Test
  void shouldShowWhatMicrometersOwnBinderShowsUnderTheSameNames() throws Exception {
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (KafkaStreams streams = threeThreads();
        Metrics metrics = new Metrics().add(() -> Views.running(Optional.empty()), streams::metrics);
        KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams)) {
      binder.bindTo(registry);

      // When
      final PrometheusText ours = PrometheusText.parse(new String(metrics.page().answer("", "").body(), StandardCharsets.UTF_8));

      // Then
      final PrometheusText theirs = PrometheusText.parse(registry.scrape());
      assertThat(theirs.values()).hasSizeGreaterThan(100);
      assertThat(theirs.values().keySet().stream().filter(series -> !series.name().startsWith("kafka_app_info")).map(KafkaMetricsTest::withoutVersion))
          .filteredOn(series -> !ours.values().containsKey(series)).isEmpty();
    }
  }

  @Test
  void shouldShowTheTotalOfAClientThatHasNoParts() throws Exception {
    // Given
    final Map<MetricName, Metric> kafka = Stream.of(
        number(1, "client-id", "busy"), number(2, "client-id", "busy", "topic", "texts"),
        number(3, "client-id", "busy", "topic", "texts", "partition", "0"), number(4, "client-id", "idle"))
        .collect(Collectors.toMap(Metric::metricName, Function.identity()));
    try (Metrics metrics = new Metrics().add(() -> Views.running(Optional.empty()), () -> kafka)) {
      // When
      final PrometheusText scraped = PrometheusText.parse(new String(metrics.page().answer("", "").body(), StandardCharsets.UTF_8));

      // Then
      assertThat(scraped.series("kafka_group_bytes_total")).hasSize(2);
      assertThat(scraped.value("kafka_group_bytes_total", "client_id", "busy", "topic", "texts", "partition", "0")).isEqualTo(3);
      assertThat(scraped.value("kafka_group_bytes_total", "client_id", "idle")).isEqualTo(4);
    }
  }

  @Test
  void shouldNameAMetricThatCannotBeShown() throws Exception {
    // Given
    final Map<MetricName, Metric> kafka = Stream.of(number(1, "client-id", "a"), number(2, "client.id", "a"))
        .collect(Collectors.toMap(Metric::metricName, Function.identity()));
    try (LogLines log = LogLines.capture(); Metrics metrics = new Metrics().add(() -> Views.running(Optional.empty()), () -> kafka)) {
      metrics.page().answer("", "");

      // When
      final PrometheusText scraped = PrometheusText.parse(new String(metrics.page().answer("", "").body(), StandardCharsets.UTF_8));

      // Then
      assertThat(scraped.series("kafka_group_bytes_total")).hasSize(1);
      assertThat(scraped.value("labelstream_meters_refused_total")).isEqualTo(1);
      assertThat(log.lines()).singleElement().asString().contains("group-metrics/bytes-total");
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
    final String base = ("kafka_" + name.group() + "_" + name.name()).replace("-metrics", "").replaceAll("[^a-zA-Z0-9_]", "_");
    final Map<String, String> labels = new TreeMap<>();
    name.tags().forEach((key, value) -> labels.put(key.replaceAll("[^a-zA-Z0-9_]", "_"), value));
    return (series.name().equals(base) || series.name().equals(base + "_total")) && series.labels().entrySet().containsAll(labels.entrySet());
  }

  private static Series withoutVersion(final Series series) {
    final Map<String, String> labels = new TreeMap<>(series.labels());
    labels.remove("kafka_version");
    return new Series(series.name().equals("kafka_stream_thread_task_total") ? "kafka_stream_thread_task_created_total" : series.name(), labels);
  }

  private static Metric number(final double value, final String... tags) {
    final Map<String, String> all = new TreeMap<>();
    for (int place = 0; place < tags.length; place += 2) {
      all.put(tags[place], tags[place + 1]);
    }
    final MetricName name = new MetricName("bytes-total", "group-metrics", "made up", all);
    return new Metric() {
      @Override
      public MetricName metricName() {
        return name;
      }

      @Override
      public Object metricValue() {
        return value;
      }
    };
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
