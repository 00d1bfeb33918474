package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.fixture.ConfluentClient;
import io.labelstream.wire.avro.TextEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract between our client and codecs, Confluent's, and any registry. */
@Timeout(300)
abstract class RegistryContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema EVENT = TextEvent.getClassSchema();

  private final String topic = "topic-" + UUID.randomUUID();
  private final TextSlice slice = new TextSlice();
  private HttpSchemaRegistry registry;
  private ConfluentClient confluent;

  /** Where the registry under test speaks Confluent's interface. */
  abstract URI url();

  @BeforeEach
  void openClients() throws Exception {
    registry = new HttpSchemaRegistry(RegistryConfig.of(url().toString()));
    confluent = new ConfluentClient(url());
  }

  @AfterEach
  void closeClients() throws Exception {
    registry.close();
    confluent.close();
  }

  @Test
  void shouldGiveTheSameIdAsConfluentsClient() throws Exception {
    // Given
    final int theirs = confluent.register(topic + "-value", EVENT.toString());

    // When
    final int ours = registry.register(topic + "-value", EVENT);

    // Then
    assertThat(ours).isEqualTo(theirs).isEqualTo(registry.idOf(topic + "-value", EVENT));
    assertThat(confluent.versions(topic + "-value")).hasSize(1);
  }

  @Test
  void shouldShowConfluentsClientWhatWeRegister() throws Exception {
    // When
    final int id = registry.register(topic + "-value", AvroLabelEncoder.schema());

    // Then
    assertThat(parse(confluent.schemaById(id))).isEqualTo(AvroLabelEncoder.schema());
    assertThat(parse(confluent.latest(topic + "-value"))).isEqualTo(AvroLabelEncoder.schema());
    assertThat(confluent.id(topic + "-value", AvroLabelEncoder.schema().toString())).isEqualTo(id);
    assertThat(confluent.version(topic + "-value", AvroLabelEncoder.schema().toString())).isEqualTo(1);
    assertThat(confluent.subjects()).contains(topic + "-value");
  }

  @Test
  void shouldFindTheTextInWhatConfluentsSerializerWrites() throws Exception {
    // Given
    final byte[] value = confluent.write(topic, EVENT.toString(), "{\"text\":\"Où est-il ? 😀\"}");

    // When
    new AvroTextDecoder(registry).decode(value, slice);

    // Then
    assertThat(text()).isEqualTo("Où est-il ? 😀");
  }

  @Test
  void shouldFindTheTextUnderASchemaOfTheUsersOwn() throws Exception {
    // Given
    final Schema own = Avros.event("{\"name\":\"id\",\"type\":\"long\"}", "{\"name\":\"body\",\"type\":[\"null\",\"string\"]}",
        "{\"name\":\"tags\",\"type\":{\"type\":\"map\",\"values\":\"int\"}}");
    final byte[] value = confluent.write(topic, own.toString(), "{\"id\":7,\"body\":{\"string\":\"mine\"},\"tags\":{\"a\":1}}");

    // When
    new AvroTextDecoder(registry, TextFields.of("body")).decode(value, slice);

    // Then
    assertThat(text()).isEqualTo("mine");
  }

  @Test
  void shouldWriteLabelsThatConfluentsDeserializerReads() throws Exception {
    // Given
    final AvroLabelEncoder encoder = new AvroLabelEncoder(registry, topic, Registration.AUTOMATIC);

    // When
    final JsonNode read = JSON.readTree(confluent.read(topic, encoder.encode(LabeledTexts.example())));

    // Then
    assertThat(read.at("/slots/0/labels/0/name").textValue()).isEqualTo("fr");
    assertThat(read.at("/slots/0/labels/0/score").floatValue()).isEqualTo(0.9731f);
    assertThat(read.at("/slots/0/model/effectiveFrom").isNull()).isTrue();
    assertThat(read.at("/slots/1/labels")).isEmpty();
    assertThat(read.at("/slots/1/model/sha256").textValue()).isEqualTo(LabeledTexts.SHA256);
    assertThat(read.at("/slots/1/model/controlOffset").longValue()).isEqualTo(12);
    assertThat(read.at("/origin/offset").longValue()).isEqualTo(1L << 40);
  }

  @Test
  void shouldAcceptASchemaOnlyWhereTheRegistryCallsItCompatible() throws Exception {
    // Given
    registry.register(topic + "-value", EVENT);
    demandBackwardCompatibility(topic + "-value");
    final Schema more = parse(EVENT.toString().replace("\"fields\":[",
        "\"fields\":[{\"name\":\"id\",\"type\":[\"null\",\"string\"],\"default\":null},"));
    final Schema other = parse(EVENT.toString().replace("\"name\":\"text\"", "\"name\":\"body\""));

    // When
    final int id = registry.register(topic + "-value", more);

    // Then
    assertThat(registry.schema(id)).isEqualTo(new SchemaRegistry.Found(more));
    assertThat(confluent.compatible(topic + "-value", EVENT.toString())).isEqualTo(true);
    assertThat(confluent.compatible(topic + "-value", other.toString())).isEqualTo(false);
    assertThatThrownBy(() -> registry.register(topic + "-value", other))
        .isInstanceOf(RegistryRefusedException.class).hasMessageContaining("not compatible");
  }

  @Test
  void shouldCallAnUnknownIdTheRecordsFault() {
    assertThat(registry.schema(2_000_000_000)).isEqualTo(new SchemaRegistry.Unusable("not known to the schema registry"));
  }

  @Test
  void shouldCallAnUnknownGuidTheRecordsFault() {
    // Neither registry knows GUIDs; the path that is not there must not look like a wrong URL.
    assertThat(registry.schema(UUID.randomUUID())).isEqualTo(new SchemaRegistry.Unusable("not known to the schema registry"));
  }

  @Test
  void shouldNotFindASchemaThatNobodyRegistered() {
    assertThatThrownBy(() -> registry.idOf(topic + "-value", EVENT))
        .isInstanceOf(RegistryRefusedException.class).hasMessageContaining("allow automatic registration");
    registry.register(topic + "-value", EVENT);
    assertThatThrownBy(() -> registry.idOf(topic + "-value", AvroLabelEncoder.schema()))
        .isInstanceOf(RegistryRefusedException.class).hasMessageContaining("allow automatic registration");
  }

  /** Sets the level for a subject where the registry starts with another one. */
  void demandBackwardCompatibility(final String subject) throws Exception {
  }

  HttpSchemaRegistry registry() {
    return registry;
  }

  private static Schema parse(final String schema) {
    return new Schema.Parser().parse(schema);
  }

  private String text() {
    return new String(slice.bytes(), slice.offset(), slice.length(), StandardCharsets.UTF_8);
  }
}
