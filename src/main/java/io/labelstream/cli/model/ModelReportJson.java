package io.labelstream.cli.model;

import io.labelstream.display.json.JsonText;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A {@link ModelReport} as one JSON object; fields, those of the parts' own records included, are only ever added. */
record ModelReportJson(
    String file, String family, int formatVersion, String sha256, long fileBytes, int labels, OptionalInt dimensions,
    Map<String, Object> properties, List<ModelDescription.Part> parts, Optional<Memory> memory) {
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]*");

  private record Memory(long residentBytes, long mappedBytes, List<ModelMemory.Part> parts) {}

  static String render(final ModelReport report) {
    final ModelDescription model = report.description();
    final Map<String, Object> properties = new LinkedHashMap<>();
    // Numbers as numbers, all others as text.
    model.properties().forEach(property ->
        properties.put(property.name(), NUMBER.matcher(property.value()).matches() ? new BigInteger(property.value()) : property.value()));
    return JsonText.indented(new ModelReportJson(
        report.file(), model.family(), model.formatVersion(), report.sha256(), model.fileBytes(), model.labels(), model.dimensions(), properties, model.parts(),
        report.memory().map(memory -> new Memory(memory.residentBytes(), memory.mappedBytes(), memory.parts()))));
  }
}
