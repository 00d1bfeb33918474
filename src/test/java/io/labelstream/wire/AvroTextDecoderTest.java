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
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.util.Utf8;
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

    new AvroTextDecoder(registry, "body").decode(Avros.value(register(schema), schema, Avros.record(schema, "no", "yes")), slice);

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
  void shouldAllocateNothingPerRecord() throws UndecodableValueException {
    // Given
    final Schema schema = Avros.event("{\"name\":\"id\",\"type\":\"long\"}",
        "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}", TEXT);
    final byte[] value = Avros.value(register(schema), schema, Avros.record(schema, 5L, List.of("a", "b"), "here it is"));
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    decoder.decode(value, slice);
    threads.getCurrentThreadAllocatedBytes();

    // When
    final long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      decoder.decode(value, slice);
    }
    final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // Then
    assertThat(allocated).as("bytes for 10 000 records").isLessThan(10_000);
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
