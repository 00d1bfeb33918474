package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.Role;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Labels from the JSON of a {@link JsonLabelEncoder}. Unknown fields, which a later release may have added, are left out. */
public final class JsonLabelDecoder implements LabelDecoder {
  private static final int MOST_DEPTH = 16;
  private static final int USUAL_DIMENSIONS = 128;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
          .build();

  @Override
  public LabeledText decode(final byte[] value) throws UndecodableValueException {
    try (JsonParser json = JSON.createParser(value)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      final Fields fields = new Fields();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        final String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "slots" -> fields.slots = slots(json);
          case "origin" -> fields.origin = origin(json);
          default -> json.skipChildren();
        }
      }
      return new LabeledText(fields.slots, fields.origin());
    } catch (final IOException | IllegalArgumentException | DateTimeException malformed) {
      // The parser's message may quote the value.
      throw new UndecodableValueException("the value, of " + value.length + " bytes, is not the JSON of labels: " + malformed.getClass().getSimpleName());
    }
  }

  /** The parts of the current value that have been read. */
  private static final class Fields {
    private List<SlotLabels> slots = List.of();
    private Origin origin = new Origin("", 0, -1, 0);

    private Origin origin() {
      require(origin.offset() >= 0);
      return origin;
    }
  }

  private static List<SlotLabels> slots(final JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY);
    final List<SlotLabels> slots = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_OBJECT);
      slots.add(slot(json));
    }
    return slots;
  }

  private static SlotLabels slot(final JsonParser json) throws IOException {
    String slot = "";
    List<Label> labels = List.of();
    Lineage model = new Lineage("", "", "", OptionalLong.empty(), OptionalLong.empty());
    TextVector vector = TextVector.None.NONE;
    byte[] integers = {};
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      final String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "slot" -> slot = json.getText();
        case "labels" -> labels = labels(json);
        case "model" -> model = lineage(json);
        case "vector" -> vector = new TextVector.Float32(floats(json));
        case "vectorInt8" -> integers = integers(json);
        case "vectorScale" -> vector = new TextVector.Int8(integers, json.getFloatValue());
        case "vectorBits" -> vector = new TextVector.Bits(json.getBinaryValue());
        default -> json.skipChildren();
      }
    }
    return new SlotLabels(slot, labels, model, vector);
  }

  private static float[] floats(final JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY);
    float[] floats = new float[USUAL_DIMENSIONS];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      floats = count < floats.length ? floats : Arrays.copyOf(floats, 2 * count);
      floats[count++] = json.getFloatValue();
    }
    return Arrays.copyOf(floats, count);
  }

  private static byte[] integers(final JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY);
    final ByteArrayOutputStream integers = new ByteArrayOutputStream();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      integers.write(json.getByteValue());
    }
    return integers.toByteArray();
  }

  private static List<Label> labels(final JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY);
    final List<Label> labels = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_OBJECT);
      String label = "";
      float score = Float.NaN;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        final String name = json.currentName();
        final JsonToken field = json.nextToken();
        switch (name) {
          case "name" -> label = json.getText();
          // A score that is not a number is written as text.
          case "score" -> score = field.isNumeric() ? json.getFloatValue() : Float.parseFloat(json.getText());
          default -> json.skipChildren();
        }
      }
      labels.add(new Label(label, score));
    }
    return labels;
  }

  private static Lineage lineage(final JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT);
    String model = "";
    String version = "";
    String sha256 = "";
    OptionalLong effectiveFrom = OptionalLong.empty();
    OptionalLong controlOffset = OptionalLong.empty();
    Role role = Role.LIVE;
    Certainty certainty = Certainty.CONFIRMED;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      final String name = json.currentName();
      final boolean there = json.nextToken() != JsonToken.VALUE_NULL;
      switch (name) {
        case "name" -> model = json.getText();
        case "version" -> version = json.getText();
        case "sha256" -> sha256 = json.getText();
        case "effectiveFrom" -> effectiveFrom = there ? OptionalLong.of(Instant.parse(json.getText()).toEpochMilli()) : OptionalLong.empty();
        case "controlOffset" -> controlOffset = there ? OptionalLong.of(json.getLongValue()) : OptionalLong.empty();
        case "traffic" -> role = Role.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "confirmed" -> certainty = json.getBooleanValue() ? Certainty.CONFIRMED : Certainty.UNCONFIRMED;
        default -> json.skipChildren();
      }
    }
    return new Lineage(model, version, sha256, effectiveFrom, controlOffset, role, certainty);
  }

  private static Origin origin(final JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT);
    String topic = "";
    int partition = 0;
    long offset = -1;
    long timestamp = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      final String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "topic" -> topic = json.getText();
        case "partition" -> partition = json.getIntValue();
        case "offset" -> offset = json.getLongValue();
        case "timestamp" -> timestamp = Instant.parse(json.getText()).toEpochMilli();
        default -> json.skipChildren();
      }
    }
    return new Origin(topic, partition, offset, timestamp);
  }

  private static void require(final boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not the JSON of labels");
    }
  }
}
