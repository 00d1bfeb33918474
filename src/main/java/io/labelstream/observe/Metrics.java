package io.labelstream.observe;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * All metrics of a process in Prometheus' text format: the JVM's, and once there is a pipeline ours and Kafka Streams'. Thread-safe.
 *
 * <p>A registry takes it that a meter is refused and goes on without; here each is counted and named in the log.
 */
final class Metrics implements AutoCloseable {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS_FORMAT = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final PrometheusRegistry prometheus = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry;
  private final Refusals refusals = new Refusals();
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** The metrics of this process. */
  Metrics() {
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
    registry.config().onMeterRegistrationFailed((meter, reason) -> refusals.refuse(meter.toString(), reason));
    prometheus.register(this::own);
    bind(new JvmMemoryMetrics());
    bind(new JvmThreadMetrics());
    bind(new ProcessorMetrics());
    bind(collections);
  }

  /**
   * Adds the metrics of a pipeline.
   *
   * @param views what there is to see of it, asked for at each scrape
   * @param kafka the metrics of its Kafka Streams application, asked for at each scrape
   */
  Metrics add(final Supplier<PipelineView> views, final Supplier<? extends Map<MetricName, ? extends Metric>> kafka) {
    prometheus.register(new PipelineCollector(views));
    prometheus.register(new KafkaCollector(kafka, refusals));
    return this;
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
    collections.close();
    registry.close();
  }

  private MetricSnapshots own() {
    final MetricFamilies families = new MetricFamilies().add(MetricFamily.METERS_REFUSED, refusals.count());
    ProcessMemory.resident().ifPresent(bytes -> families.add(MetricFamily.PROCESS_BYTES, bytes));
    return families.build();
  }

  private void bind(final MeterBinder binder) {
    binder.bindTo(registry);
  }
}
