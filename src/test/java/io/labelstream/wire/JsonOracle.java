package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;

/** Labels as JSON by Jackson, which decides how each string and number is written. */
final class JsonOracle {
  private static final JsonFactory FACTORY = JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final float LEAST_PLAIN = 1e-3f;

  private JsonOracle() {}

  /** The content to write. */
  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static byte[] labels(final LabeledText labels) {
    return write(json -> {
      json.writeArrayFieldStart("slots");
      for (final SlotLabels slot : labels.slots()) {
        write(slot, json);
      }
      json.writeEndArray();
      write(labels.origin(), json);
    });
  }

  static byte[] disagreement(final ShadowDisagreement disagreement) {
    return write(json -> {
      json.writeFieldName("serving");
      write(disagreement.serving(), json);
      json.writeFieldName("shadow");
      write(disagreement.shadow(), json);
      write(disagreement.origin(), json);
    });
  }

  private static byte[] write(final Content content) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    } catch (final IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static void write(final SlotLabels slot, final JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("slot", slot.slot());
    json.writeArrayFieldStart("labels");
    for (final Label label : slot.labels()) {
      json.writeStartObject();
      json.writeStringField("name", label.name());
      json.writeFieldName("score");
      if (label.score() > 0 && label.score() < LEAST_PLAIN) {
        json.writeNumber(new BigDecimal(Float.toString(label.score())));
      } else {
        json.writeNumber(label.score());
      }
      json.writeEndObject();
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

  private static void write(final Lineage model, final JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("name", model.name());
    json.writeStringField("version", model.version());
    json.writeStringField("sha256", model.sha256());
    json.writeFieldName("effectiveFrom");
    if (model.effectiveFrom().isPresent()) {
      json.writeString(Instant.ofEpochMilli(model.effectiveFrom().getAsLong()).toString());
    } else {
      json.writeNull();
    }
    json.writeFieldName("controlOffset");
    if (model.controlOffset().isPresent()) {
      json.writeNumber(model.controlOffset().getAsLong());
    } else {
      json.writeNull();
    }
    json.writeStringField("traffic", model.role().code());
    json.writeBooleanField("confirmed", model.certainty() == Certainty.CONFIRMED);
    json.writeEndObject();
  }

  private static void write(final Origin origin, final JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("origin");
    json.writeStringField("topic", origin.topic());
    json.writeNumberField("partition", origin.partition());
    json.writeNumberField("offset", origin.offset());
    json.writeStringField("timestamp", Instant.ofEpochMilli(origin.timestamp()).toString());
    json.writeEndObject();
  }
}
