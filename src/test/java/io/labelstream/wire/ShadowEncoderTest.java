package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

class ShadowEncoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
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
    return LabeledTexts.any().filter(labels -> labels.slots().size() >= 2);
  }

  @Provide
  Arbitrary<LabeledText> wildLabels() {
    return LabeledTexts.wild().filter(labels -> labels.slots().size() >= 2);
  }

  @Property(tries = 200)
  void shouldWriteTheBytesThatJacksonAndAvrosOwnWriterWrite(@ForAll("wildLabels") final LabeledText labels) {
    // Given
    final int id = registry.register("labels.shadow-value", AvroShadowEncoder.schema());

    // When
    final byte[] json = new JsonShadowEncoder().encode(disagreement(labels));
    final byte[] avro = new AvroShadowEncoder(registry, "labels.shadow", Registration.AUTOMATIC).encode(disagreement(labels));

    // Then
    assertThat(json).asString(StandardCharsets.UTF_8).isEqualTo(new String(JsonOracle.disagreement(disagreement(labels)), StandardCharsets.UTF_8));
    assertThat(avro).isEqualTo(AvroOracle.disagreement(id, disagreement(labels)));
  }

  @Property(tries = 100)
  void shouldWriteLabelsInJsonAsTheLabelEncoderDoes(@ForAll("anyLabels") final LabeledText labels) throws IOException {
    final JsonNode plain = JSON.readTree(new JsonLabelEncoder().encode(labels));

    final byte[] value = new JsonShadowEncoder().encode(disagreement(labels));

    final JsonNode json = JSON.readTree(value);
    assertThat(json.get("serving")).isEqualTo(plain.at("/slots/0"));
    assertThat(json.get("shadow")).isEqualTo(plain.at("/slots/1"));
    assertThat(json.get("origin")).isEqualTo(plain.get("origin"));
    assertThat(json.propertyStream().map(Map.Entry::getKey)).containsExactly("serving", "shadow", "origin");
    assertThat(new String(value, StandardCharsets.UTF_8)).doesNotContain("\n");
  }

  @Property(tries = 100)
  void shouldWriteWhatAvrosOwnReaderReadsBack(@ForAll("anyLabels") final LabeledText labels) throws IOException {
    final byte[] plain = new AvroLabelEncoder(registry, "labels", Registration.AUTOMATIC).encode(labels);
    final GenericRecord expected = read(plain, AvroLabelEncoder.schema());

    final byte[] value = new AvroShadowEncoder(registry, "labels.shadow", Registration.AUTOMATIC).encode(disagreement(labels));

    final GenericRecord read = read(value, AvroShadowEncoder.schema());
    final List<?> slots = (List<?>) expected.get("slots");
    assertThat(read.get("serving")).hasToString(slots.get(0).toString());
    assertThat(read.get("shadow")).hasToString(slots.get(1).toString());
    assertThat(read.get("origin")).hasToString(expected.get("origin").toString());
  }

  @Example
  void shouldStartWithTheIdOfItsSchemaUnderTheTopicsSubject() {
    // Given
    final AvroShadowEncoder encoder = new AvroShadowEncoder(registry, "labels.shadow", Registration.AUTOMATIC);

    // When
    final ByteBuffer value = ByteBuffer.wrap(encoder.encode(disagreement(LabeledTexts.example())));

    // Then
    assertThat(value.get()).isZero();
    assertThat(value.getInt()).isEqualTo(registry.idOf("labels.shadow-value", AvroShadowEncoder.schema()));
  }

  @Example
  void shouldFailAtOnceWhenTheSchemaMayOnlyBeLookedUpAndIsMissing() {
    assertThatThrownBy(() -> new AvroShadowEncoder(registry, "nobody.shadow", Registration.LOOKUP_ONLY))
        .isInstanceOf(RegistryRefusedException.class).hasMessageContaining("nobody.shadow-value");
  }

  @Example
  void shouldLetJavaConsumersReadOurGeneratedClass() throws IOException {
    // Given
    final byte[] value =
        new AvroShadowEncoder(registry, "labels.shadow", Registration.AUTOMATIC).encode(disagreement(LabeledTexts.example()));

    // When
    GeneratedRecords.trust();
    final io.labelstream.wire.avro.ShadowDisagreement read =
        new SpecificDatumReader<>(io.labelstream.wire.avro.ShadowDisagreement.class).read(null, body(value));

    // Then
    assertThat(read.getServing().getLabels().getFirst().getName().toString()).isEqualTo("fr");
    assertThat(read.getShadow().getModel().getEffectiveFrom()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Example
  void shouldRegisterTheSchemaOfTheFileFreeOfJavaProperties() throws IOException {
    final Schema.Parser parser = new Schema.Parser();
    parser.parse(Files.readString(Path.of("schemas", "LabeledText.avsc")));
    final Schema file = parser.parse(Files.readString(Path.of("schemas", "ShadowDisagreement.avsc")));

    assertThat(AvroShadowEncoder.schema()).isEqualTo(file);
    assertThat(AvroShadowEncoder.schema().toString()).doesNotContain("avro.java.string");
  }

  private static ShadowDisagreement disagreement(final LabeledText labels) {
    return new ShadowDisagreement(labels.slots().get(0), labels.slots().get(1), labels.origin());
  }

  private static BinaryDecoder body(final byte[] value) {
    return DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
  }

  private static GenericRecord read(final byte[] value, final Schema schema) throws IOException {
    final BinaryDecoder decoder = body(value);
    final GenericRecord read = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    return read;
  }
}
