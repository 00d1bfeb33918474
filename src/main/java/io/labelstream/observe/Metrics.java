package io.labelstream.observe;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All metrics of a process in Prometheus' text format: ours, Kafka Streams' and the JVM's. Thread-safe.
 *
 * <p>A registry takes it that a meter is refused and goes on without; here each is counted and named in the log.
 */
final class Metrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS_FORMAT = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String OPEN_METRICS = "application/openmetrics-text";
  /** Threads and partitions come and go; the binder looks for them once in this time. */
  private static final Duration KAFKA_REFRESH = Duration.ofSeconds(10);

  private final PrometheusMeterRegistry registry;
  private final Set<Meter.Id> refused = ConcurrentHashMap.newKeySet();
  private final List<Runnable> closings = new ArrayList<>();

  /**
   * Metrics of a pipeline.
   *
   * @param sights what there is to see of it, asked for at each scrape
   * @param streams its Kafka Streams application
   */
  Metrics(final Supplier<Sight> sights, final Optional<KafkaStreams> streams) {
    final PrometheusRegistry prometheus = new PrometheusRegistry();
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
    registry.config().onMeterRegistrationFailed(this::refuse);
    prometheus.register(new SightCollector(sights));
    prometheus.register(this::own);
    bind(new JvmMemoryMetrics());
    bind(new JvmThreadMetrics());
    bind(new ProcessorMetrics());
    final JvmGcMetrics collections = new JvmGcMetrics();
    bind(collections);
    closings.add(collections::close);
    streams.ifPresent(this::bindKafka);
  }

  /** The page with all metrics, in OpenMetrics' format for those who ask for it. */
  Page page() {
    return (query, accept) -> {
      final String format = accept.contains(OPEN_METRICS) ? OPEN_METRICS_FORMAT : TEXT_FORMAT;
      final ByteArrayOutputStream body = new ByteArrayOutputStream();
      registry.scrape(body, format);
      return new Answer(Answer.OK, format, body.toByteArray());
    };
  }

  @Override
  public void close() {
    closings.reversed().forEach(Runnable::run);
    registry.close();
  }

  private MetricSnapshots own() {
    final Families families = new Families().add(Family.METERS_REFUSED, refused.size());
    ProcessMemory.resident().ifPresent(bytes -> families.add(Family.PROCESS_BYTES, bytes));
    return families.build();
  }

  private void refuse(final Meter.Id meter, final String reason) {
    if (refused.add(meter)) {
      LOG.atWarn().addKeyValue("meter", meter).addKeyValue("reason", reason).log("a metric cannot be shown");
    }
  }

  private void bindKafka(final KafkaStreams streams) {
    // The binder leaves a scheduler that it was given to its owner.
    final ScheduledExecutorService refresher =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("labelstream-kafka-metrics").factory());
    final KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams, List.of(), refresher, KAFKA_REFRESH);
    closings.add(refresher::close);
    bind(kafka);
    closings.add(kafka::close);
  }

  private void bind(final MeterBinder binder) {
    binder.bindTo(registry);
  }
}
