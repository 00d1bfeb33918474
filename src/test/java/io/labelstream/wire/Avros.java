package io.labelstream.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values in Confluent's wire format, made with Avro's own writer. */
final class Avros {
  private Avros() {}

  static Schema schema(final String json) {
    return new Schema.Parser().parse(json);
  }

  /** A record schema named {@code Event} with these fields, each as JSON. */
  static Schema event(final String... fields) {
    return schema("{\"type\":\"record\",\"name\":\"Event\",\"namespace\":\"shop\",\"fields\":[" + String.join(",", fields) + "]}");
  }

  static GenericData.Record record(final Schema schema, final Object... values) {
    final GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  static byte[] body(final Schema schema, final Object datum) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(datum, encoder);
      encoder.flush();
    } catch (final IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  static byte[] framed(final int id, final byte... body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }

  static byte[] value(final int id, final Schema schema, final Object datum) {
    return framed(id, body(schema, datum));
  }
}
