package io.labelstream.wire;

import io.labelstream.wire.avro.Label;
import io.labelstream.wire.avro.Lineage;
import io.labelstream.wire.avro.Origin;
import io.labelstream.wire.avro.SlotLabels;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Labels and where they come from, as parts of an Avro record. */
final class AvroLabels {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private AvroLabels() {}

  static SlotLabels toAvro(final LabeledText.SlotLabels slot) {
    final List<Label> labels = new ArrayList<>(slot.labels().size());
    for (final LabeledText.Label label : slot.labels()) {
      labels.add(new Label(new Utf8(label.name()), label.score()));
    }
    return switch (slot.vector()) {
      case TextVector.None _ -> toAvro(slot, labels, FloatList.EMPTY, NO_BYTES.duplicate(), 0f, NO_BYTES.duplicate());
      case TextVector.Float32(final float[] values) -> toAvro(slot, labels, new FloatList(values), NO_BYTES.duplicate(), 0f, NO_BYTES.duplicate());
      case TextVector.Int8(final byte[] values, final float scale) ->
          toAvro(slot, labels, FloatList.EMPTY, ByteBuffer.wrap(values), scale, NO_BYTES.duplicate());
      case TextVector.Bits(final byte[] values) -> toAvro(slot, labels, FloatList.EMPTY, NO_BYTES.duplicate(), 0f, ByteBuffer.wrap(values));
    };
  }

  private static SlotLabels toAvro(
      final LabeledText.SlotLabels slot, final List<Label> labels, final FloatList vector, final ByteBuffer integers, final float scale,
      final ByteBuffer bits) {
    return new SlotLabels(new Utf8(slot.slot()), labels, toAvro(slot.model()), vector, integers, scale, bits);
  }

  private static Lineage toAvro(final LabeledText.Lineage model) {
    return new Lineage(new Utf8(model.name()), new Utf8(model.version()), new Utf8(model.sha256()),
        instant(model.effectiveFrom()), number(model.controlOffset()), new Utf8(model.role().code()),
        model.certainty() == LabeledText.Certainty.CONFIRMED);
  }

  private static @Nullable Instant instant(final OptionalLong millis) {
    return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()) : null;
  }

  private static @Nullable Long number(final OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  static Origin toAvro(final LabeledText.Origin origin) {
    return new Origin(new Utf8(origin.topic()), origin.partition(), origin.offset(), Instant.ofEpochMilli(origin.timestamp()));
  }
}
