package io.labelstream.bench;

import io.labelstream.topology.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The time that one thread has worked on each record, by slices of the wall clock. That thread adds times; others may read slices that are over. */
public final class LoadLog {
  /** The length of a slice; the ends of a window are multiples of it. */
  static final long SLICE_MILLIS = 100;
  /** The percentiles that are kept for a window. */
  static final List<Double> PERCENT = List.of(50.0, 99.0, 99.9);

  private final ConcurrentSkipListMap<Long, Slice> slices = new ConcurrentSkipListMap<>();
  private @Nullable Slice current;

  /** The records that began within one slice. */
  private record Slice(long start, LatencyHistogram times, AtomicLong longest) {
    Slice(final long start) {
      this(start, new LatencyHistogram(), new AtomicLong());
    }

    void add(final long nanos) {
      times.record(nanos);
      if (nanos > longest.getPlain()) {
        longest.setOpaque(nanos);
      }
    }
  }

  /**
   * The work of all threads between two moments.
   *
   * @param counts records by slice
   * @param percentiles for each of {@link #PERCENT}, the time within which that many percent of the records were done; exact to a sixteenth
   * @param longest the longest time
   */
  public record Window(List<Long> counts, Map<Double, Duration> percentiles, Duration longest) {
    public Window {
      counts = List.copyOf(counts);
      percentiles = Map.copyOf(percentiles);
    }

    /** The number of records. */
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** The time of one of {@link #PERCENT}, in nanoseconds. */
    public long percentile(final double percent) {
      return percentiles.get(percent).toNanos();
    }
  }

  /** The start of the slice that a moment is in. */
  static long sliceOf(final long millis) {
    return Math.floorDiv(millis, SLICE_MILLIS) * SLICE_MILLIS;
  }

  /** Adds a record that began at {@code millis}. */
  void add(final long millis, final long nanos) {
    Slice slice = current;
    if (slice == null || millis < slice.start || millis >= slice.start + SLICE_MILLIS) {
      slice = new Slice(sliceOf(millis));
      slices.put(slice.start, slice);
      current = slice;
    }
    slice.add(nanos);
  }

  void forgetBefore(final long millis) {
    slices.headMap(millis).clear();
  }

  /** The records that began from the start of one slice, inclusive, to the start of another, exclusive. */
  static Window window(final List<LoadLog> logs, final long from, final long to) {
    final List<Long> counts = new ArrayList<>();
    final LatencyHistogram times = new LatencyHistogram();
    long longest = 0;
    for (long start = from; start < to; start += SLICE_MILLIS) {
      long count = 0;
      for (final LoadLog log : logs) {
        final Slice slice = log.slices.get(start);
        if (slice != null) {
          times.add(slice.times);
          longest = Math.max(longest, slice.longest.get());
          count += slice.times.count();
        }
      }
      counts.add(count);
    }
    // Only figures are kept: the histograms of many swaps would let memory grow, which is not the swaps' doing.
    return new Window(counts, PERCENT.stream().collect(Collectors.toMap(percent -> percent, times::percentile)), Duration.ofNanos(longest));
  }
}
