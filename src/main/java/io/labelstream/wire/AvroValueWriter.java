package io.labelstream.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Writes Avro records behind a schema id, as Confluent's deserialisers read them: a zero byte, the id in four bytes with the highest first, the Avro
 * body. Not thread-safe.
 *
 * @param <T> the generated class
 */
final class AvroValueWriter<T> {
  private static final byte MAGIC = 0;

  private final byte[] header;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final SpecificDatumWriter<T> writer;
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);

  /**
   * A writer for values of {@code topic}, under the subject {@code <topic>-value}, whose id it asks for at once.
   *
   * @throws RegistryException if the registry gives no id
   */
  AvroValueWriter(final SchemaRegistry registry, final String topic, final Schema schema, final Registration registration) {
    final String subject = topic + "-value";
    final int id = switch (registration) {
      case AUTOMATIC -> registry.register(subject, schema);
      case LOOKUP_ONLY -> registry.idOf(subject, schema);
    };
    this.header = ByteBuffer.allocate(1 + Integer.BYTES).put(MAGIC).putInt(id).array();
    this.writer = new Writer<>(schema, ownModel());
  }

  byte[] write(final T record) {
    try {
      // Bytes that a failed call has left in the encoder must not end up in this value.
      encoder.flush();
      out.reset();
      out.writeBytes(header);
      writer.write(record, encoder);
      encoder.flush();
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return out.toByteArray();
  }

  /** Writes floats as what they are. */
  private static final class Writer<T> extends SpecificDatumWriter<T> {
    Writer(final Schema schema, final SpecificData model) {
      super(schema, model);
    }

    @Override
    protected void writeArray(final Schema schema, final Object datum, final Encoder out) throws IOException {
      if (!(datum instanceof final FloatList floats)) {
        super.writeArray(schema, datum, out);
        return;
      }
      out.writeArrayStart();
      out.setItemCount(floats.size());
      for (int index = 0; index < floats.size(); index++) {
        out.startItem();
        out.writeFloat(floats.value(index));
      }
      out.writeArrayEnd();
    }
  }

  /** With a model of its own, the writer looks for no class by name, which Avro would refuse: see {@link GeneratedRecords}. */
  private static SpecificData ownModel() {
    final SpecificData model = new SpecificData();
    model.addLogicalTypeConversion(new TimestampMillisConversion());
    return model;
  }
}
