package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.Role;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Labels from the Avro of an {@link AvroLabelEncoder}, by the schema that they were written with. */
public final class AvroLabelDecoder implements LabelDecoder {
  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private final SchemaRegistry registry;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

  public AvroLabelDecoder(final SchemaRegistry registry) {
    this.registry = Objects.requireNonNull(registry);
  }

  @Override
  public LabeledText decode(final byte[] value) throws UndecodableValueException {
    if (value.length < HEADER_BYTES || value[0] != MAGIC) {
      throw new UndecodableValueException("the value, of " + value.length + " bytes, does not start with a zero byte and a schema id");
    }
    final int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
    final GenericDatumReader<GenericRecord> reader = reader(id);
    try {
      return labels(reader.read(null, DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null)));
    } catch (final IOException | RuntimeException malformed) {
      // Avro tells malformed data by whatever its decoder runs into; its messages may quote the data.
      throw new UndecodableValueException(
          "the value, of " + value.length + " bytes, is no record of labels of schema id " + id + ": " + malformed.getClass().getSimpleName());
    }
  }

  private GenericDatumReader<GenericRecord> reader(final int id) throws UndecodableValueException {
    final GenericDatumReader<GenericRecord> known = readers.get(id);
    if (known != null) {
      return known;
    }
    return switch (registry.schema(id)) {
      case SchemaRegistry.Unusable unusable -> throw new UndecodableValueException("schema id " + id + " cannot be used: " + unusable.reason());
      case SchemaRegistry.Found found -> {
        final GenericDatumReader<GenericRecord> reader =
            new GenericDatumReader<>(found.schema(), AvroLabelEncoder.schema(), new GenericData());
        readers.put(id, reader);
        yield reader;
      }
    };
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
        (Boolean) model.get("confirmed") ? Certainty.CONFIRMED : Certainty.UNCONFIRMED));
  }

  private static OptionalLong number(final @Nullable Object value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
  }
}
