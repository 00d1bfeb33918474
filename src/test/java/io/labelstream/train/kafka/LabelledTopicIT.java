package io.labelstream.train.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaId;
import io.labelstream.wire.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class LabelledTopicIT {
  private static final SchemaRegistry NO_REGISTRY = new HttpSchemaRegistry(RegistryConfig.of("http://localhost:1"));

  @Test
  void shouldGiveTheRecordsThatWereThereWhenItWasOpenedPartitionByPartition(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = topic(broker, "labelled-order", 2);
    topics.send(List.of(record("labelled-order", 1, 5, "__label__b two"), record("labelled-order", 0, 5, "{\"text\":\"one\",\"labels\":[\"a\",\"c\"]}"),
        record("labelled-order", 1, 6, "__label__b three")));
    final LabelledTopic source = open(broker, "labelled-order", TopicRange.all());

    // When
    topics.send(List.of(record("labelled-order", 0, 7, "__label__b later")));

    // Then
    assertThat(texts(source)).containsExactly("[a, c] one", "[b] two", "[b] three");
    assertThat(texts(source)).hasSize(3);
  }

  @Test
  void shouldCountWhatCannotBeReadAndGoOn(final EmbeddedBroker broker) throws Exception {
    // Given
    topic(broker, "labelled-garbage", 1).send(List.of(record("labelled-garbage", 0, 5, "{broken"), record("labelled-garbage", 0, 5, "__label__a one"),
        new ProducerRecord<>("labelled-garbage", 0, (byte[]) null, (byte[]) null), record("labelled-garbage", 0, 5, "no label")));

    // When
    final DataSummary summary = open(broker, "labelled-garbage", TopicRange.all()).survey();

    // Then
    assertThat(summary.examples()).isEqualTo(2);
    assertThat(summary.unreadable()).isEqualTo(1);
    assertThat(summary.firstProblem()).startsWith("partition 0 offset 0: JSON value of 7 bytes is not valid JSON");
    assertThat(summary.skipped()).isEqualTo(1);
    assertThat(summary.withoutLabel()).isEqualTo(1);
    assertThat(summary.labels()).isEqualTo(Map.of("a", 1L));
    assertThat(summary.bytes()).isEqualTo(7 + 14 + 8);
  }

  @Test
  void shouldRefuseATopicOfWhichNothingCanBeRead(final EmbeddedBroker broker) throws Exception {
    // Given
    topic(broker, "labelled-nothing", 1).send(List.of(record("labelled-nothing", 0, 5, "{\"slots\":[],\"origin\":{}}"), record("labelled-nothing", 0, 5, "{")));
    final LabelledTopic source = open(broker, "labelled-nothing", TopicRange.all());

    // Then
    assertThatThrownBy(source::survey).isInstanceOf(TrainingDataException.class).hasMessageContaining("2 of 2 records of topic 'labelled-nothing' cannot be read")
        .hasMessageContaining("partition 0 offset 0: JSON object has no string in field \"text\"");
  }

  @Test
  void shouldKeepToTheRange(final EmbeddedBroker broker) throws Exception {
    // Given
    topic(broker, "labelled-range", 1).send(List.of(record("labelled-range", 0, 1000, "__label__a one"), record("labelled-range", 0, 2000, "__label__a two"),
        record("labelled-range", 0, 3000, "__label__a three"), record("labelled-range", 0, 4000, "__label__a four")));

    // When
    final LabelledTopic byTime = open(broker, "labelled-range", new TopicRange(
        Optional.of(new TopicRange.Place.Time(Instant.ofEpochMilli(1500))), Optional.of(new TopicRange.Place.Time(Instant.ofEpochMilli(4000)))));
    final LabelledTopic byOffset = open(broker, "labelled-range", new TopicRange(
        Optional.of(new TopicRange.Place.Offset(3)), Optional.of(new TopicRange.Place.Offset(99))));

    // Then
    assertThat(texts(byTime)).containsExactly("[a] two", "[a] three");
    assertThat(texts(byOffset)).containsExactly("[a] four");
  }

  @Test
  void shouldReadAvroByTheSchemaOfTheRegistry(final EmbeddedBroker broker) throws Exception {
    // Given
    final Schema schema = new Schema.Parser().parse("""
        {"type":"record","name":"Ticket","fields":[{"name":"id","type":"long"},{"name":"text","type":"string"},
        {"name":"labels","type":["null",{"type":"array","items":"string"}]}]}""");
    final Topics topics = topic(broker, "labelled-avro", 1);
    try (EmbeddedSchemaRegistry server = EmbeddedSchemaRegistry.start(0);
        SchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(server.url().toString()))) {
      final int id = registry.register("tickets", schema);
      topics.send(List.of(new ProducerRecord<>("labelled-avro", avro(id, schema, "my screen\nis dark", List.of("hard ware", "urgent"))),
          new ProducerRecord<>("labelled-avro", avro(id, schema, "hello", null))));
      final byte[] framed = avro(id, schema, "the id is in a header", List.of("soft"));
      final ProducerRecord<byte[], byte[]> bare = new ProducerRecord<>("labelled-avro", Arrays.copyOfRange(framed, 5, framed.length));
      bare.headers().add(SchemaId.HEADER, Arrays.copyOf(framed, 5));
      topics.send(List.of(bare));

      // When
      final LabelledTopic source = LabelledTopic.open("labelled-avro", TopicRange.all(), DataOptions.usual(), registry, client(broker));

      // Then
      assertThat(texts(source)).containsExactly("[hard_ware, urgent] my screen is dark", "[] hello", "[soft] the id is in a header");
    }
  }

  @Test
  void shouldSayWhenTheTopicHasLostRecordsThatWereThere(final EmbeddedBroker broker) throws Exception {
    // Given
    topic(broker, "labelled-lost", 1).send(List.of(record("labelled-lost", 0, 5, "__label__a one"), record("labelled-lost", 0, 5, "__label__a two")));
    final LabelledTopic source = open(broker, "labelled-lost", TopicRange.all());

    // When
    try (Admin admin = Admin.create(client(broker))) {
      admin.deleteRecords(Map.of(new TopicPartition("labelled-lost", 0), RecordsToDelete.beforeOffset(1))).all().get();
    }

    // Then
    assertThatThrownBy(() -> texts(source)).isInstanceOf(TrainingDataException.class).hasMessageContaining("lost the records from offset 0 to 0");
  }

  @Test
  void shouldRefuseATopicThatIsNotThere(final EmbeddedBroker broker) {
    assertThatThrownBy(() -> open(broker, "labelled-none", TopicRange.all())).isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  private static List<String> texts(final ExampleSource source) throws Exception {
    final List<String> texts = new ArrayList<>();
    source.forEach(example -> texts.add(example.labels() + " " + example.decoded()));
    return texts;
  }

  private static LabelledTopic open(final EmbeddedBroker broker, final String topic, final TopicRange range) {
    return LabelledTopic.open(topic, range, DataOptions.usual(), NO_REGISTRY, client(broker));
  }

  private static Map<String, Object> client(final EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static Topics topic(final EmbeddedBroker broker, final String name, final int partitions) throws Exception {
    final Topics topics = new Topics(broker.bootstrapServers());
    // Timestamps of these records are long ago.
    topics.create(name, partitions, Map.of("retention.ms", "-1"));
    return topics;
  }

  private static ProducerRecord<byte[], byte[]> record(final String topic, final int partition, final long time, final String value) {
    return new ProducerRecord<>(topic, partition, time, null, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] avro(final int id, final Schema schema, final String text, final List<String> labels) throws Exception {
    final GenericData.Record record = new GenericData.Record(schema);
    record.put("id", 1L);
    record.put("text", text);
    record.put("labels", labels);
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
