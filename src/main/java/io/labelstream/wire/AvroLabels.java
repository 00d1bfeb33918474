package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.internal.AvroValues;
import io.labelstream.wire.internal.ValueBuffer;
import java.util.OptionalLong;

/**
 * Labels and where they come from, as parts of Avro values in one buffer, with the fields of {@code schemas/LabeledText.avsc}. Not thread-safe.
 */
final class AvroLabels {
  private static final float[] NO_FLOATS = {};
  private static final byte[] NO_BYTES = {};

  private final ValueBuffer out = new ValueBuffer();
  private String topic = "";
  private int partition;
  private byte[] place = place(topic, partition);

  /** Where the value is written. */
  ValueBuffer out() {
    return out;
  }

  /** The labels that one version gives in one slot: a record. */
  SlotEncoder slot(final String slot, final Lineage model) {
    return new Slot(ValueBuffer.bytesOf(head -> AvroValues.string(slot, head)), ValueBuffer.bytesOf(tail -> write(model, tail)));
  }

  /** Writes the origin: a record. */
  void origin(final Origin origin) {
    // A task reads one partition, nearly always of one topic.
    if (origin.partition() != partition || !origin.topic().equals(topic)) {
      topic = origin.topic();
      partition = origin.partition();
      place = place(topic, partition);
    }
    out.append(place);
    AvroValues.number(origin.offset(), out);
    AvroValues.number(origin.timestamp(), out);
  }

  /** Begins an array, as one block: the number of its elements comes before them. */
  void array(final int elements) {
    if (elements > 0) {
      AvroValues.number(elements, out);
    }
  }

  /** Ends an array, by a block without elements. */
  void endArray() {
    AvroValues.number(0, out);
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
      out.append(head);
      array(labels);
    }

    @Override
    public void label(final byte[] name, final int offset, final int length, final float score) {
      AvroValues.bytes(name, offset, length, out);
      AvroValues.float32(score, out);
    }

    @Override
    public void end(final TextVector vector) {
      endArray();
      out.append(tail);
      write(vector);
    }
  }

  private void write(final TextVector vector) {
    switch (vector) {
      case TextVector.None _ -> write(NO_FLOATS, NO_BYTES, 0f, NO_BYTES);
      case TextVector.Float32(final float[] values) -> write(values, NO_BYTES, 0f, NO_BYTES);
      case TextVector.Int8(final byte[] values, final float scale) -> write(NO_FLOATS, values, scale, NO_BYTES);
      case TextVector.Bits(final byte[] values) -> write(NO_FLOATS, NO_BYTES, 0f, values);
    }
  }

  private void write(final float[] floats, final byte[] integers, final float scale, final byte[] bits) {
    array(floats.length);
    for (final float value : floats) {
      AvroValues.float32(value, out);
    }
    endArray();
    AvroValues.bytes(integers, 0, integers.length, out);
    AvroValues.float32(scale, out);
    AvroValues.bytes(bits, 0, bits.length, out);
  }

  private static byte[] place(final String topic, final int partition) {
    return ValueBuffer.bytesOf(out -> {
      AvroValues.string(topic, out);
      AvroValues.number(partition, out);
    });
  }

  private static void write(final Lineage model, final ValueBuffer out) {
    AvroValues.string(model.name(), out);
    AvroValues.string(model.version(), out);
    AvroValues.string(model.sha256(), out);
    write(model.effectiveFrom(), out);
    write(model.controlOffset(), out);
    AvroValues.string(model.role().code(), out);
    out.append(model.certainty() == Certainty.CONFIRMED ? (char) 1 : 0);
  }

  /** A union of null and a long. */
  private static void write(final OptionalLong number, final ValueBuffer out) {
    AvroValues.number(number.isPresent() ? 1 : 0, out);
    if (number.isPresent()) {
      AvroValues.number(number.getAsLong(), out);
    }
  }
}
