package io.labelstream.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.fixture.Publisher;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Publishes numbered Avro texts under forty keys and none, of the present and the past, some of them unreadable, and remembers each. */
final class Texts implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int KEYS = 40;
  private static final int POISON_EVERY = 97;
  private static final int LATE_EVERY = 10;
  private static final int VERY_LATE_EVERY = 100;
  private static final int LATE_MILLIS = 20_000;
  private static final long VERY_LATE_MILLIS = 600_000;

  private final String topic;
  private final URI registry;
  private final Random random;
  private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
  private final Publisher publisher;
  private volatile Written written;
  private int fields;

  private record Written(int id, Schema schema) {}

  /** @param registry where new schemas are registered */
  Texts(final Map<String, Object> kafka, final String topic, final URI registry, final long seed) throws IOException, InterruptedException {
    this.topic = topic;
    this.registry = registry;
    this.random = new Random(seed);
    this.written = register();
    this.publisher = Publisher.start(kafka, this::next);
  }

  /** The record with a number. */
  Sent sent(final long id) {
    return sent.get((int) id);
  }

  long count() {
    return publisher.count();
  }

  /** Waits until the broker has all texts so far, and gives their number. */
  long flush() {
    return publisher.flush();
  }

  /** Makes a schema that no instance has seen. Texts are written with it once the result is run. */
  Runnable newSchema() throws IOException, InterruptedException {
    final Written next = register();
    return () -> written = next;
  }

  private Written register() throws IOException, InterruptedException {
    SchemaBuilder.FieldAssembler<Schema> assembler = SchemaBuilder.record("Text").namespace("faults").fields().requiredString("text");
    for (int field = 0; field < fields; field++) {
      assembler = assembler.name("more" + field).type().longType().longDefault(0);
    }
    fields++;
    final Schema schema = assembler.endRecord();
    final ObjectMapper json = new ObjectMapper();
    try (HttpClient client = HttpClient.newHttpClient()) {
      final HttpResponse<String> response = client.send(HttpRequest.newBuilder(URI.create(registry + "/subjects/" + topic + "-value/versions"))
          .timeout(PATIENCE).POST(BodyPublishers.ofString(json.writeValueAsString(Map.of("schema", schema.toString())))).build(), BodyHandlers.ofString());
      return new Written(json.readTree(response.body()).required("id").asInt(), schema);
    }
  }

  private ProducerRecord<byte[], byte[]> next(final long id) {
    final int key = random.nextInt(KEYS + 1);
    final long now = System.currentTimeMillis();
    final long timestamp = id % VERY_LATE_EVERY == 0 ? now - VERY_LATE_MILLIS : id % LATE_EVERY == 0 ? now - random.nextInt(LATE_MILLIS) : now;
    final Sent.Kind kind = id % POISON_EVERY == 1 ? Sent.Kind.POISON : Sent.Kind.TEXT;
    final Sent one = new Sent(id, key == KEYS ? Optional.empty() : Optional.of("key-" + key), timestamp, kind);
    sent.add(one);
    final byte @Nullable [] keyBytes = one.key().map(Texts::bytes).orElse(null);
    final ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, timestamp, keyBytes, kind == Sent.Kind.POISON ? bytes("poison") : value("alpha beta " + id));
    record.headers().add(Results.ID, bytes(Long.toString(id)));
    return record;
  }

  /** Confluent's wire format. */
  private byte[] value(final String text) {
    final Written how = written;
    final GenericRecord record = new GenericData.Record(how.schema());
    how.schema().getFields().forEach(field -> record.put(field.name(), field.name().equals("text") ? text : Long.valueOf(0)));
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(0);
      out.writeInt(how.id());
      final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(how.schema()).write(record, encoder);
    } catch (final IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
