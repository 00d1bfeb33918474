package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.Role;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Labels from the Avro of an {@link AvroLabelEncoder}, by the schema that they were written with. */
public final class AvroLabelDecoder implements LabelDecoder {
  private static final Headers NO_HEADERS = new RecordHeaders();

  private final AvroRecords records;

  public AvroLabelDecoder(final SchemaRegistry registry) {
    this.records = new AvroRecords(registry, AvroLabelEncoder.schema());
  }

  @Override
  public LabeledText decode(final byte[] value) throws UndecodableValueException {
    final GenericRecord record = records.read(NO_HEADERS, value);
    try {
      return labels(record);
    } catch (final RuntimeException malformed) {
      // Such as traffic of an unknown kind; the message may quote the value.
      throw new UndecodableValueException(
          "the value of " + value.length + " bytes is no record of labels: " + malformed.getClass().getSimpleName());
    }
  }

  private static LabeledText labels(final GenericRecord record) {
    final List<SlotLabels> slots = new ArrayList<>();
    for (final Object slot : (List<?>) record.get("slots")) {
      slots.add(slot((GenericRecord) slot));
    }
    final GenericRecord origin = (GenericRecord) record.get("origin");
    return new LabeledText(slots, new Origin(
        origin.get("topic").toString(), (Integer) origin.get("partition"), (Long) origin.get("offset"), (Long) origin.get("timestamp")));
  }

  private static SlotLabels slot(final GenericRecord slot) {
    final List<Label> labels = new ArrayList<>();
    for (final Object label : (List<?>) slot.get("labels")) {
      final GenericRecord fields = (GenericRecord) label;
      labels.add(new Label(fields.get("name").toString(), (Float) fields.get("score")));
    }
    final GenericRecord model = (GenericRecord) slot.get("model");
    return new SlotLabels(slot.get("slot").toString(), labels, new Lineage(
        model.get("name").toString(), model.get("version").toString(), model.get("sha256").toString(),
        number(model.get("effectiveFrom")), number(model.get("controlOffset")),
        Role.valueOf(model.get("traffic").toString().toUpperCase(Locale.ROOT)),
        (Boolean) model.get("confirmed") ? Certainty.CONFIRMED : Certainty.UNCONFIRMED), vector(slot));
  }

  private static TextVector vector(final GenericRecord slot) {
    final List<?> floats = (List<?>) slot.get("vector");
    final ByteBuffer integers = (ByteBuffer) slot.get("vectorInt8");
    if (!floats.isEmpty()) {
      final float[] values = new float[floats.size()];
      for (int dimension = 0; dimension < values.length; dimension++) {
        values[dimension] = (Float) floats.get(dimension);
      }
      return new TextVector.Float32(values);
    }
    if (integers.hasRemaining()) {
      return new TextVector.Int8(bytes(integers), (Float) slot.get("vectorScale"));
    }
    final ByteBuffer bits = (ByteBuffer) slot.get("vectorBits");
    return bits.hasRemaining() ? new TextVector.Bits(bytes(bits)) : TextVector.None.NONE;
  }

  private static byte[] bytes(final ByteBuffer field) {
    final byte[] bytes = new byte[field.remaining()];
    field.duplicate().get(bytes);
    return bytes;
  }

  private static OptionalLong number(final @Nullable Object value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
  }
}
