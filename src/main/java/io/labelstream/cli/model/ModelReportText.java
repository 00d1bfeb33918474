package io.labelstream.cli.model;

import io.labelstream.cli.output.Amounts;
import io.labelstream.display.VisibleText;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import java.util.Locale;
import java.util.stream.Stream;

/** A {@link ModelReport} as a table for people. */
final class ModelReportText {
  private final StringBuilder text = new StringBuilder();
  private final int nameWidth;

  private ModelReportText(final int nameWidth) {
    this.nameWidth = nameWidth;
  }

  static String render(final ModelReport report) {
    final ModelDescription model = report.description();
    final Stream<String> names = Stream.of(
        Stream.of("dimensions"), model.properties().stream().map(ModelDescription.Property::name), model.parts().stream().map(ModelDescription.Part::name),
        report.memory().stream().flatMap(memory -> memory.parts().stream()).map(ModelMemory.Part::name)).flatMap(each -> each);
    final ModelReportText table = new ModelReportText(names.mapToInt(String::length).max().orElseThrow());
    table.head(report);
    table.parts(report.description());
    report.memory().ifPresent(table::memory);
    return table.text.toString();
  }

  private void head(final ModelReport report) {
    final ModelDescription model = report.description();
    text.append(VisibleText.of(report.file())).append('\n');
    row("family", model.family() + ", format version " + model.formatVersion());
    row("sha-256", report.sha256());
    row("labels", Amounts.grouped(model.labels()));
    model.dimensions().ifPresent(dimensions -> row("dimensions", String.format(Locale.ROOT, "%,d", dimensions)));
    model.properties().forEach(property -> row(property.name(), property.value()));
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
}

