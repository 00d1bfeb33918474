package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.internal.JsonFloats;
import io.labelstream.wire.internal.JsonIntegers;
import io.labelstream.wire.internal.JsonStrings;
import io.labelstream.wire.internal.JsonTime;
import io.labelstream.wire.internal.ValueBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

/** Labels and where they come from, as parts of JSON values in one buffer. Not thread-safe. */
final class JsonLabels {
  private static final byte[] NAME = "{\"name\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SCORE = ",\"score\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TIMESTAMP = ",\"timestamp\":".getBytes(StandardCharsets.US_ASCII);

  private final ValueBuffer out = new ValueBuffer();
  private final JsonTime time = new JsonTime();
  private String topic = "";
  private int partition;
  private byte[] place = place(topic, partition);

  /** Where the value is written. */
  ValueBuffer out() {
    return out;
  }

  /** The labels that one version gives in one slot: an object, with a comma before it if it comes behind another. */
  SlotEncoder slot(final String slot, final Lineage model) {
    return new Slot(ValueBuffer.bytesOf(head -> {
      head.append("{\"slot\":");
      JsonStrings.write(slot, head);
      head.append(",\"labels\":[");
    }), ValueBuffer.bytesOf(tail -> {
      tail.append("],\"model\":");
      write(model, tail);
    }));
  }

  /** Writes the origin: a field, with a comma before it. */
  void origin(final Origin origin) {
    // A task reads one partition, nearly always of one topic.
    if (origin.partition() != partition || !origin.topic().equals(topic)) {
      topic = origin.topic();
      partition = origin.partition();
      place = place(topic, partition);
    }
    out.append(place);
    JsonIntegers.write(origin.offset(), out);
    out.append(TIMESTAMP);
    time.write(origin.timestamp(), out);
    out.append('}');
  }

  private final class Slot implements SlotEncoder {
    private final byte[] head;
    private final byte[] tail;

    Slot(final byte[] head, final byte[] tail) {
      this.head = head;
      this.tail = tail;
    }

    @Override
    public void begin(final int labels) {
      separate();
      out.append(head);
    }

    @Override
    public void label(final byte[] name, final int offset, final int length, final float score) {
      separate();
      out.append(NAME);
      JsonStrings.write(name, offset, length, out);
      out.append(SCORE);
      JsonFloats.score(score, out);
      out.append('}');
    }

    @Override
    public void end(final TextVector vector) {
      out.append(tail);
      write(vector);
      out.append('}');
    }
  }

  private void separate() {
    if (out.last() == '}') {
      out.append(',');
    }
  }

  private void write(final TextVector vector) {
    switch (vector) {
      case TextVector.None _ -> { }
      case TextVector.Float32(final float[] values) -> {
        out.append(",\"vector\":[");
        for (int dimension = 0; dimension < values.length; dimension++) {
          separate(dimension);
          JsonFloats.number(values[dimension], out);
        }
        out.append(']');
      }
      case TextVector.Int8(final byte[] values, final float scale) -> {
        out.append(",\"vectorInt8\":[");
        for (int dimension = 0; dimension < values.length; dimension++) {
          separate(dimension);
          JsonIntegers.write(values[dimension], out);
        }
        out.append("],\"vectorScale\":");
        JsonFloats.number(scale, out);
      }
      case TextVector.Bits(final byte[] values) -> {
        out.append(",\"vectorBits\":\"");
        out.append(Base64.getEncoder().encode(values));
        out.append('"');
      }
    }
  }

  private void separate(final int index) {
    if (index > 0) {
      out.append(',');
    }
  }

  private static byte[] place(final String topic, final int partition) {
    return ValueBuffer.bytesOf(out -> {
      out.append(",\"origin\":{\"topic\":");
      JsonStrings.write(topic, out);
      out.append(",\"partition\":");
      JsonIntegers.write(partition, out);
      out.append(",\"offset\":");
    });
  }

  private static void write(final Lineage model, final ValueBuffer out) {
    out.append("{\"name\":");
    JsonStrings.write(model.name(), out);
    out.append(",\"version\":");
    JsonStrings.write(model.version(), out);
    out.append(",\"sha256\":");
    JsonStrings.write(model.sha256(), out);
    out.append(",\"effectiveFrom\":");
    if (model.effectiveFrom().isPresent()) {
      new JsonTime().write(model.effectiveFrom().getAsLong(), out);
    } else {
      out.append("null");
    }
    out.append(",\"controlOffset\":" + text(model.controlOffset()) + ",\"traffic\":\"" + model.role().code() + "\",\"confirmed\":"
        + (model.certainty() == Certainty.CONFIRMED) + '}');
  }

  private static String text(final OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "null";
  }
}
