package io.labelstream.cli.model;

import io.labelstream.display.VisibleText;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A {@link ModelReport} as a table for people. */
final class ModelReportText {
  private final StringBuilder text = new StringBuilder();
  private final int nameWidth;

  private ModelReportText(final int nameWidth) {
    this.nameWidth = nameWidth;
  }

  static byte[] render(final ModelReport report) {
    final int longest =
        Math.max(
            report.description().properties().stream().mapToInt(property -> property.name().length()).max().orElse(0),
            Math.max(
                report.description().parts().stream().mapToInt(part -> part.name().length()).max().orElse(0),
                report.memory().stream()
                    .flatMap(memory -> memory.parts().stream())
                    .mapToInt(part -> part.name().length())
                    .max()
                    .orElse(0)));
    final ModelReportText table = new ModelReportText(Math.max("dimensions".length(), longest));
    table.head(report);
    table.parts(report.description());
    report.memory().ifPresent(table::memory);
    return table.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void head(final ModelReport report) {
    final ModelDescription model = report.description();
    text.append(VisibleText.of(report.file())).append('\n');
    row("family", model.family() + ", format version " + model.formatVersion());
    row("sha-256", report.sha256());
    row("labels", grouped(model.labels()));
    row("dimensions", grouped(model.dimensions()));
    for (final ModelDescription.Property property : model.properties()) {
      row(property.name(), property.value());
    }
  }

  private void parts(final ModelDescription model) {
    text.append("\nBytes in the file\n");
    for (final ModelDescription.Part part : model.parts()) {
      amount(part.name(), part.bytes(), String.format(Locale.ROOT, "%5.1f %%", 100.0 * part.bytes() / Math.max(1, model.fileBytes())));
    }
    amount("total", model.fileBytes(), "");
  }

  private void memory(final ModelMemory memory) {
    text.append("\nBytes outside the heap once open\n");
    for (final ModelMemory.Part part : memory.parts()) {
      amount(part.name(), part.bytes(), part.kind().name().toLowerCase(Locale.ROOT));
    }
    amount("resident", memory.residentBytes(), "");
    amount("mapped", memory.mappedBytes(), "");
  }

  private void row(final String name, final String value) {
    text.append("  ").append(padded(name)).append("  ").append(VisibleText.of(value)).append('\n');
  }

  private void amount(final String name, final long bytes, final String remark) {
    text.append("  ").append(padded(name)).append(String.format(Locale.ROOT, "  %,15d  %s", bytes, remark).stripTrailing()).append('\n');
  }

  private String padded(final String name) {
    return name + " ".repeat(Math.max(0, nameWidth - name.length()));
  }

  private static String grouped(final long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
