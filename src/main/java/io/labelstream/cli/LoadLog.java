package io.labelstream.cli;

import io.labelstream.topology.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How long one thread has worked on each record, by slices of the wall clock. That thread adds; others may read slices that are over. */
final class LoadLog {
  /** What a window's ends are multiples of. */
  static final long SLICE_MILLIS = 100;

  private final ConcurrentSkipListMap<Long, Slice> slices = new ConcurrentSkipListMap<>();
  private @Nullable Slice current;

  /** What began within one slice. */
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
   * What all threads did between two moments.
   *
   * @param counts records by slice
   * @param times their times
   * @param longest the longest time, in nanoseconds
   */
  record Window(List<Long> counts, LatencyHistogram times, long longest) {
    Window {
      counts = List.copyOf(counts);
    }
  }

  /** The start of the slice that a moment is in. */
  static long sliceOf(final long millis) {
    return Math.floorDiv(millis, SLICE_MILLIS) * SLICE_MILLIS;
  }

  /** Adds a record that was begun at {@code millis}. */
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

  /** What was begun from one start of a slice up to, but not at, another. */
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
    return new Window(counts, times, longest);
  }
}
