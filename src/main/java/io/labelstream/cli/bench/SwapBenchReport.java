package io.labelstream.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.display.VisibleJson;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink.StepTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What {@code bench swap} measured. Percentiles of times are exact to a sixteenth.
 *
 * @param swaps at least one
 * @param memoryBefore the process's resident set before the first of them, in bytes
 * @param closed texts that found their model closed, since the start
 * @param pending texts that waited too long for their model
 * @param waits texts that waited for their model, or for knowing it
 * @param waited how long in all
 */
record SwapBenchReport(
    SwapBench.Settings settings, List<MeasuredSwap> swaps, OptionalLong memoryBefore, long closed, long pending, long waits, Duration waited) {
  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;
  private static final double MEGABYTE = 1e6;
  private static final double PERCENT = 100;
  private static final double SLICES_A_SECOND = 1_000.0 / LoadLog.SLICE_MILLIS;

  SwapBenchReport {
    swaps = List.copyOf(swaps);
  }

  /** The windows that are compared. */
  private enum Part {
    QUIET("quiet", MeasuredSwap::quiet),
    PREPARATION("preparation", MeasuredSwap::preparation),
    SWAP("swap", MeasuredSwap::around);

    private final String title;
    private final Function<MeasuredSwap, LoadLog.Window> window;

    Part(final String title, final Function<MeasuredSwap, LoadLog.Window> window) {
      this.title = title;
      this.window = window;
    }
  }

  private double micros(final Part part, final double percent) {
    return median(swap -> part.window.apply(swap).percentile(percent)) / MICRO;
  }

  private double longestMicros(final Part part) {
    return swaps.stream().mapToLong(swap -> part.window.apply(swap).longest().toNanos()).max().orElseThrow() / MICRO;
  }

  private double recordsASecond(final Part part) {
    return median(swap -> part.window.apply(swap).counts().stream().mapToLong(Long::longValue).average().orElse(0) * SLICES_A_SECOND);
  }

  private double median(final ToDoubleFunction<MeasuredSwap> figure) {
    return median(swaps, figure);
  }

  private static double median(final List<MeasuredSwap> of, final ToDoubleFunction<MeasuredSwap> figure) {
    final double[] sorted = of.stream().mapToDouble(figure).filter(Double::isFinite).sorted().toArray();
    final int middle = sorted.length / 2;
    return sorted.length == 0 ? Double.NaN : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double worst(final ToDoubleFunction<MeasuredSwap> figure) {
    return swaps.stream().mapToDouble(figure).filter(Double::isFinite).max().orElse(Double.NaN);
  }

  private double lowestDip() {
    return swaps.stream().mapToDouble(MeasuredSwap::dip).filter(Double::isFinite).min().orElse(Double.NaN);
  }

  private List<MeasuredSwap> to(final String version) {
    return swaps.stream().filter(swap -> swap.to().equals(version)).toList();
  }

  /** The steps of a preparation with their median times in milliseconds. */
  private Map<String, Double> steps() {
    final Map<String, Double> steps = new LinkedHashMap<>();
    for (final StepTime first : swaps.getFirst().steps()) {
      steps.put(first.step().name().toLowerCase(Locale.ROOT), median(swap -> millis(swap, first.step())));
    }
    return steps;
  }

  private static double millis(final MeasuredSwap swap, final ModelState step) {
    return swap.steps().stream().filter(time -> time.step() == step).mapToDouble(time -> time.time().toNanos() / MILLI).findFirst().orElse(0);
  }

  private List<Long> memory() {
    return swaps.stream().flatMapToLong(swap -> swap.processMemory().stream()).boxed().toList();
  }

  /** By how much figures grow from one to the next, by least squares; empty where there are fewer than two. */
  static OptionalDouble trend(final List<Long> figures) {
    final double middle = (figures.size() - 1) / 2.0;
    double product = 0;
    double square = 0;
    for (int place = 0; place < figures.size(); place++) {
      product += (place - middle) * figures.get(place);
      square += (place - middle) * (place - middle);
    }
    return square > 0 ? OptionalDouble.of(product / square) : OptionalDouble.empty();
  }

  private static List<Long> laterHalf(final List<Long> figures) {
    return figures.subList(figures.size() / 2, figures.size());
  }

  String toText() {
    final StringBuilder out = new StringBuilder();
    row(out, "models", settings.first() + " (a), " + settings.second() + " (b)");
    row(out, "texts", format("%s: %,d, %,d bytes", settings.texts().name(), settings.texts().texts().size(), settings.texts().bytes()));
    row(out, "load", format("%d thread%s, warm after %d s and %d swaps",
        settings.threads(), settings.threads() == 1 ? "" : "s", SwapBench.WARM_UP.toSeconds(), SwapBench.WARM_UP_SWAPS));
    row(out, "swaps", format("%,d, each announced %,d ms ahead after %,d ms of quiet",
        swaps.size(), settings.lead().toMillis(), settings.interval().toMillis()));
    out.append(format("\n%-14s %12s %12s %12s %12s %14s\n", "", "p50 us", "p99 us", "p99.9 us", "longest us", "texts/s"));
    for (final Part part : Part.values()) {
      out.append(format("%-14s %,12.1f %,12.1f %,12.1f %,12.1f %,14.0f\n",
          part.title, micros(part, 50), micros(part, 99), micros(part, 99.9), longestMicros(part), recordsASecond(part)));
    }
    out.append(format("\n"));
    row(out, "p99 of swap", format("%.2f x quiet (median), %.2f (worst); to a %s, to b %s",
        median(MeasuredSwap::ratio), worst(MeasuredSwap::ratio), number(median(to("a"), MeasuredSwap::ratio)), number(median(to("b"), MeasuredSwap::ratio))));
    row(out, "preparation", format("%.2f x quiet (median), %.2f (worst)", median(MeasuredSwap::preparationRatio), worst(MeasuredSwap::preparationRatio)));
    row(out, "throughput", format("%.0f %% of quiet in the slowest 100 ms of a swap (median), %.0f %% (lowest)",
        PERCENT * median(MeasuredSwap::dip), PERCENT * lowestDip()));
    row(out, "steps", steps().entrySet().stream()
        .map(step -> format("%s %.1f ms", step.getKey(), step.getValue()))
        .collect(Collectors.joining(", ")));
    row(out, "ready", format("%.0f ms after its announcement, at least %,d ms ahead; the one before released %.0f ms after",
        median(swap -> swap.readyAfter().toMillis()), leastAhead(), median(swap -> swap.releasedAfter().toMillis())));
    row(out, "resident bytes", "after release " + resident("a") + "; " + resident("b"));
    row(out, "process memory", memoryText());
    row(out, "mishaps", format("%,d models closed while used, %,d texts without a model in time, %,d texts that waited, for %,d ms",
        closed, pending, waits, waited.toMillis()));
    return out.toString();
  }

  private long leastAhead() {
    return swaps.stream().mapToLong(swap -> swap.readyAhead().toMillis()).min().orElseThrow();
  }

  private String resident(final String version) {
    final LongSummaryStatistics bytes = to(version).stream().mapToLong(MeasuredSwap::residentAfter).summaryStatistics();
    return bytes.getCount() == 0 ? version + " never" : format("%s %,d to %,d", version, bytes.getMin(), bytes.getMax());
  }

  private String memoryText() {
    final List<Long> memory = memory();
    if (memory.isEmpty()) {
      return "not told by this system";
    }
    return format("%,.0f MB at first, %,.0f MB at last, %,.0f MB at most%s",
        memory.getFirst() / MEGABYTE, memory.getLast() / MEGABYTE, memory.stream().mapToLong(Long::longValue).max().orElseThrow() / MEGABYTE,
        trend(memory).isPresent()
            ? format("; trend %+,.0f bytes a swap, %+,.0f over the later half", trend(memory).getAsDouble(), trend(laterHalf(memory)).orElse(0))
            : "");
  }

  private static String number(final double figure) {
    return Double.isNaN(figure) ? "none" : format("%.2f", figure);
  }

  private static String format(final String pattern, final Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  private static void row(final StringBuilder out, final String name, final String value) {
    out.append(format("%-14s  %s\n", name, value));
  }

  byte[] toJson() throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = VisibleJson.factory().createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("modelA", settings.first().toString());
      json.writeStringField("modelB", settings.second().toString());
      json.writeNumberField("texts", settings.texts().texts().size());
      json.writeNumberField("textBytes", settings.texts().bytes());
      json.writeNumberField("threads", settings.threads());
      json.writeNumberField("intervalMillis", settings.interval().toMillis());
      json.writeNumberField("leadMillis", settings.lead().toMillis());
      for (final Part part : Part.values()) {
        json.writeObjectFieldStart(part.title);
        json.writeNumberField("p50Micros", micros(part, 50));
        json.writeNumberField("p99Micros", micros(part, 99));
        json.writeNumberField("p999Micros", micros(part, 99.9));
        json.writeNumberField("longestMicros", longestMicros(part));
        json.writeNumberField("textsPerSecond", recordsASecond(part));
        json.writeEndObject();
      }
      json.writeNumberField("ratioMedian", median(MeasuredSwap::ratio));
      json.writeNumberField("ratioWorst", worst(MeasuredSwap::ratio));
      json.writeNumberField("preparationRatioMedian", median(MeasuredSwap::preparationRatio));
      json.writeNumberField("preparationRatioWorst", worst(MeasuredSwap::preparationRatio));
      json.writeNumberField("dipMedian", median(MeasuredSwap::dip));
      json.writeNumberField("dipLowest", lowestDip());
      json.writeNumberField("closedWhileUsed", closed);
      json.writeNumberField("withoutModelInTime", pending);
      json.writeNumberField("waits", waits);
      json.writeNumberField("waitedMillis", waited.toMillis());
      if (memoryBefore.isPresent()) {
        json.writeNumberField("processBytesBefore", memoryBefore.getAsLong());
      }
      if (trend(memory()).isPresent()) {
        json.writeNumberField("processBytesPerSwap", trend(memory()).getAsDouble());
      }
      json.writeArrayFieldStart("swaps");
      for (final MeasuredSwap swap : swaps) {
        write(json, swap);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void write(final JsonGenerator json, final MeasuredSwap swap) throws IOException {
    json.writeStartObject();
    json.writeStringField("to", swap.to());
    json.writeNumberField("ratio", swap.ratio());
    json.writeNumberField("preparationRatio", swap.preparationRatio());
    json.writeNumberField("dip", swap.dip());
    json.writeObjectFieldStart("stepMillis");
    for (final StepTime step : swap.steps()) {
      json.writeNumberField(step.step().name().toLowerCase(Locale.ROOT), step.time().toNanos() / MILLI);
    }
    json.writeEndObject();
    json.writeNumberField("readyAfterMillis", swap.readyAfter().toMillis());
    json.writeNumberField("readyAheadMillis", swap.readyAhead().toMillis());
    json.writeNumberField("releasedAfterMillis", swap.releasedAfter().toMillis());
    json.writeNumberField("residentBefore", swap.residentBefore());
    json.writeNumberField("residentAfter", swap.residentAfter());
    if (swap.processMemory().isPresent()) {
      json.writeNumberField("processBytes", swap.processMemory().getAsLong());
    }
    json.writeEndObject();
  }
}
