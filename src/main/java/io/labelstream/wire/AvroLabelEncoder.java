package io.labelstream.wire;

import io.labelstream.wire.avro.SlotLabels;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Labels as Avro {@code LabeledText} behind a schema id, as Confluent's deserialisers read it: a zero byte, the id in four bytes with the
 * highest first, the Avro body. The subject is {@code <topic>-value}.
 */
public final class AvroLabelEncoder implements LabelEncoder {
  private final AvroValueWriter<io.labelstream.wire.avro.LabeledText> writer;

  /**
   * An encoder for values of {@code topic}. Asks the registry for the schema's id at once, so that a registry that is missing, or refuses
   * the schema, shows when the stream starts.
   *
   * @throws RegistryException if the registry gives no id
   */
  public AvroLabelEncoder(final SchemaRegistry registry, final String topic, final Registration registration) {
    this.writer = new AvroValueWriter<>(registry, topic, schema(), registration);
  }

  /** The schema of what this encoder writes: that of {@code schemas/LabeledText.avsc}. */
  public static Schema schema() {
    return io.labelstream.wire.avro.LabeledText.getClassSchema();
  }

  @Override
  public byte[] encode(final LabeledText labels) {
    final List<SlotLabels> slots = new ArrayList<>(labels.slots().size());
    for (final LabeledText.SlotLabels slot : labels.slots()) {
      slots.add(AvroLabels.toAvro(slot));
    }
    return writer.write(new io.labelstream.wire.avro.LabeledText(slots, AvroLabels.toAvro(labels.origin())));
  }
}
