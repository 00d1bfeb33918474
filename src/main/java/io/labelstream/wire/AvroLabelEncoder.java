package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import org.apache.avro.Schema;

/**
 * Labels as Avro {@code LabeledText} behind a schema id, as Confluent's deserialisers read it: a zero byte, the id in four bytes with the
 * highest first, the Avro body. The subject is {@code <topic>-value}.
 */
public final class AvroLabelEncoder implements LabelEncoder {
  private final AvroLabels avro = new AvroLabels();
  private final byte[] frame;

  /**
   * An encoder for values of {@code topic}. Asks the registry for the schema's id at once, so that a registry that is missing, or refuses
   * the schema, shows when the stream starts.
   *
   * @throws RegistryException if the registry gives no id
   */
  public AvroLabelEncoder(final SchemaRegistry registry, final String topic, final Registration registration) {
    this.frame = AvroFrame.of(registry, topic, schema(), registration);
  }

  /** The schema of what this encoder writes: that of {@code schemas/LabeledText.avsc}. */
  public static Schema schema() {
    return io.labelstream.wire.avro.LabeledText.getClassSchema();
  }

  @Override
  public SlotEncoder slot(final String slot, final Lineage model) {
    return avro.slot(slot, model);
  }

  @Override
  public void begin(final int slots) {
    avro.out().clear();
    avro.out().append(frame);
    avro.array(slots);
  }

  @Override
  public byte[] end(final Origin origin) {
    avro.endArray();
    avro.origin(origin);
    return avro.out().toBytes();
  }
}
