package io.labelstream.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.display.VisibleJson;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** A {@link ModelReport} as one JSON object; fields are only ever added. */
final class ModelReportJson {
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]*");

  private ModelReportJson() {}

  static byte[] render(final ModelReport report) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = VisibleJson.factory().createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      final ModelDescription model = report.description();
      json.writeStartObject();
      json.writeStringField("file", report.file());
      json.writeStringField("family", model.family());
      json.writeNumberField("formatVersion", model.formatVersion());
      json.writeStringField("sha256", report.sha256());
      json.writeNumberField("fileBytes", model.fileBytes());
      json.writeNumberField("labels", model.labels());
      json.writeNumberField("dimensions", model.dimensions());
      json.writeObjectFieldStart("properties");
      for (final ModelDescription.Property property : model.properties()) {
        writeValue(json, property);
      }
      json.writeEndObject();
      json.writeArrayFieldStart("parts");
      for (final ModelDescription.Part part : model.parts()) {
        json.writeStartObject();
        json.writeStringField("name", part.name());
        json.writeNumberField("bytes", part.bytes());
        json.writeEndObject();
      }
      json.writeEndArray();
      if (report.memory().isPresent()) {
        writeMemory(json, report.memory().get());
      }
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /** Numbers as numbers, all else as text. */
  private static void writeValue(final JsonGenerator json, final ModelDescription.Property property) throws IOException {
    json.writeFieldName(property.name());
    if (NUMBER.matcher(property.value()).matches()) {
      json.writeNumber(property.value());
    } else {
      json.writeString(property.value());
    }
  }

  private static void writeMemory(final JsonGenerator json, final ModelMemory memory) throws IOException {
    json.writeObjectFieldStart("memory");
    json.writeNumberField("residentBytes", memory.residentBytes());
    json.writeNumberField("mappedBytes", memory.mappedBytes());
    json.writeArrayFieldStart("parts");
    for (final ModelMemory.Part part : memory.parts()) {
      json.writeStartObject();
      json.writeStringField("name", part.name());
      json.writeStringField("kind", part.kind().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("bytes", part.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
