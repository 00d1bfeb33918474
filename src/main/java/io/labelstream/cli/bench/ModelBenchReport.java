package io.labelstream.cli.bench;

import io.labelstream.bench.BenchTexts;
import io.labelstream.bench.ModelFigures;
import io.labelstream.bench.Spread;
import io.labelstream.cli.output.Facts;
import io.labelstream.display.json.JsonText;
import io.labelstream.model.ModelMemory;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report of {@code bench model}, for people and programs. */
record ModelBenchReport(ModelFigures figures) {
  private static final double NANOS = 1e9;

  String toText() {
    final Spread nanos = figures.nanosPerText();
    final Spread cpuNanos = figures.cpuNanosPerText();
    final BenchTexts texts = figures.texts();
    return new Facts("", 16)
        .add("model", figures.model())
        .format("texts", "%s: %,d, %,d bytes", texts.name(), texts.texts().size(), texts.bytes())
        .add("kernels", figures.kernels())
        .format("texts/s", "%,.0f   (%,.0f to %,.0f in %d rounds)",
            NANOS / nanos.median(), NANOS / nanos.most(), NANOS / nanos.least(), figures.rounds())
        .format("MB/s", "%,.1f", figures.megabytesPerSecond(nanos.median()))
        .format("ns/text", "%,.0f   (%,.0f to %,.0f)", nanos.median(), nanos.least(), nanos.most())
        .format("CPU ns/text", "%,.0f   (%,.0f to %,.0f)", cpuNanos.median(), cpuNanos.least(), cpuNanos.most())
        .format("resident bytes", "%,d   (%s)", figures.memory().residentBytes(), derived())
        .format("mapped bytes", "%,d", figures.memory().mappedBytes())
        .format("open", "%.1f ms at first, %.1f ms again", figures.coldMillis(), figures.warmMillis())
        .toString();
  }

  private String derived() {
    final String derived =
        figures.memory().parts().stream()
            .filter(part -> part.kind() == ModelMemory.Kind.DERIVED)
            .map(part -> String.format(Locale.ROOT, "%s %,d", part.name(), part.bytes()))
            .collect(Collectors.joining("; "));
    return derived.isEmpty() ? "nothing derived" : "derived: " + derived;
  }

  String toJson() {
    final double median = figures.nanosPerText().median();
    return JsonText.indented(new Fields(
        figures.model(), figures.texts().texts().size(), figures.texts().bytes(), figures.kernels(), NANOS / median, figures.megabytesPerSecond(median), median,
        figures.nanosPerText().least(), figures.nanosPerText().most(), figures.memory().residentBytes(), figures.memory().mappedBytes(),
        figures.coldMillis(), figures.warmMillis(), figures.rounds(), figures.cpuNanosPerText().median(), figures.cpuNanosPerText().least(),
        figures.cpuNanosPerText().most()));
  }

  private record Fields(
      String model, int texts, long textBytes, String kernels, double textsPerSecond, double megabytesPerSecond, double nanosPerText,
      double nanosPerTextFastest, double nanosPerTextSlowest, long residentBytes, long mappedBytes, double firstOpenMillis, double openMillis, int rounds,
      double cpuNanosPerText, double cpuNanosPerTextFastest, double cpuNanosPerTextSlowest) {}
}
