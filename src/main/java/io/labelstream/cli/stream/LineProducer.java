package io.labelstream.cli.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.verb.ByteLines;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.internal.AvroTexts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes lines as records. Not thread-safe. */
final class LineProducer implements ByteLines.Sink {
  private static final String TEXT_FIELD = "text";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The topic of records, and their form.
   *
   * @param keySeparator the bytes after the key on a line; empty: records have no key
   */
  record Target(String topic, RecordFormat format, Optional<byte[]> keySeparator) {}

  /** Makes a record's value from a text. */
  private interface Values {
    byte[] of(byte[] text) throws IOException;
  }

  private final KafkaProducer<byte[], byte[]> producer;
  private final Target target;
  private final Values values;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private LineProducer(final KafkaProducer<byte[], byte[]> producer, final Target target, final Values values) {
    this.producer = producer;
    this.target = target;
    this.values = values;
  }

  /**
   * Publishes all lines and returns when they are acknowledged.
   *
   * @throws CliException if one is not acknowledged
   */
  static void lines(final InputStream in, final Target target, final KafkaOptions options) throws IOException, InterruptedException {
    final Map<String, Object> properties = new HashMap<>(options.clientProperties());
    KafkaErrors.existing(target.topic(), properties, AclOperation.WRITE);
    properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "5");
    properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    try (SchemaRegistry registry = options.openRegistry();
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      final LineProducer producing = new LineProducer(producer, target, values(target, registry));
      ByteLines.read(in, producing);
      producer.flush();
      producing.failOnFirstError();
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, target.topic(), properties, AclOperation.WRITE);
    }
  }

  @Override
  public void line(final byte[] buffer, final int offset, final int length) throws IOException {
    failOnFirstError();
    final int keyLength = target.keySeparator().map(separator -> indexOf(separator, buffer, offset, length)).orElse(-1);
    final byte @Nullable [] key = keyLength < 0 ? null : Arrays.copyOfRange(buffer, offset, offset + keyLength);
    final int textStart = keyLength < 0 ? offset : offset + keyLength + target.keySeparator().orElseThrow().length;
    final byte[] text = Arrays.copyOfRange(buffer, textStart, offset + length);
    producer.send(new ProducerRecord<>(target.topic(), key, values.of(text)), (metadata, error) -> {
      if (error != null) {
        failure.compareAndSet(null, error);
      }
    });
  }

  private void failOnFirstError() {
    final @Nullable Exception first = failure.get();
    if (first != null) {
      throw new CliException(
          ExitCode.FAILED,
          "a record was not taken by topic '" + target.topic() + "': " + first.getMessage() + "; records before it may be there",
          first);
    }
  }

  private static Values values(final Target target, final SchemaRegistry registry) {
    return switch (target.format()) {
      case TEXT -> text -> text;
      case JSON -> text -> JSON.writeValueAsBytes(Map.of(TEXT_FIELD, new String(text, StandardCharsets.UTF_8)));
      case AVRO -> new AvroTexts(registry, target.topic())::encode;
    };
  }

  private static int indexOf(final byte[] wanted, final byte[] buffer, final int offset, final int length) {
    for (int at = 0; at <= length - wanted.length; at++) {
      if (Arrays.equals(wanted, 0, wanted.length, buffer, offset + at, offset + at + wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}
