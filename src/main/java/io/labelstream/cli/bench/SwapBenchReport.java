package io.labelstream.cli.bench;

import io.labelstream.bench.MeasuredSwap;
import io.labelstream.bench.SwapBench;
import io.labelstream.bench.SwapFigures;
import io.labelstream.cli.output.Facts;
import io.labelstream.display.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The report of {@code bench swap}, for people and programs. */
record SwapBenchReport(SwapFigures figures) {
  private static final double MILLI = 1e6;
  private static final double MEGABYTE = 1e6;
  private static final double PERCENT = 100;
  private static final int CELLS = 16;

  String toText() {
    final SwapBench.Settings settings = figures.settings();
    final Facts load = new Facts("", CELLS)
        .add("models", settings.first().path() + " (a), " + settings.second().path() + " (b)")
        .format("texts", "%s: %,d, %,d bytes", settings.texts().name(), settings.texts().texts().size(), settings.texts().bytes())
        .format("load", "%d thread%s, warm after %d s and %d swaps",
            settings.threads(), settings.threads() == 1 ? "" : "s", SwapBench.WARM_UP.toSeconds(), SwapBench.WARM_UP_SWAPS)
        .format("swaps", "%,d, each announced %,d ms ahead after %,d ms of quiet",
            figures.swaps().size(), settings.lead().toMillis(), settings.interval().toMillis());
    final StringBuilder times = new StringBuilder(format("%-14s %12s %12s %12s %12s %14s\n", "", "p50 us", "p99 us", "p99.9 us", "longest us", "texts/s"));
    for (final SwapFigures.Part part : SwapFigures.Part.values()) {
      times.append(format("%-14s %,12.1f %,12.1f %,12.1f %,12.1f %,14.0f\n",
          part.name().toLowerCase(Locale.ROOT), figures.micros(part, 50), figures.micros(part, 99), figures.micros(part, 99.9),
          figures.longestMicros(part), figures.recordsASecond(part)));
    }
    final Facts swaps = new Facts("", CELLS)
        .format("p99 of swap", "%.2f x quiet (median), %.2f (worst); to a %s, to b %s",
            figures.median(MeasuredSwap::ratio), figures.worst(MeasuredSwap::ratio), ratio("a"), ratio("b"))
        .format("preparation", "%.2f x quiet (median), %.2f (worst)",
            figures.median(MeasuredSwap::preparationRatio), figures.worst(MeasuredSwap::preparationRatio))
        .format("throughput", "%.0f %% of quiet in the slowest 100 ms of a swap (median), %.0f %% (lowest)",
            PERCENT * figures.median(MeasuredSwap::dip), PERCENT * figures.lowestDip())
        .add("steps", figures.steps().entrySet().stream().map(step -> format("%s %.1f ms", step.getKey(), step.getValue())).collect(Collectors.joining(", ")))
        .format("ready", "%.0f ms after its announcement, at least %,d ms ahead; the one before released %.0f ms after",
            figures.median(swap -> swap.readyAfter().toMillis()), figures.leastAheadMillis(), figures.median(swap -> swap.releasedAfter().toMillis()))
        .add("resident bytes", "after release " + resident("a") + "; " + resident("b"))
        .add("process memory", memoryText())
        .format("mishaps", "%,d models closed while used, %,d texts without a model in time, %,d texts that waited, for %,d ms",
            figures.closed(), figures.pending(), figures.waits(), figures.waited().toMillis());
    return load + "\n" + times + "\n" + swaps;
  }

  private String resident(final String version) {
    final LongSummaryStatistics bytes = figures.to(version).stream().mapToLong(MeasuredSwap::residentAfter).summaryStatistics();
    return bytes.getCount() == 0 ? version + " never" : format("%s %,d to %,d", version, bytes.getMin(), bytes.getMax());
  }

  private String memoryText() {
    final List<Long> memory = figures.memory();
    if (memory.isEmpty()) {
      return "not told by this system";
    }
    return format("%,.0f MB at first, %,.0f MB at last, %,.0f MB at most%s",
        memory.getFirst() / MEGABYTE, memory.getLast() / MEGABYTE, memory.stream().mapToLong(Long::longValue).max().orElseThrow() / MEGABYTE,
        SwapFigures.trend(memory).isPresent()
            ? format("; trend %+,.0f bytes a swap, %+,.0f over the later half",
                SwapFigures.trend(memory).getAsDouble(), SwapFigures.trend(SwapFigures.laterHalf(memory)).orElse(0))
            : "");
  }

  private String ratio(final String version) {
    final double ratio = SwapFigures.median(figures.to(version), MeasuredSwap::ratio);
    return Double.isNaN(ratio) ? "none" : format("%.2f", ratio);
  }

  private static String format(final String pattern, final Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /** All figures as one JSON object; fields are only ever added. */
  String toJson() {
    final SwapBench.Settings settings = figures.settings();
    return JsonText.indented(new Fields(
        settings.first().path().toString(), settings.second().path().toString(), settings.texts().texts().size(), settings.texts().bytes(),
        settings.threads(), settings.interval().toMillis(), settings.lead().toMillis(), fields(SwapFigures.Part.QUIET),
        fields(SwapFigures.Part.PREPARATION), fields(SwapFigures.Part.SWAP), figures.median(MeasuredSwap::ratio), figures.worst(MeasuredSwap::ratio),
        figures.median(MeasuredSwap::preparationRatio), figures.worst(MeasuredSwap::preparationRatio), figures.median(MeasuredSwap::dip),
        figures.lowestDip(), figures.closed(), figures.pending(), figures.waits(), figures.waited().toMillis(), figures.memoryBefore(),
        SwapFigures.trend(figures.memory()), figures.swaps().stream().map(SwapFields::of).toList()));
  }

  private PartFields fields(final SwapFigures.Part part) {
    return new PartFields(figures.micros(part, 50), figures.micros(part, 99), figures.micros(part, 99.9), figures.longestMicros(part),
        figures.recordsASecond(part));
  }

  private record Fields(
      String modelA, String modelB, int texts, long textBytes, int threads, long intervalMillis, long leadMillis, PartFields quiet, PartFields preparation,
      PartFields swap, double ratioMedian, double ratioWorst, double preparationRatioMedian, double preparationRatioWorst, double dipMedian, double dipLowest,
      long closedWhileUsed, long withoutModelInTime, long waits, long waitedMillis, OptionalLong processBytesBefore, OptionalDouble processBytesPerSwap,
      List<SwapFields> swaps) {}

  private record PartFields(double p50Micros, double p99Micros, double p999Micros, double longestMicros, double textsPerSecond) {}

  private record SwapFields(
      String to, double ratio, double preparationRatio, double dip, Map<String, Double> stepMillis, long readyAfterMillis, long readyAheadMillis,
      long releasedAfterMillis, long residentBefore, long residentAfter, OptionalLong processBytes) {
    static SwapFields of(final MeasuredSwap swap) {
      final Map<String, Double> steps = new LinkedHashMap<>();
      swap.steps().forEach(step -> steps.put(step.step().code(), step.time().toNanos() / MILLI));
      return new SwapFields(swap.to(), swap.ratio(), swap.preparationRatio(), swap.dip(), steps, swap.readyAfter().toMillis(), swap.readyAhead().toMillis(),
          swap.releasedAfter().toMillis(), swap.residentBefore(), swap.residentAfter(), swap.processMemory());
    }
  }
}
