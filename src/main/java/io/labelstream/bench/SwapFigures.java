package io.labelstream.bench;

import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink.StepTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The figures of swaps under load. Percentiles of times are exact to a sixteenth.
 *
 * @param swaps at least one
 * @param memoryBefore the process's resident set before the first of them, in bytes
 * @param closed texts that found their model closed, since the start
 * @param pending texts that waited too long for their model
 * @param waits texts that waited for their model, or until it was known which one is theirs
 * @param waited the time that they waited in all
 */
public record SwapFigures(
    SwapBench.Settings settings, List<MeasuredSwap> swaps, OptionalLong memoryBefore, long closed, long pending, long waits, Duration waited) {
  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;
  private static final double SLICES_A_SECOND = 1_000.0 / LoadLog.SLICE_MILLIS;

  public SwapFigures {
    swaps = List.copyOf(swaps);
  }

  /** The windows that are compared. */
  public enum Part {
    QUIET(MeasuredSwap::quiet),
    PREPARATION(MeasuredSwap::preparation),
    SWAP(MeasuredSwap::around);

    private final Function<MeasuredSwap, LoadLog.Window> window;

    Part(final Function<MeasuredSwap, LoadLog.Window> window) {
      this.window = window;
    }
  }

  /** The median of a percentile, in microseconds. */
  public double micros(final Part part, final double percent) {
    return median(swap -> part.window.apply(swap).percentile(percent)) / MICRO;
  }

  /** The longest time of a text, in microseconds. */
  public double longestMicros(final Part part) {
    return swaps.stream().mapToLong(swap -> part.window.apply(swap).longest().toNanos()).max().orElseThrow() / MICRO;
  }

  /** The median throughput. */
  public double recordsASecond(final Part part) {
    return median(swap -> part.window.apply(swap).counts().stream().mapToLong(Long::longValue).average().orElse(0) * SLICES_A_SECOND);
  }

  /** The median of a figure; not a number where no swap has it. */
  public double median(final ToDoubleFunction<MeasuredSwap> figure) {
    return median(swaps, figure);
  }

  /** The median of a figure over some swaps; not a number where none has it. */
  public static double median(final List<MeasuredSwap> of, final ToDoubleFunction<MeasuredSwap> figure) {
    final double[] sorted = of.stream().mapToDouble(figure).filter(Double::isFinite).sorted().toArray();
    final int middle = sorted.length / 2;
    return sorted.length == 0 ? Double.NaN : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The highest of a figure; not a number where no swap has it. */
  public double worst(final ToDoubleFunction<MeasuredSwap> figure) {
    return swaps.stream().mapToDouble(figure).filter(Double::isFinite).max().orElse(Double.NaN);
  }

  /** The lowest throughput around a swap, as a part of the quiet one; not a number where no swap has it. */
  public double lowestDip() {
    return swaps.stream().mapToDouble(MeasuredSwap::dip).filter(Double::isFinite).min().orElse(Double.NaN);
  }

  /** The swaps to a version. */
  public List<MeasuredSwap> to(final String version) {
    return swaps.stream().filter(swap -> swap.to().equals(version)).toList();
  }

  /** The steps of a preparation with their median times in milliseconds. */
  public Map<String, Double> steps() {
    final Map<String, Double> steps = new LinkedHashMap<>();
    for (final StepTime first : swaps.getFirst().steps()) {
      steps.put(first.step().name().toLowerCase(Locale.ROOT), median(swap -> millis(swap, first.step())));
    }
    return steps;
  }

  private static double millis(final MeasuredSwap swap, final ModelState step) {
    return swap.steps().stream().filter(time -> time.step() == step).mapToDouble(time -> time.time().toNanos() / MILLI).findFirst().orElse(0);
  }

  /** The process's memory after each swap, as far as the system tells it. */
  public List<Long> memory() {
    return swaps.stream().flatMapToLong(swap -> swap.processMemory().stream()).boxed().toList();
  }

  /** The growth of figures from one to the next, by least squares; empty where there are fewer than two. */
  public static OptionalDouble trend(final List<Long> figures) {
    final double middle = (figures.size() - 1) / 2.0;
    double product = 0;
    double square = 0;
    for (int place = 0; place < figures.size(); place++) {
      product += (place - middle) * figures.get(place);
      square += (place - middle) * (place - middle);
    }
    return square > 0 ? OptionalDouble.of(product / square) : OptionalDouble.empty();
  }

  /** The later half of figures. */
  public static List<Long> laterHalf(final List<Long> figures) {
    return figures.subList(figures.size() / 2, figures.size());
  }

  /** The least time by which a model was ready ahead of its effective time, in milliseconds; negative: it was late. */
  public long leastAheadMillis() {
    return swaps.stream().mapToLong(swap -> swap.readyAhead().toMillis()).min().orElseThrow();
  }
}
