package io.labelstream.observe;

import io.labelstream.topology.LatencyHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects the values of one scrape by family. To be used by one thread, once. */
final class MetricFamilies {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Map<MetricFamily, List<Point>> points = new EnumMap<>(MetricFamily.class);
  private final Map<MetricFamily, HistogramDataPointSnapshot> histograms = new EnumMap<>(MetricFamily.class);

  /** A value and its labels. */
  private record Point(Labels labels, double value) {}

  /** Adds a value, with a value for each of the family's labels in their order. */
  MetricFamilies add(final MetricFamily family, final double value, final String... labels) {
    points.computeIfAbsent(family, _ -> new ArrayList<>()).add(new Point(Labels.of(family.labels().toArray(String[]::new), labels), value));
    return this;
  }

  /**
   * Adds a histogram. Its sum is that of the longest durations of the recorder's buckets, and a duration counts for the bound after the one that lies
   * within its own bucket: both are at most one sixteenth too long.
   *
   * @param bounds in seconds, ascending
   */
  MetricFamilies add(final MetricFamily family, final LatencyHistogram recorded, final double... bounds) {
    final Distribution distribution = new Distribution(bounds);
    recorded.forEachBucket(distribution::add);
    histograms.put(family, distribution.toPoint());
    return this;
  }

  /** All families with a value. */
  MetricSnapshots build() {
    final MetricSnapshots.Builder all = MetricSnapshots.builder();
    points.forEach((family, values) -> all.metricSnapshot(snapshot(family, values)));
    histograms.forEach((family, point) ->
        all.metricSnapshot(HistogramSnapshot.builder().name(family.prometheusName()).help(family.help()).dataPoint(point).build()));
    return all.build();
  }

  private static MetricSnapshot snapshot(final MetricFamily family, final List<Point> points) {
    return switch (family.type()) {
      case COUNTER -> {
        final CounterSnapshot.Builder counter = CounterSnapshot.builder().name(family.prometheusName()).help(family.help());
        points.forEach(point -> counter.dataPoint(CounterDataPointSnapshot.builder().labels(point.labels).value(point.value).build()));
        yield counter.build();
      }
      case GAUGE -> {
        final GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(family.prometheusName()).help(family.help());
        points.forEach(point -> gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(point.labels).value(point.value).build()));
        yield gauge.build();
      }
      case INFO -> {
        final InfoSnapshot.Builder info = InfoSnapshot.builder().name(family.prometheusName()).help(family.help());
        points.forEach(point -> info.dataPoint(InfoDataPointSnapshot.builder().labels(point.labels).build()));
        yield info.build();
      }
      case HISTOGRAM -> throw new IllegalArgumentException(family + " is a histogram and has no single values");
    };
  }

  /** Counts by bound. */
  private static final class Distribution {
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    private Distribution(final double[] bounds) {
      this.bounds = bounds;
      this.counts = new long[bounds.length + 1];
    }

    private void add(final long longestNanos, final long count) {
      final double seconds = longestNanos / NANOS;
      int place = 0;
      while (place < bounds.length && bounds[place] < seconds) {
        place++;
      }
      counts[place] += count;
      sum += seconds * count;
    }

    private HistogramDataPointSnapshot toPoint() {
      final ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      for (int place = 0; place < bounds.length; place++) {
        buckets.bucket(bounds[place], counts[place]);
      }
      buckets.bucket(Double.POSITIVE_INFINITY, counts[bounds.length]);
      return HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build()).sum(sum).build();
    }
  }
}
