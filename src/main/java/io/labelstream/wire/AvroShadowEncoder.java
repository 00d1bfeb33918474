package io.labelstream.wire;

import io.labelstream.wire.LabeledText.SlotLabels;
import org.apache.avro.Schema;

/**
 * Disagreements as Avro {@code ShadowDisagreement} behind a schema id, as Confluent's deserialisers read them: a zero byte, the id in four bytes with the
 * highest first, the Avro body. The subject is {@code <topic>-value}.
 */
public final class AvroShadowEncoder implements ShadowEncoder {
  private final AvroLabels avro = new AvroLabels();
  private final byte[] frame;

  /**
   * An encoder for values of {@code topic}. Asks the registry for the schema's id at once, so that a registry that is missing, or refuses the schema,
   * shows when the stream starts.
   *
   * @throws RegistryException if the registry gives no id
   */
  public AvroShadowEncoder(final SchemaRegistry registry, final String topic, final Registration registration) {
    this.frame = AvroFrame.of(registry, topic, schema(), registration);
  }

  /** The schema of what this encoder writes: that of {@code schemas/ShadowDisagreement.avsc}. */
  public static Schema schema() {
    return io.labelstream.wire.avro.ShadowDisagreement.getClassSchema();
  }

  @Override
  public byte[] encode(final ShadowDisagreement disagreement) {
    avro.out().clear();
    avro.out().append(frame);
    write(disagreement.serving());
    write(disagreement.shadow());
    avro.origin(disagreement.origin());
    return avro.out().toBytes();
  }

  private void write(final SlotLabels slot) {
    avro.slot(slot.slot(), slot.model()).encode(slot.labels(), slot.vector());
  }
}
