package io.labelstream.wire;

import io.labelstream.wire.avro.Label;
import io.labelstream.wire.avro.Lineage;
import io.labelstream.wire.avro.Origin;
import io.labelstream.wire.avro.SlotLabels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Labels and where they come from, as parts of an Avro record. */
final class AvroLabels {
  private AvroLabels() {}

  static SlotLabels toAvro(final LabeledText.SlotLabels slot) {
    final List<Label> labels = new ArrayList<>(slot.labels().size());
    for (final LabeledText.Label label : slot.labels()) {
      labels.add(new Label(new Utf8(label.name()), label.score()));
    }
    return new SlotLabels(new Utf8(slot.slot()), labels, toAvro(slot.model()));
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
