package io.labelstream.observe;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.stats.CumulativeSum;

/**
 * The numbers of Kafka Streams and its clients, read anew at each scrape, under the names that Micrometer's binder gives them. Thread-safe.
 *
 * <p>Kafka has some numbers both in total and in parts under one name, such as for a client and for each of its partitions. Shown are the parts, so that a
 * sum over a family is right, and a total where it has no parts. The binder gets this wrong, since it takes the labels of one client for those of all: a
 * client without partitions, such as one that waits for work, would show nothing.
 */
final class KafkaCollector implements MultiCollector {
  /** About the program, not about its work. */
  private static final Set<String> LEFT_OUT = Set.of("app-info", "kafka-metrics-count");
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_]");
  private static final String TOTAL = "_total";

  private final Supplier<? extends Map<MetricName, ? extends Metric>> source;
  private final Refusals refusals;

  /**
   * A collector.
   *
   * @param source all metrics
   * @param refusals is told of metrics that cannot be shown
   */
  KafkaCollector(final Supplier<? extends Map<MetricName, ? extends Metric>> source, final Refusals refusals) {
    this.source = source;
    this.refusals = refusals;
  }

  /** A number with its labels. */
  private record Point(MetricName name, Map<String, String> labels, double value) {
    private boolean isPartOf(final Point total) {
      return labels.size() > total.labels.size() && labels.entrySet().containsAll(total.labels.entrySet());
    }
  }

  @Override
  public MetricSnapshots collect() {
    final Map<String, List<Point>> families = new TreeMap<>();
    source.get().forEach((name, metric) -> {
      if (metric.metricValue() instanceof final Number number && !LEFT_OUT.contains(name.group())) {
        families.computeIfAbsent(family(name, metric), _ -> new ArrayList<>()).add(new Point(name, labels(name), number.doubleValue()));
      }
    });
    final MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.forEach((family, points) -> all.metricSnapshot(snapshot(family, distinct(withoutTotals(points)))));
    return all.build();
  }

  private static List<Point> withoutTotals(final List<Point> points) {
    final int most = points.stream().mapToInt(point -> point.labels.size()).max().orElse(0);
    return points.stream()
        .filter(point -> point.labels.size() == most || points.stream().noneMatch(other -> other.isPartOf(point)))
        .toList();
  }

  private Collection<Point> distinct(final List<Point> points) {
    final Map<Map<String, String>, Point> distinct = new LinkedHashMap<>();
    for (final Point point : points) {
      if (distinct.putIfAbsent(point.labels, point) != null) {
        refusals.refuse(point.name.group() + "/" + point.name.name(), "another one has its name and labels");
      }
    }
    return distinct.values();
  }

  private static MetricSnapshot snapshot(final String family, final Collection<Point> points) {
    final String help = points.iterator().next().name.description();
    if (family.endsWith(TOTAL)) {
      final CounterSnapshot.Builder counter = CounterSnapshot.builder().name(family).help(help);
      points.forEach(point -> counter.dataPoint(
          CounterDataPointSnapshot.builder().labels(Labels.of(names(point), values(point))).value(Math.max(0, point.value)).build()));
      return counter.build();
    }
    final GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(family).help(help);
    points.forEach(point -> gauge.dataPoint(
        GaugeDataPointSnapshot.builder().labels(Labels.of(names(point), values(point))).value(point.value).build()));
    return gauge.build();
  }

  private static String[] names(final Point point) {
    return point.labels.keySet().toArray(String[]::new);
  }

  private static String[] values(final Point point) {
    return point.labels.values().toArray(String[]::new);
  }

  private static Map<String, String> labels(final MetricName name) {
    final Map<String, String> labels = new TreeMap<>();
    name.tags().forEach((key, value) -> labels.put(sanitized(key), value));
    return labels;
  }

  private static String family(final MetricName name, final Metric metric) {
    final String family = sanitized(("kafka_" + name.group() + "_" + name.name()).replace("-metrics", ""));
    final boolean counts = metric instanceof final KafkaMetric kafka && kafka.isMeasurable() && kafka.measurable() instanceof CumulativeSum;
    return counts && !family.endsWith(TOTAL) ? family + TOTAL : family;
  }

  private static String sanitized(final String name) {
    return NOT_IN_NAMES.matcher(name).replaceAll("_");
  }
}
