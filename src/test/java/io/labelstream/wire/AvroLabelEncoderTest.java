package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.embedded.EmbeddedSchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

class AvroLabelEncoderTest {
  private static EmbeddedSchemaRegistry server;
  private static HttpSchemaRegistry registry;

  @BeforeContainer
  static void startRegistry() throws IOException {
    server = EmbeddedSchemaRegistry.start(0);
    registry = new HttpSchemaRegistry(RegistryConfig.of(server.url().toString()));
  }

  @AfterContainer
  static void stopRegistry() {
    registry.close();
    server.close();
  }

  @Provide
  Arbitrary<LabeledText> anyLabels() {
    return LabeledTexts.any();
  }

  @Provide
  Arbitrary<LabeledText> wildLabels() {
    return LabeledTexts.wild();
  }

  @Property(tries = 500)
  void shouldWriteTheBytesThatAvrosOwnWriterWrites(@ForAll("wildLabels") final LabeledText labels) {
    final AvroLabelEncoder encoder = new AvroLabelEncoder(registry, "labels", Registration.AUTOMATIC);

    final byte[] value = encoder.encode(labels);

    assertThat(value).isEqualTo(AvroOracle.labels(registry.idOf("labels-value", AvroLabelEncoder.schema()), labels));
  }

  @Property(tries = 200)
  void shouldWriteEachTextByEncodersOfSlotsThatAreKept(@ForAll("wildLabels") final LabeledText labels) {
    // Given
    final AvroLabelEncoder encoder = new AvroLabelEncoder(registry, "labels", Registration.AUTOMATIC);
    final List<SlotEncoder> slots = labels.slots().stream().map(slot -> encoder.slot(slot.slot(), slot.model())).toList();
    encoder.encode(LabeledTexts.example());
    encoder.begin(1);
    encoder.slot("unfinished", LabeledTexts.example().slots().getFirst().model()).begin(1);

    // When
    encoder.begin(slots.size());
    for (int slot = 0; slot < slots.size(); slot++) {
      slots.get(slot).encode(labels.slots().get(slot).labels(), labels.slots().get(slot).vector());
    }
    final byte[] value = encoder.end(labels.origin());

    // Then
    assertThat(value).isEqualTo(AvroOracle.labels(registry.idOf("labels-value", AvroLabelEncoder.schema()), labels));
  }

  @Property(tries = 200)
  void shouldWriteWhatAvrosOwnReaderReadsBack(@ForAll("anyLabels") final LabeledText labels) throws IOException {
    final AvroLabelEncoder encoder = new AvroLabelEncoder(registry, "labels", Registration.AUTOMATIC);

    final byte[] value = encoder.encode(labels);

    assertThat(generic(value)).isEqualTo(labels);
  }

  @Example
  void shouldStartWithTheIdOfItsSchemaUnderTheTopicsSubject() {
    // Given
    final AvroLabelEncoder encoder = new AvroLabelEncoder(registry, "labels", Registration.AUTOMATIC);

    // When
    final ByteBuffer value = ByteBuffer.wrap(encoder.encode(LabeledTexts.example()));

    // Then
    assertThat(value.get()).isZero();
    assertThat(value.getInt()).isEqualTo(registry.idOf("labels-value", AvroLabelEncoder.schema()));
  }

  @Example
  void shouldGiveEachCallItsOwnBytes() throws IOException {
    // Given
    final AvroLabelEncoder encoder = new AvroLabelEncoder(registry, "labels", Registration.AUTOMATIC);
    final LabeledText other = new LabeledText(List.of(), new LabeledText.Origin("other", 1, 2, 3));
    final byte[] first = encoder.encode(LabeledTexts.example());

    // When
    final byte[] second = encoder.encode(other);

    // Then
    assertThat(generic(first)).isEqualTo(LabeledTexts.example());
    assertThat(generic(second)).isEqualTo(other);
  }

  @Example
  void shouldFailAtOnceWhenTheSchemaMayOnlyBeLookedUpAndIsMissing() {
    assertThatThrownBy(() -> new AvroLabelEncoder(registry, "nobody-registered", Registration.LOOKUP_ONLY))
        .isInstanceOf(RegistryRefusedException.class).hasMessageContaining("nobody-registered-value");
  }

