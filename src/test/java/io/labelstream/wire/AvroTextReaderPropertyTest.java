package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.apache.avro.util.Utf8;

/** Our reader against Avro's own, over random schemas and values. */
class AvroTextReaderPropertyTest {
  private static final int DEEPEST = 3;

  @Property(tries = 500)
  void shouldFindTheTextThatAvroFinds(@ForAll final long seed, @ForAll final boolean inBlocksWithSizes) throws Exception {
    // Given
    final Sample sample = new Sample(new Random(seed), inBlocksWithSizes);

    // When
    final byte[] text = ours(sample.schema, sample.body);

    // Then
    assertThat(text).isEqualTo(avros(sample.schema, sample.body)).isEqualTo(sample.text);
  }

  @Property(tries = 100)
  void shouldRefuseEveryTruncation(@ForAll final long seed, @ForAll final boolean inBlocksWithSizes) {
    final Sample sample = new Sample(new Random(seed), inBlocksWithSizes);

    for (int length = 0; length < sample.body.length; length++) {
      final byte[] truncated = Arrays.copyOf(sample.body, length);
      assertThatThrownBy(() -> ours(sample.schema, truncated)).isInstanceOf(UndecodableValueException.class);
    }
  }

  @Property(tries = 100)
  void shouldAgreeWithAvroOrRefuseWhenAByteIsDamaged(@ForAll final long seed, @ForAll final boolean inBlocksWithSizes) throws Exception {
    final Random random = new Random(seed);
    final Sample sample = new Sample(random, inBlocksWithSizes);

    for (int i = 0; i < sample.body.length; i++) {
      final byte[] damaged = sample.body.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      final byte[] text;
      try {
        text = ours(sample.schema, damaged);
      } catch (final UndecodableValueException refused) {
        continue;
      }
      assertThat(text).as("byte %d", i).isEqualTo(avros(sample.schema, damaged));
    }
  }

  private static byte[] ours(final Schema schema, final byte[] body) throws UndecodableValueException {
    final TextParts texts = new TextParts(1);
    final AvroCursor cursor = new AvroCursor(texts);
    final TextSlice slice = new TextSlice();
    cursor.reset(body, 0);
    AvroTextReader.compile("schema", schema, TextFields.of("text")).read(cursor);
    cursor.requireEnd();
    texts.join(slice);
    return Arrays.copyOfRange(slice.bytes(), slice.offset(), slice.offset() + slice.length());
  }

  /** The text by Avro's resolving reader, which is asked for the text only and so skips all else as we do. */
  private static byte[] avros(final Schema schema, final byte[] body) throws IOException {
    final Schema wanted = SchemaBuilder.record("Event").fields().requiredString("text").endRecord();
    final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(body, null);
    final GenericData.Record record = new GenericDatumReader<GenericData.Record>(schema, wanted).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    final Utf8 text = (Utf8) record.get("text");
    return Arrays.copyOf(text.getBytes(), text.getByteLength());
  }

  /** A random record with a text somewhere, as Avro writes it. */
  private static final class Sample {
    private final Schema schema;
    private final byte[] text;
    private final byte[] body;
    private int names;

    private Sample(final Random random, final boolean inBlocksWithSizes) {
      final int before = random.nextInt(4);
      final int after = random.nextInt(4);
      final List<Schema.Field> fields = new ArrayList<>();
      for (int i = 0; i < before + after; i++) {
        if (i == before) {
          fields.add(text(random));
        }
        fields.add(new Schema.Field("f" + i, schema(random, 0)));
      }
      if (after == 0) {
        fields.add(text(random));
      }
      this.schema = Schema.createRecord("Event", null, null, false, fields);
      final GenericData.Record record = (GenericData.Record) new RandomData(schema, 1, random.nextLong(), true).iterator().next();
      this.text = new byte[random.nextInt(20)];
      random.nextBytes(text);
      record.put("text", new Utf8(text));
      this.body = write(record, inBlocksWithSizes);
    }

    private static Schema.Field text(final Random random) {
      final Schema string = Schema.create(Schema.Type.STRING);
      final Schema nothing = Schema.create(Schema.Type.NULL);
      return new Schema.Field("text", switch (random.nextInt(3)) {
        case 0 -> string;
        case 1 -> Schema.createUnion(nothing, string);
        default -> Schema.createUnion(string, nothing);
      });
    }

    private Schema schema(final Random random, final int depth) {
      return switch (random.nextInt(depth < DEEPEST ? 13 : 8)) {
        case 0 -> Schema.create(Schema.Type.BOOLEAN);
        case 1 -> Schema.create(Schema.Type.INT);
        case 2 -> Schema.create(Schema.Type.LONG);
        case 3 -> Schema.create(Schema.Type.FLOAT);
        case 4 -> Schema.create(Schema.Type.DOUBLE);
        case 5 -> Schema.create(Schema.Type.STRING);
        case 6 -> Schema.create(Schema.Type.BYTES);
        case 7 -> Schema.createEnum("E" + names++, null, null, List.of("A", "B", "C"));
        case 8 -> Schema.createFixed("F" + names++, null, null, 1 + random.nextInt(5));
        case 9 -> Schema.createArray(schema(random, depth + 1));
        case 10 -> Schema.createMap(schema(random, depth + 1));
        case 11 -> Schema.createUnion(Schema.create(Schema.Type.NULL), schema(random, DEEPEST));
        default -> record(random, depth);
      };
    }

    private Schema record(final Random random, final int depth) {
      final String name = "R" + names++;
      return Schema.createRecord(name, null, null, false, List.of(
          new Schema.Field("nothing", Schema.create(Schema.Type.NULL)),
          new Schema.Field("one", schema(random, depth + 1)),
          new Schema.Field("two", schema(random, depth + 1))));
    }

    private static byte[] write(final GenericData.Record record, final boolean inBlocksWithSizes) {
      final ByteArrayOutputStream out = new ByteArrayOutputStream();
      final EncoderFactory factory = new EncoderFactory().configureBlockSize(64);
      final BinaryEncoder encoder = inBlocksWithSizes ? factory.blockingBinaryEncoder(out, null) : factory.binaryEncoder(out, null);
      try {
        new GenericDatumWriter<>(record.getSchema()).write(record, encoder);
        encoder.flush();
      } catch (final IOException impossible) {
        throw new IllegalStateException(impossible);
      }
      return out.toByteArray();
    }
  }
}
