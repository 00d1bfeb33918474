package io.labelstream.wire.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.wire.LabeledText;
import io.labelstream.wire.TextVector;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.OptionalLong;

/** Labels and where they come from, as parts of a JSON value. */
public final class LabelJson {
  /** Below this, {@link Float#toString(float)} uses an exponent. */
  private static final float LEAST_PLAIN = 1e-3f;

  private LabelJson() {}

  public static void write(final LabeledText.SlotLabels slot, final JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("slot", slot.slot());
    json.writeArrayFieldStart("labels");
    for (final LabeledText.Label label : slot.labels()) {
      write(label.name(), label.score(), json);
    }
    json.writeEndArray();
    write(slot.model(), json);
    write(slot.vector(), json);
    json.writeEndObject();
  }

  private static void write(final TextVector vector, final JsonGenerator json) throws IOException {
    switch (vector) {
      case TextVector.None _ -> { }
      case TextVector.Float32(final float[] values) -> {
        json.writeArrayFieldStart("vector");
        for (final float value : values) {
          json.writeNumber(value);
        }
        json.writeEndArray();
      }
      case TextVector.Int8(final byte[] values, final float scale) -> {
        json.writeArrayFieldStart("vectorInt8");
        for (final byte value : values) {
          json.writeNumber(value);
        }
        json.writeEndArray();
        json.writeNumberField("vectorScale", scale);
      }
      case TextVector.Bits(final byte[] values) -> json.writeBinaryField("vectorBits", values);
    }
  }

  /** Writes a label as an object: {@code {"name": "de", "score": 0.99992687}}. */
  public static void write(final String name, final float score, final JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeFieldName("score");
    writeScore(score, json);
    json.writeEndObject();
  }

  private static void writeScore(final float score, final JsonGenerator json) throws IOException {
    if (score > 0 && score < LEAST_PLAIN) {
      json.writeNumber(new BigDecimal(Float.toString(score)));
    } else {
      json.writeNumber(score);
    }
  }

  private static void write(final LabeledText.Lineage model, final JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("name", model.name());
    json.writeStringField("version", model.version());
    json.writeStringField("sha256", model.sha256());
    json.writeFieldName("effectiveFrom");
    writeTime(model.effectiveFrom(), json);
    json.writeFieldName("controlOffset");
    writeNumber(model.controlOffset(), json);
    json.writeStringField("traffic", model.role().code());
    json.writeBooleanField("confirmed", model.certainty() == LabeledText.Certainty.CONFIRMED);
    json.writeEndObject();
  }

  public static void writeOrigin(final LabeledText.Origin origin, final JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("origin");
    json.writeStringField("topic", origin.topic());
    json.writeNumberField("partition", origin.partition());
    json.writeNumberField("offset", origin.offset());
    json.writeStringField("timestamp", Instant.ofEpochMilli(origin.timestamp()).toString());
    json.writeEndObject();
  }

  private static void writeTime(final OptionalLong millis, final JsonGenerator json) throws IOException {
    if (millis.isPresent()) {
      json.writeString(Instant.ofEpochMilli(millis.getAsLong()).toString());
    } else {
      json.writeNull();
    }
  }

  private static void writeNumber(final OptionalLong value, final JsonGenerator json) throws IOException {
    if (value.isPresent()) {
      json.writeNumber(value.getAsLong());
    } else {
      json.writeNull();
    }
  }
}
