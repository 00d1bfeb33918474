package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Values with nothing but a text in them, as producers could write them, and a schema registry that only they know: to run decoders and encoders without
 * records, and without a trace in the registry of others. The text is UTF-8, and stands in each of the fields. Not thread-safe, but for the registry.
 */
public final class MadeUpValues {
  private static final int ID = 1;
  private static final int OTHER_ID = 2;
  private static final JsonFactory JSON = new JsonFactory();

  private final TextFields fields;

  /** Values with these fields. */
  public MadeUpValues(final TextFields fields) {
    this.fields = fields;
  }

  /** A registry that knows the schema of {@link #avro}, and takes all others. */
  public SchemaRegistry registry() {
    return new OwnRegistry(fields);
  }

  /** A JSON object. */
  public byte[] json(final byte[] text) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(fields.root(), new String(text, StandardCharsets.UTF_8), json);
    } catch (final IOException impossible) {
      throw new AssertionError("memory takes every byte", impossible);
    }
    return out.toByteArray();
  }

  private static void write(final TextFields.Field field, final String text, final JsonGenerator json) throws IOException {
    if (field.isText()) {
      json.writeString(text);
      return;
    }
    json.writeStartObject();
    for (int index = 0; index < field.names().size(); index++) {
      json.writeFieldName(field.names().get(index));
      write(field.below().get(index), text, json);
    }
    json.writeEndObject();
  }

  /** An Avro record behind the id that {@link #registry} has for it. */
  public byte[] avro(final byte[] text) {
    final Schema schema = schema(fields.root());
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(1 + Integer.BYTES).put((byte) 0).putInt(ID).array());
    final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(schema).write(record(fields.root(), schema, text), encoder);
      encoder.flush();
    } catch (final IOException impossible) {
      throw new AssertionError("memory takes every byte", impossible);
    }
    return out.toByteArray();
  }

  private static Schema schema(final TextFields.Field field) {
    if (field.isText()) {
      return Schema.create(Schema.Type.STRING);
    }
    final List<Schema.Field> fields = new ArrayList<>();
    for (int index = 0; index < field.names().size(); index++) {
      fields.add(new Schema.Field(field.names().get(index), schema(field.below().get(index))));
    }
    return Schema.createRecord("MadeUp" + field.number(), null, null, false, fields);
  }

  private static GenericRecord record(final TextFields.Field field, final Schema schema, final byte[] text) {
    final GenericRecord record = new GenericData.Record(schema);
    for (int index = 0; index < field.names().size(); index++) {
      final TextFields.Field inner = field.below().get(index);
      record.put(index, inner.isText() ? new Utf8(text) : record(inner, schema.getFields().get(index).schema(), text));
    }
    return record;
  }

  /** Knows one schema. */
  private record OwnRegistry(TextFields fields) implements SchemaRegistry {
    @Override
    public Lookup schema(final int id) {
      return id == ID ? new Found(MadeUpValues.schema(fields.root())) : new Unusable("it is not the schema of a value that was made up");
    }

    @Override
    public int register(final String subject, final Schema schema) {
      return OTHER_ID;
    }

    @Override
    public int idOf(final String subject, final Schema schema) {
      return OTHER_ID;
    }

    @Override
    public void close() {
      // There is no connection.
    }
  }
}
