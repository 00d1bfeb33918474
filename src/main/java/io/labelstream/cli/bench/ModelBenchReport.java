package io.labelstream.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.display.VisibleJson;
import io.labelstream.model.ModelMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What {@code bench model} measured.
 *
 * @param kernels the arithmetic that was used
 * @param coldMillis how long the first open of the process took
 * @param warmMillis how long the second took
 * @param nanosPerText one figure a round, in ascending order
 */
record ModelBenchReport(
    String model, BenchTexts texts, String kernels, double coldMillis, double warmMillis, List<Double> nanosPerText, ModelMemory memory) {
  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1e6;

  private double median() {
    return nanosPerText.get(nanosPerText.size() / 2);
  }

  private double megabytesPerSecond(final double nanos) {
    return texts.bytes() / (nanos * texts.texts().size()) * NANOS / MEGABYTE;
  }

  String toText() {
    final double slowest = nanosPerText.getLast();
    final double fastest = nanosPerText.getFirst();
    final StringBuilder out = new StringBuilder();
    row(out, "model", model);
    row(out, "texts", String.format(Locale.ROOT, "%s: %,d, %,d bytes", texts.name(), texts.texts().size(), texts.bytes()));
    row(out, "kernels", kernels);
    row(out, "texts/s", String.format(Locale.ROOT, "%,.0f   (%,.0f to %,.0f in %d rounds)", NANOS / median(), NANOS / slowest, NANOS / fastest, nanosPerText.size()));
    row(out, "MB/s", String.format(Locale.ROOT, "%,.1f", megabytesPerSecond(median())));
    row(out, "ns/text", String.format(Locale.ROOT, "%,.0f   (%,.0f to %,.0f)", median(), fastest, slowest));
    row(out, "resident bytes", String.format(Locale.ROOT, "%,d   (%s)", memory.residentBytes(), derived()));
    row(out, "mapped bytes", String.format(Locale.ROOT, "%,d", memory.mappedBytes()));
    row(out, "open", String.format(Locale.ROOT, "%.1f ms at first, %.1f ms again", coldMillis, warmMillis));
    return out.toString();
  }

  private String derived() {
    final String derived =
        memory.parts().stream()
            .filter(part -> part.kind() == ModelMemory.Kind.DERIVED)
            .map(part -> String.format(Locale.ROOT, "%s %,d", part.name(), part.bytes()))
            .collect(Collectors.joining("; "));
    return derived.isEmpty() ? "nothing derived" : "derived: " + derived;
  }

  private static void row(final StringBuilder out, final String name, final String value) {
    out.append(String.format(Locale.ROOT, "%-14s  %s\n", name, value));
  }

  byte[] toJson() throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = VisibleJson.factory().createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("model", model);
      json.writeNumberField("texts", texts.texts().size());
      json.writeNumberField("textBytes", texts.bytes());
      json.writeStringField("kernels", kernels);
      json.writeNumberField("textsPerSecond", NANOS / median());
      json.writeNumberField("megabytesPerSecond", megabytesPerSecond(median()));
      json.writeNumberField("nanosPerText", median());
      json.writeNumberField("nanosPerTextFastest", nanosPerText.getFirst());
      json.writeNumberField("nanosPerTextSlowest", nanosPerText.getLast());
      json.writeNumberField("residentBytes", memory.residentBytes());
      json.writeNumberField("mappedBytes", memory.mappedBytes());
      json.writeNumberField("firstOpenMillis", coldMillis);
      json.writeNumberField("openMillis", warmMillis);
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
