package io.labelstream.wire;

import io.labelstream.wire.avro.Label;
import io.labelstream.wire.avro.Lineage;
import io.labelstream.wire.avro.Origin;
import io.labelstream.wire.avro.SlotLabels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Labels as Avro by the generated records and Avro's own writer, behind the schema's id. */
final class AvroOracle {
  private AvroOracle() {}

  static byte[] labels(final int schema, final LabeledText labels) {
    return write(schema, new io.labelstream.wire.avro.LabeledText(labels.slots().stream().map(AvroOracle::slot).toList(), origin(labels.origin())));
  }

  static byte[] disagreement(final int schema, final ShadowDisagreement disagreement) {
    return write(schema, new io.labelstream.wire.avro.ShadowDisagreement(
        slot(disagreement.serving()), slot(disagreement.shadow()), origin(disagreement.origin())));
  }

  private static <T extends SpecificRecordBase> byte[] write(final int schema, final T record) {
    // With a model of its own, the writer looks for no class by name, which Avro would refuse.
    final SpecificData model = new SpecificData();
    model.addLogicalTypeConversion(new TimestampMillisConversion());
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schema).array());
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new SpecificDatumWriter<T>(record.getSchema(), model).write(record, encoder);
      encoder.flush();
    } catch (final IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static SlotLabels slot(final LabeledText.SlotLabels slot) {
    final List<Label> labels = slot.labels().stream().map(label -> new Label(new Utf8(label.name()), label.score())).toList();
    return new SlotLabels(new Utf8(slot.slot()), labels, lineage(slot.model()), floats(slot.vector()),
        ByteBuffer.wrap(slot.vector() instanceof TextVector.Int8(final byte[] values, final float _) ? values : new byte[0]),
        slot.vector() instanceof TextVector.Int8(final byte[] _, final float scale) ? scale : 0f,
        ByteBuffer.wrap(slot.vector() instanceof TextVector.Bits(final byte[] values) ? values : new byte[0]));
  }

  private static List<Float> floats(final TextVector vector) {
    final List<Float> floats = new ArrayList<>();
    if (vector instanceof TextVector.Float32(final float[] values)) {
      for (final float value : values) {
        floats.add(value);
      }
    }
    return floats;
  }

  private static Lineage lineage(final LabeledText.Lineage model) {
    return new Lineage(new Utf8(model.name()), new Utf8(model.version()), new Utf8(model.sha256()), instant(model.effectiveFrom()),
        number(model.controlOffset()), new Utf8(model.role().code()), model.certainty() == LabeledText.Certainty.CONFIRMED);
  }

  private static Origin origin(final LabeledText.Origin origin) {
    return new Origin(new Utf8(origin.topic()), origin.partition(), origin.offset(), Instant.ofEpochMilli(origin.timestamp()));
  }

  private static @Nullable Instant instant(final OptionalLong millis) {
    return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()) : null;
  }

  private static @Nullable Long number(final OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
