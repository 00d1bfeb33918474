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
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Labels as Avro {@code LabeledText} behind a schema id, as Confluent's deserialisers read it: a zero byte, the id in four bytes with the
 * highest first, the Avro body. The subject is {@code <topic>-value}.
 */
public final class AvroLabelEncoder implements LabelEncoder {
  private static final byte MAGIC = 0;

  private final byte[] header;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final SpecificDatumWriter<io.labelstream.wire.avro.LabeledText> writer = new SpecificDatumWriter<>(schema(), ownModel());
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);

  /**
   * An encoder for values of {@code topic}. Asks the registry for the schema's id at once, so that a registry that is missing, or refuses
   * the schema, shows when the stream starts.
   *
   * @throws RegistryException if the registry gives no id
   */
  public AvroLabelEncoder(final SchemaRegistry registry, final String topic, final Registration registration) {
    final String subject = topic + "-value";
    final int id = switch (registration) {
      case AUTOMATIC -> registry.register(subject, schema());
      case LOOKUP_ONLY -> registry.idOf(subject, schema());
    };
    this.header = ByteBuffer.allocate(1 + Integer.BYTES).put(MAGIC).putInt(id).array();
  }

  /** The schema of what this encoder writes: that of {@code schemas/LabeledText.avsc}. */
  public static Schema schema() {
    return io.labelstream.wire.avro.LabeledText.getClassSchema();
  }

  @Override
  public byte[] encode(final LabeledText labels) {
    try {
      // What a call that failed midway has left in the encoder must not end up in this value.
      encoder.flush();
      out.reset();
      out.writeBytes(header);
      writer.write(toAvro(labels), encoder);
      encoder.flush();
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return out.toByteArray();
  }

  /** With a model of its own, the writer looks for no class by name, which Avro would refuse: see {@link GeneratedRecords}. */
  private static SpecificData ownModel() {
    final SpecificData model = new SpecificData();
    model.addLogicalTypeConversion(new TimestampMillisConversion());
    return model;
  }

  private static io.labelstream.wire.avro.LabeledText toAvro(final LabeledText labels) {
    final List<SlotLabels> slots = new ArrayList<>(labels.slots().size());
    for (final LabeledText.SlotLabels slot : labels.slots()) {
      slots.add(toAvro(slot));
    }
    final LabeledText.Origin origin = labels.origin();
    return new io.labelstream.wire.avro.LabeledText(slots,
        new Origin(new Utf8(origin.topic()), origin.partition(), origin.offset(), Instant.ofEpochMilli(origin.timestamp())));
  }

  private static SlotLabels toAvro(final LabeledText.SlotLabels slot) {
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
}
