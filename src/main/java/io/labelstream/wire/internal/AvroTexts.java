package io.labelstream.wire.internal;

import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.avro.TextEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/** Encodes texts as {@code TextEvent} in the Confluent wire format: a zero byte, the schema's id, the Avro body. Not thread-safe. */
public final class AvroTexts {
  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private final byte[] header;
  private final GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(TextEvent.getClassSchema());
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

  /** Registers the schema for {@code topic} where it is missing. */
  public AvroTexts(final SchemaRegistry registry, final String topic) {
    final int id = registry.register(topic + "-value", TextEvent.getClassSchema());
    this.header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array();
  }

  public byte[] encode(final byte[] text) throws IOException {
    final GenericRecord event = new GenericData.Record(TextEvent.getClassSchema());
    event.put("text", new Utf8(text));
    bytes.reset();
    bytes.write(header);
    writer.write(event, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