  @Example
  void shouldUseTheSchemaThatSomebodyRegistered() {
    // Given
    final int id = registry.register("by-hand-value", AvroLabelEncoder.schema());

    // When
    final byte[] value = new AvroLabelEncoder(registry, "by-hand", Registration.LOOKUP_ONLY).encode(LabeledTexts.example());

    // Then
    assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(id);
  }

  @Example
  void shouldLetJavaConsumersReadOurGeneratedClasses() throws IOException {
    // Given
    final byte[] value = new AvroLabelEncoder(registry, "labels", Registration.AUTOMATIC).encode(LabeledTexts.example());

    // When
    GeneratedRecords.trust();
    final io.labelstream.wire.avro.LabeledText read =
        new SpecificDatumReader<>(io.labelstream.wire.avro.LabeledText.class).read(null, body(value));

    // Then
    assertThat(read.getSlots().getFirst().getLabels().getFirst().getName().toString()).isEqualTo("fr");
    assertThat(read.getSlots().getLast().getModel().getEffectiveFrom()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Example
  void shouldRegisterTheSchemaOfTheFileFreeOfJavaProperties() throws IOException {
    final Schema file = new Schema.Parser().parse(Files.readString(Path.of("schemas", "LabeledText.avsc")));

    assertThat(AvroLabelEncoder.schema().toString()).isEqualTo(file.toString()).doesNotContain("avro.java.string");
  }

  @Example
  void shouldReadOldLabelsWithASchemaThatHasMore() {
    // Every record of ours must be able to grow: a later field has a default, and an older reader passes over it.
    final String more = AvroLabelEncoder.schema().toString().replace("{\"name\":\"origin\"",
        "{\"name\":\"added\",\"type\":[\"null\",\"string\"],\"default\":null},{\"name\":\"origin\"");
    final Schema later = new Schema.Parser().parse(more);

    assertThat(later).isNotEqualTo(AvroLabelEncoder.schema());
    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(later, AvroLabelEncoder.schema()).getType())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(AvroLabelEncoder.schema(), later).getType())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  private static BinaryDecoder body(final byte[] value) {
    return DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
  }

  private static LabeledText generic(final byte[] value) throws IOException {
    final BinaryDecoder decoder = body(value);
    final GenericRecord read = new GenericDatumReader<GenericRecord>(AvroLabelEncoder.schema()).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    final GenericRecord origin = (GenericRecord) read.get("origin");
    return new LabeledText(
        records(read.get("slots")).stream().map(AvroLabelEncoderTest::slot).toList(),
        new LabeledText.Origin(text(origin, "topic"), (int) origin.get("partition"), (long) origin.get("offset"),
            (long) origin.get("timestamp")));
  }

  private static LabeledText.SlotLabels slot(final GenericRecord slot) {
    final GenericRecord model = (GenericRecord) slot.get("model");
    return new LabeledText.SlotLabels(text(slot, "slot"),
        records(slot.get("labels")).stream().map(label -> new LabeledText.Label(text(label, "name"), (float) label.get("score"))).toList(),
        new LabeledText.Lineage(text(model, "name"), text(model, "version"), text(model, "sha256"),
            number(model.get("effectiveFrom")), number(model.get("controlOffset"))), vector(slot));
  }

  private static TextVector vector(final GenericRecord slot) {
    final List<?> floats = (List<?>) slot.get("vector");
    final ByteBuffer integers = (ByteBuffer) slot.get("vectorInt8");
    final ByteBuffer bits = (ByteBuffer) slot.get("vectorBits");
    if (bits.hasRemaining()) {
      final byte[] values = new byte[bits.remaining()];
      bits.get(values);
      return new TextVector.Bits(values);
    }
    if (integers.hasRemaining()) {
      final byte[] values = new byte[integers.remaining()];
      integers.get(values);
      return new TextVector.Int8(values, (float) slot.get("vectorScale"));
    }
    final float[] values = new float[floats.size()];
    for (int dimension = 0; dimension < values.length; dimension++) {
      values[dimension] = (float) floats.get(dimension);
    }
    return values.length == 0 ? TextVector.None.NONE : new TextVector.Float32(values);
  }

  private static List<GenericRecord> records(final Object array) {
    return ((GenericData.Array<?>) array).stream().map(GenericRecord.class::cast).toList();
  }

  private static String text(final GenericRecord record, final String field) {
    return record.get(field).toString();
  }

  private static OptionalLong number(final Object value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of((long) value);
  }
}
