package io.labelstream.bench;

import io.labelstream.rollout.StatusSink.StepTime;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The measurements of one swap.
 *
 * @param to the version that took over
 * @param quiet the time before the announcement
 * @param preparation from the announcement until the model was ready
 * @param around the second, or less for short intervals, in whose middle the version took over
 * @param steps the steps of its preparation
 * @param readyAfter the time from the announcement until the model was ready
 * @param readyAhead the time from then to its effective time; negative: it was late
 * @param releasedAfter the time from its effective time until the version before was released
 * @param residentBefore the bytes that open models held outside the heap when it was announced
 * @param residentAfter the same when the version before was released
 * @param processMemory the process's resident set then, in bytes
 */
public record MeasuredSwap(
    String to,
    LoadLog.Window quiet,
    LoadLog.Window preparation,
    LoadLog.Window around,
    List<StepTime> steps,
    Duration readyAfter,
    Duration readyAhead,
    Duration releasedAfter,
    long residentBefore,
    long residentAfter,
    OptionalLong processMemory) {
  private static final double PERCENT = 99;

  public MeasuredSwap {
    steps = List.copyOf(steps);
  }

  /** The 99th percentile of the second around the swap, divided by that of the quiet time; not a number where one of them has no record. */
  public double ratio() {
    return ratio(around);
  }

  /** The same for the time of the preparation. */
  public double preparationRatio() {
    return ratio(preparation);
  }

  private double ratio(final LoadLog.Window window) {
    if (window.count() == 0 || quiet.count() == 0) {
      return Double.NaN;
    }
    return (double) window.percentile(PERCENT) / Math.max(1, quiet.percentile(PERCENT));
  }

  /** The slice around the swap with the fewest records, as a part of the quiet time's median slice; not a number where that has none. */
  public double dip() {
    final long usual = quiet.counts().stream().sorted().toList().get(quiet.counts().size() / 2);
    final long fewest = around.counts().stream().mapToLong(Long::longValue).min().orElse(0);
    return usual == 0 ? Double.NaN : (double) fewest / usual;
  }
}
