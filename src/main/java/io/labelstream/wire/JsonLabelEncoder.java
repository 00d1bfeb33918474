package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Labels as one line of JSON, with the names of {@code schemas/LabeledText.avsc} in its order:
 *
 * <pre>{@code
 * {"slots":[{"slot":"language","labels":[{"name":"fr","score":0.9731}],
 *   "model":{"name":"lid.176","version":"1","sha256":"…","effectiveFrom":null,"controlOffset":null,
 *     "traffic":"live","confirmed":true}}],
 *  "origin":{"topic":"texts","partition":0,"offset":42,"timestamp":"2026-01-31T12:00:00.250Z"}}
 * }</pre>
 *
 * <p>No field is ever left out. Times are ISO-8601 in UTC. A score is written with the fewest digits that give the same float back, never
 * with an exponent; one that is not a number is the string {@code "NaN"}.
 */
public final class JsonLabelEncoder implements LabelEncoder {
  private static final JsonFactory FACTORY = JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  /** Below this, {@link Float#toString(float)} uses an exponent. */
  private static final float LEAST_PLAIN = 1e-3f;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Override
  public byte[] encode(final LabeledText labels) {
    out.reset();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("slots");
      for (final LabeledText.SlotLabels slot : labels.slots()) {
        write(slot, json);
      }
      json.writeEndArray();
      write(labels.origin(), json);
      json.writeEndObject();
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return out.toByteArray();
  }

  private static void write(final LabeledText.SlotLabels slot, final JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("slot", slot.slot());
    json.writeArrayFieldStart("labels");
    for (final LabeledText.Label label : slot.labels()) {
      json.writeStartObject();
      json.writeStringField("name", label.name());
      json.writeFieldName("score");
      writeScore(label.score(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    write(slot.model(), json);
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

  private static void write(final LabeledText.Origin origin, final JsonGenerator json) throws IOException {
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
