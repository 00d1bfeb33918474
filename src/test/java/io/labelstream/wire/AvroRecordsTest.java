package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class AvroRecordsTest {
  private static final String NULLS = "{\"name\":\"nulls\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}";
  private static final String TREE = "{\"name\":\"tree\",\"type\":{\"type\":\"array\",\"items\":\"shop.Event\"}}";

  @Test
  void shouldReadWhatAvroWrites() throws UndecodableValueException {
    // Given
    final Schema schema = Avros.event(NULLS, TREE);
    final GenericRecord leaf = Avros.record(schema, Arrays.asList(null, null), List.of());
    final GenericRecord root = Avros.record(schema, List.of(), List.of(leaf, leaf));

    // When
    final GenericRecord read = read(schema, Avros.body(schema, root));

    // Then
    assertThat(read).isEqualTo(root);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, Long.MAX_VALUE, -(1L << 31), Long.MIN_VALUE})
  void shouldRefuseItemsThatTakeNoByteWhenThereAreBillions(final long count) {
    // Given
    final Schema schema = Avros.event(NULLS);
    final byte[] body = Avros.body(Schema.createArray(Schema.create(Schema.Type.LONG)), new GenericData.Array<>(
        Schema.createArray(Schema.create(Schema.Type.LONG)), List.of(count, 0L)));

    // When / Then
    assertThatThrownBy(() -> read(schema, Arrays.copyOfRange(body, 1, body.length))).isInstanceOf(UndecodableValueException.class);
  }

  @Test
  void shouldRefuseRecordsThatTakeNoByteWhenASchemaMultipliesThem() {
    // Given
    String inner = "\"null\"";
    for (int level = 0; level < 30; level++) {
      inner = "{\"type\":\"record\",\"name\":\"R" + level + "\",\"fields\":[{\"name\":\"a\",\"type\":" + inner + "},"
          + "{\"name\":\"b\",\"type\":" + (level == 0 ? inner : "\"shop.R" + (level - 1) + "\"") + "}]}";
    }
    final Schema schema = Avros.event("{\"name\":\"many\",\"type\":" + inner + "}");

    // When / Then
    assertThatThrownBy(() -> read(schema)).isInstanceOf(UndecodableValueException.class).hasMessageContaining("values that take no byte");
  }

  @Test
  void shouldReadManyRecordsOfNullsThatTakeAByteEach() throws UndecodableValueException {
    // Given
    final int items = 100_000;
    final Schema item = SchemaBuilder.record("Item").fields().optionalString("text").endRecord();
    final Schema schema = SchemaBuilder.record("Items").fields().name("items").type().array().items(item).noDefault().endRecord();
    final ByteBuffer body = ByteBuffer.allocate(items + 8);
    // The zigzag variable-length count, then the union's first branch for each item, then the end of the list.
    for (int rest = 2 * items; rest != 0; rest >>>= 7) {
      body.put((byte) (rest > 0x7F ? rest & 0x7F | 0x80 : rest));
    }
    body.position(body.position() + items + 1).flip();

    // When
    final GenericRecord record = read(schema, Arrays.copyOf(body.array(), body.limit()));

    // Then
    assertThat((List<?>) record.get("items")).hasSize(items);
  }

  @Test
  void shouldRefuseABlockWhoseSizeIsNotThatOfItsItems() {
    // Given
    final Schema schema = SchemaBuilder.record("Texts").fields().name("texts").type().array().items().stringType().noDefault().endRecord();
    // One item in a block that says it has five bytes; the item takes two.
    final byte[] body = {1, 10, 2, 'a', 0, 0, 0, 0};

    // When / Then
    assertThatThrownBy(() -> read(schema, body)).isInstanceOf(UndecodableValueException.class).hasMessageContaining("its items take 2");
  }

  @Test
  void shouldRefuseNestingThatWouldExhaustTheStack() {
    // Given
    final byte[] body = new byte[1 << 20];
    Arrays.fill(body, (byte) 2);

    // When / Then
    assertThatThrownBy(() -> read(Avros.event(TREE), body)).isInstanceOf(UndecodableValueException.class).hasMessageContaining("nested deeper");
  }

  private static GenericRecord read(final Schema schema, final byte... body) throws UndecodableValueException {
    return new AvroRecords(new OneSchema(schema)).read(new RecordHeaders(), Avros.framed(1, body));
  }

  /** Gives the same schema whatever the id. */
  private record OneSchema(Schema known) implements SchemaRegistry {
    @Override
    public Lookup schema(final int id) {
      return new Found(known);
    }

    @Override
    public int register(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public int idOf(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
