package io.labelstream.wire;

import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/** The first bytes of a value with an Avro body, as Confluent's deserialisers read them: a zero byte, and the schema's id in four bytes with the highest first. */
final class AvroFrame {
  private static final byte MAGIC = 0;

  private AvroFrame() {}

  /**
   * The first bytes of values of {@code topic}, under the subject {@code <topic>-value}.
   *
   * @throws RegistryException if the registry gives no id
   */
  static byte[] of(final SchemaRegistry registry, final String topic, final Schema schema, final Registration registration) {
    final String subject = topic + "-value";
    final int id = switch (registration) {
      case AUTOMATIC -> registry.register(subject, schema);
      case LOOKUP_ONLY -> registry.idOf(subject, schema);
    };
    return ByteBuffer.allocate(1 + Integer.BYTES).put(MAGIC).putInt(id).array();
  }
}
