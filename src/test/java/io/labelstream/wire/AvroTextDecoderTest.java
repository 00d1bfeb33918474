package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.wire.avro.TextEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.util.Utf8;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class AvroTextDecoderTest {
  private static final String TEXT = "{\"name\":\"text\",\"type\":\"string\"}";
  private static final String LINKED_LIST = "{\"name\":\"next\",\"type\":[\"null\","
      + "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]}]}";
  private static final String DOC = "{\"type\":\"record\",\"name\":\"Doc\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
      + "{\"name\":\"body\",\"type\":\"string\"},{\"name\":\"rank\",\"type\":\"double\"}]}";
  private static final UUID GUID = UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
  private static final Schema EVENT = TextEvent.getClassSchema();

  private static EmbeddedSchemaRegistry server;
  private static HttpSchemaRegistry registry;
  private static int subjects;

  private final AvroTextDecoder decoder = new AvroTextDecoder(registry);
  private final TextSlice slice = new TextSlice();

  @BeforeAll
  static void startRegistry() throws IOException {
    server = EmbeddedSchemaRegistry.start(0);
    registry = new HttpSchemaRegistry(RegistryConfig.of(server.url().toString()));
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
    server.close();
  }

  @Test
  void shouldPointIntoTheValueWithoutCopying() throws UndecodableValueException {
    // Given
    final byte[] value = Avros.value(register(EVENT), EVENT, Avros.record(EVENT, "héé"));

    // When
    decoder.decode(value, slice);

    // Then
    assertThat(slice.bytes()).isSameAs(value);
    assertThat(slice.offset()).isEqualTo(6);
    assertThat(text()).isEqualTo("héé");
  }

  @Test
  void shouldAcceptAnEmptyText() throws UndecodableValueException {
    decoder.decode(Avros.value(register(EVENT), EVENT, Avros.record(EVENT, "")), slice);

    assertThat(text()).isEmpty();
  }

  @Test
  void shouldPassMalformedUtf8AsItIs() throws UndecodableValueException {
    final byte[] malformed = {(byte) 0xC3, 'x', 0, (byte) 0xFF};

    decoder.decode(Avros.value(register(EVENT), EVENT, Avros.record(EVENT, new Utf8(malformed))), slice);

    assertThat(Arrays.copyOfRange(slice.bytes(), slice.offset(), slice.offset() + slice.length())).isEqualTo(malformed);
  }

  @Test
  void shouldFindTheTextAmongOtherFieldsInAnyOrder() throws UndecodableValueException {
    // Given
    final Schema schema = Avros.event(
        "{\"name\":\"id\",\"type\":\"long\"}",
        "{\"name\":\"flags\",\"type\":{\"type\":\"array\",\"items\":\"boolean\"}}",
        "{\"name\":\"at\",\"type\":{\"type\":\"record\",\"name\":\"At\",\"fields\":["
            + "{\"name\":\"lat\",\"type\":\"double\"},{\"name\":\"lon\",\"type\":\"float\"},"
            + "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]}}]}}",
        TEXT,
        "{\"name\":\"digest\",\"type\":{\"type\":\"fixed\",\"name\":\"Digest\",\"size\":4}}",
        "{\"name\":\"tags\",\"type\":{\"type\":\"map\",\"values\":[\"null\",\"string\"]}}");
    final GenericData.Record at = Avros.record(schema.getField("at").schema(), 1.5, 2.5f,
        new GenericData.EnumSymbol(schema.getField("at").schema().getField("kind").schema(), "B"));
    final byte[] value = Avros.value(register(schema), schema, Avros.record(schema, 1L << 40, List.of(true, false), at, "found",
        new GenericData.Fixed(schema.getField("digest").schema(), new byte[4]), Map.of("a", "b")));

    // When
    decoder.decode(value, slice);

    // Then
    assertThat(text()).isEqualTo("found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"null\",\"string\"]", "[\"string\",\"null\"]", "[\"int\",\"string\",\"null\"]"})
  void shouldReadTheStringOfAUnion(final String type) throws UndecodableValueException {
    final Schema schema = Avros.event("{\"name\":\"text\",\"type\":" + type + "}");

    decoder.decode(Avros.value(register(schema), schema, Avros.record(schema, "here")), slice);

    assertThat(text()).isEqualTo("here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"bytes\"", "[\"null\",\"bytes\"]"})
  void shouldReadBytesAsText(final String type) throws UndecodableValueException {
    final Schema schema = Avros.event("{\"name\":\"text\",\"type\":" + type + "}");

    decoder.decode(Avros.value(register(schema), schema, Avros.record(schema, ByteBuffer.wrap(new byte[] {'o', 'k'}))), slice);

    assertThat(text()).isEqualTo("ok");
  }

  @Test
  void shouldReadTheFieldThatIsConfigured() throws UndecodableValueException {
    final Schema schema = Avros.event(TEXT, "{\"name\":\"body\",\"type\":\"string\"}");

    new AvroTextDecoder(registry, TextFields.of("body")).decode(Avros.value(register(schema), schema, Avros.record(schema, "no", "yes")), slice);

    assertThat(text()).isEqualTo("yes");
  }

  @Test
  void shouldTakeASchemaThatIsAStringForTheText() throws UndecodableValueException {
    final Schema schema = Schema.create(Schema.Type.STRING);

    decoder.decode(Avros.value(register(schema), schema, "bare"), slice);

    assertThat(text()).isEqualTo("bare");
  }

  @Test
  void shouldFollowEachRecordsOwnSchema() throws UndecodableValueException {
    final Schema other = Avros.event("{\"name\":\"id\",\"type\":\"int\"}", TEXT);
    final byte[] first = Avros.value(register(EVENT), EVENT, Avros.record(EVENT, "one"));
    final byte[] second = Avros.value(register(other), other, Avros.record(other, 300, "two"));

    for (int i = 0; i < 3; i++) {
      decoder.decode(first, slice);
      assertThat(text()).isEqualTo("one");
      decoder.decode(second, slice);
      assertThat(text()).isEqualTo("two");
    }
  }

  @Test
  void shouldRefuseANullText() {
    final Schema schema = Avros.event("{\"name\":\"text\",\"type\":[\"null\",\"string\"]}");
    final byte[] value = Avros.value(register(schema), schema, Avros.record(schema, (Object) null));

    assertUndecodable(value, "field \"text\"", "shop.Event", "is null");
  }

  @Test
  void shouldNameTheFieldAndTheSchemaWhenThereIsNoText() {
    final Schema schema = Avros.event("{\"name\":\"body\",\"type\":\"string\"}");

    assertUndecodable(Avros.value(register(schema), schema, Avros.record(schema, "x")), "(shop.Event)", "no field \"text\"");
  }

  @Test
  void shouldRefuseAFieldThatIsNoText() {
    final Schema schema = Avros.event("{\"name\":\"text\",\"type\":\"long\"}");

    assertUndecodable(Avros.value(register(schema), schema, Avros.record(schema, 1L)), "is of type long", "string or bytes is needed");
  }

  @Test
  void shouldRefuseASchemaThatIsNoRecord() {
    // Confluent's serialiser writes plain bytes without their length, so that these are not Avro.
    final Schema schema = Schema.create(Schema.Type.BYTES);

    assertUndecodable(Avros.framed(register(schema), (byte) 'x'), "is of type bytes");
  }

  @Test
  void shouldNameAnUnknownSchemaId() {
    assertUndecodable(Avros.framed(4711, (byte) 0), "schema id 4711", "not known");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void shouldRefuseAValueThatIsTooShort(final int length) {
    assertUndecodable(new byte[length], "value of " + length + " bytes");
  }

  @Test
  void shouldRefuseAvroInAnotherFraming() throws IOException {
    // Avro's own single-object encoding starts with C3 01 and a fingerprint.
    final ByteBuffer encoded = new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), EVENT).encode(Avros.record(EVENT, "canary"));
    final byte[] value = new byte[encoded.remaining()];
    encoded.get(value);

    assertUndecodable(value, "starts with byte 195", "check the configured input format");
  }

  @Test
  void shouldRefuseBytesThatAreLeftOver() {
    final byte[] value = Avros.value(register(EVENT), EVENT, Avros.record(EVENT, "canary"));

    assertUndecodable(Arrays.copyOf(value, value.length + 3), "3 more bytes follow");
  }

  @Test
  void shouldRefuseLengthsThatCannotBe() {
    final int id = register(EVENT);

    assertUndecodable(Avros.framed(id, varint(2_000_000_000L)), "2000000000 bytes follow", "but 0 do");
    assertUndecodable(Avros.framed(id, varint(-1)), "-1 bytes follow");
    assertUndecodable(Avros.framed(id, varint(Long.MAX_VALUE)), Long.MAX_VALUE + " bytes follow");
    assertUndecodable(Avros.framed(id, varint(Long.MIN_VALUE)), Long.MIN_VALUE + " bytes follow");
    assertUndecodable(Avros.framed(id, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}), "more than 10 bytes");
    assertUndecodable(Avros.framed(id, new byte[] {-1}), "breaks off");
  }

  @Test
  void shouldNotCountToBillionsWhenABlockSaysSo() {
    final Schema schema = Avros.event("{\"name\":\"nulls\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}",
        "{\"name\":\"ints\",\"type\":{\"type\":\"array\",\"items\":\"int\"}}", TEXT);
    final ByteBuffer body = ByteBuffer.allocate(30).put(varint(Long.MAX_VALUE)).put((byte) 0).put(varint(1L << 40));

    assertUndecodable(Avros.framed(register(schema), body.array()), (1L << 40) + " items");
  }

  @Test
  void shouldRefuseNestingThatWouldExhaustTheStack() {
    final Schema schema = Avros.event(LINKED_LIST, TEXT);
    final byte[] body = new byte[1 << 20];
    Arrays.fill(body, (byte) 2);

    assertUndecodable(Avros.framed(register(schema), body), "nested deeper than 256 levels");
  }

  @Test
  void shouldRefuseListsOfListsThatWouldExhaustTheStack() {
    // Given
    final String lists = "{\"type\":\"array\",\"items\":".repeat(400) + "[\"null\",\"shop.Event\"]" + "}".repeat(400);
    final Schema schema = Avros.event("{\"name\":\"lists\",\"type\":" + lists + "}", TEXT);
    final byte[] body = new byte[1 << 20];
    Arrays.fill(body, (byte) 2);

    // When / Then
    assertUndecodable(Avros.framed(register(schema), body), "nested deeper than 256 levels");
  }

  @Test
  void shouldReadNestingOfOrdinaryDepth() throws UndecodableValueException {
    final Schema schema = Avros.event(LINKED_LIST, TEXT);
    final byte[] body = new byte[103];
    Arrays.fill(body, 0, 100, (byte) 2);
    body[101] = 2;
    body[102] = 'x';

    for (int i = 0; i < 10; i++) {
      decoder.decode(Avros.framed(register(schema), body), slice);
    }

    assertThat(text()).isEqualTo("x");
  }

  @Test
  void shouldEndAtOnceWhenASchemaContainsItself() {
    final Schema schema = Avros.event("{\"name\":\"self\",\"type\":\"Event\"}", TEXT);

    assertUndecodable(Avros.framed(register(schema), (byte) 2, (byte) 'x'), "nested deeper");
  }

  @Test
  void shouldNotBlameTheRecordWhenTheRegistryIsAway() throws IOException {
    // Given
    final EmbeddedSchemaRegistry gone = EmbeddedSchemaRegistry.start(0);
    gone.close();
    final RegistryConfig config = RegistryConfig.of(gone.url().toString());
    try (HttpSchemaRegistry away = new HttpSchemaRegistry(config.with(config.connectTimeout(), config.requestTimeout(), 1))) {
      // When / Then
      assertThatThrownBy(() -> new AvroTextDecoder(away).decode(Avros.framed(1, (byte) 0), slice))
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void shouldReadTheSchemaIdFromTheHeader() throws UndecodableValueException {
    // Given
    final byte[] header = Avros.framed(register(EVENT));

    // When
    decoder.decode(Avros.body(EVENT, Avros.record(EVENT, "behind a header")), headers(header), slice);

    // Then
    assertThat(text()).isEqualTo("behind a header");
  }

  @Test
  void shouldReadTheGuidFromTheHeader() throws UndecodableValueException {
    // Given
    final AvroTextDecoder byGuid = new AvroTextDecoder(new GuidRegistry());

    // When
    byGuid.decode(Avros.body(EVENT, Avros.record(EVENT, "by a GUID")), headers(guidHeader(GUID)), slice);

    // Then
    assertThat(text()).isEqualTo("by a GUID");
  }

  @Test
  void shouldBelieveTheLastHeader() throws UndecodableValueException {
    final Headers headers = headers(Avros.framed(4711)).add(SchemaId.HEADER, Avros.framed(register(EVENT)));

    decoder.decode(Avros.body(EVENT, Avros.record(EVENT, "last")), headers, slice);

    assertThat(text()).isEqualTo("last");
  }

  @Test
  void shouldFollowEachRecordsOwnHeader() throws UndecodableValueException {
    final AvroTextDecoder mixed = new AvroTextDecoder(new GuidRegistry());
    final byte[] body = Avros.body(EVENT, Avros.record(EVENT, "text"));

    for (int i = 0; i < 3; i++) {
      mixed.decode(body, headers(guidHeader(GUID)), slice);
      assertThat(text()).isEqualTo("text");
      assertThatThrownBy(() -> mixed.decode(body, headers(guidHeader(new UUID(0, 1))), slice)).isInstanceOf(UndecodableValueException.class)
          .hasMessageContaining("schema id 00000000-0000-0000-0000-000000000001: not known");
      mixed.decode(Avros.framed(GuidRegistry.NUMBER, body), new RecordHeaders(), slice);
      assertThat(text()).isEqualTo("text");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00000000", "01000000000000000000000000000000", "0200000000", "ff"})
  void shouldRefuseAHeaderWithoutAnId(final String hex) {
    final byte[] header = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> decoder.decode(new byte[] {0, 0, 0, 0, 1, 2, 'x'}, headers(header), slice)).isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("header __value_schema_id of " + header.length + " bytes holds no schema id");
  }

  @Test
  void shouldReadAFieldInTheRecordOfAnother() throws UndecodableValueException {
    // Given
    final Schema schema = Avros.event("{\"name\":\"id\",\"type\":\"long\"}", "{\"name\":\"doc\",\"type\":[\"null\"," + DOC + "]}", TEXT);
    final GenericData.Record doc = Avros.record(schema.getField("doc").schema().getTypes().get(1), 3L, "inner", 2.5);
    final byte[] value = Avros.value(register(schema), schema, Avros.record(schema, 1L, doc, "outer"));
    final byte[] without = Avros.value(register(schema), schema, Avros.record(schema, 1L, null, "outer"));

    for (final String field : List.of("doc.body", "/doc/body")) {
      // When
      new AvroTextDecoder(registry, TextFields.of(field)).decode(value, slice);

      // Then
      assertThat(text()).isEqualTo("inner");
      assertThatThrownBy(() -> new AvroTextDecoder(registry, TextFields.of(field)).decode(without, slice))
          .isInstanceOf(UndecodableValueException.class).hasMessageContainingAll("field \"" + field + "\"", "shop.Event", "is null");
    }
  }

  @Test
  void shouldJoinTheTextsOfSeveralFields() throws UndecodableValueException {
    // Given
    final Schema schema = Avros.event("{\"name\":\"doc\",\"type\":[\"null\"," + DOC + "]}", "{\"name\":\"title\",\"type\":[\"null\",\"string\"]}");
    final GenericData.Record doc = Avros.record(schema.getField("doc").schema().getTypes().get(1), 3L, "body", 2.5);
    final AvroTextDecoder joining = new AvroTextDecoder(registry, TextFields.of("title", "doc.body", "missing"));
    final int id = register(schema);

    // When
    joining.decode(Avros.value(id, schema, Avros.record(schema, doc, "title")), slice);
    final String both = text();
    joining.decode(Avros.value(id, schema, Avros.record(schema, null, "title")), slice);
    final String title = text();
    joining.decode(Avros.value(id, schema, Avros.record(schema, doc, null)), slice);
    final String body = text();

    // Then
    assertThat(both).isEqualTo("title\nbody");
    assertThat(title).isEqualTo("title");
    assertThat(body).isEqualTo("body");
    assertThatThrownBy(() -> joining.decode(Avros.value(id, schema, Avros.record(schema, null, null)), slice))
        .isInstanceOf(UndecodableValueException.class);
  }

  @Test
  void shouldSayWhereAFieldOfAnotherIsNoRecord() {
    final Schema schema = Avros.event("{\"name\":\"doc\",\"type\":\"string\"}", TEXT);
    final byte[] value = Avros.value(register(schema), schema, Avros.record(schema, "canary", "canary"));

    assertThatThrownBy(() -> new AvroTextDecoder(registry, TextFields.of("doc.body")).decode(value, slice))
        .isInstanceOf(UndecodableValueException.class).hasMessageContainingAll("field \"doc\"", "is of type string, record is needed");
  }

  @Test
  void shouldAllocateNothingPerRecord() throws UndecodableValueException {
    final Schema schema = Avros.event("{\"name\":\"id\",\"type\":\"long\"}",
        "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}", TEXT);
    final GenericData.Record record = Avros.record(schema, 5L, List.of("a", "b"), "here it is");

    assertAllocatesNothing(decoder, Avros.value(register(schema), schema, record), new RecordHeaders());
  }

  @Test
  void shouldAllocateNothingPerRecordWithAHeaderAndSeveralTexts() throws UndecodableValueException {
    final Schema schema = Avros.event("{\"name\":\"doc\",\"type\":[\"null\"," + DOC + "]}", "{\"name\":\"title\",\"type\":\"string\"}");
    final GenericData.Record doc = Avros.record(schema.getField("doc").schema().getTypes().get(1), 3L, "body", 2.5);
    final AvroTextDecoder joining = new AvroTextDecoder(registry, TextFields.of("title", "doc.body"));

    assertAllocatesNothing(joining, Avros.body(schema, Avros.record(schema, doc, "title")), headers(Avros.framed(register(schema))));
  }

  private void assertAllocatesNothing(final AvroTextDecoder decoder, final byte[] value, final Headers headers) throws UndecodableValueException {
    // Given
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    decoder.decode(value, headers, slice);
    threads.getCurrentThreadAllocatedBytes();

    // When
    final long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      decoder.decode(value, headers, slice);
    }
    final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // Then
    assertThat(allocated).as("bytes for 10 000 records").isLessThan(10_000);
  }

  private static Headers headers(final byte[] schemaId) {
    return new RecordHeaders().add("traceparent", new byte[1]).add(SchemaId.HEADER, schemaId);
  }

  private static byte[] guidHeader(final UUID guid) {
    return ByteBuffer.allocate(17).put((byte) 1).putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits()).array();
  }

  /** Knows one schema, by number and by GUID. */
  private static final class GuidRegistry implements SchemaRegistry {
    private static final int NUMBER = 0x0F;

    @Override
    public Lookup schema(final int id) {
      return id == NUMBER ? new Found(EVENT) : new Unusable("not known");
    }

    @Override
    public Lookup schema(final UUID guid) {
      return guid.equals(GUID) ? new Found(EVENT) : new Unusable("not known");
    }

    @Override
    public int register(final String subject, final Schema schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int idOf(final String subject, final Schema schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static int register(final Schema schema) {
    return registry.register("subject-" + subjects++, schema);
  }

  private static byte[] varint(final long value) {
    return Avros.body(Schema.create(Schema.Type.LONG), value);
  }

  private String text() {
    return new String(slice.bytes(), slice.offset(), slice.length(), StandardCharsets.UTF_8);
  }

  private void assertUndecodable(final byte[] value, final String... words) {
    assertThatThrownBy(() -> decoder.decode(value, slice))
        .isInstanceOf(UndecodableValueException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("canary");
  }
}
