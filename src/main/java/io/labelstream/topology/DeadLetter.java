package io.labelstream.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/** Makes the dead letter of a record: its original bytes and headers, and the reason. */
final class DeadLetter {
  private static final int MOST_FRAMES = 32;

  private DeadLetter() {}

  static ProducerRecord<byte[], byte[]> record(
      final String topic,
      final int maxBytes,
      final byte @Nullable [] originalKey,
      final byte @Nullable [] originalValue,
      final ErrorHandlerContext place,
      final UnclassifiableRecordException failure) {
    final Headers original = new RecordHeaders(place.headers());
    final Headers diagnosis = diagnosis(place, failure);
    final List<String> omitted = new ArrayList<>();
    byte @Nullable [] key = originalKey;
    byte @Nullable [] value = originalValue;
    Headers headers = joined(original, diagnosis);
    if (tooLarge(key, value, headers, maxBytes) && value != null) {
      value = null;
      omitted.add("value");
      headers = joined(original, diagnosis, omitted);
    }
    if (tooLarge(key, value, headers, maxBytes) && original.iterator().hasNext()) {
      omitted.add("headers");
      headers = joined(diagnosis, omitted);
    }
    if (tooLarge(key, value, headers, maxBytes) && key != null) {
      key = null;
      omitted.add("key");
      headers = joined(diagnosis, omitted);
    }
    return new ProducerRecord<>(topic, null, place.timestamp(), key, value, headers);
  }

  private static Headers diagnosis(final ErrorHandlerContext place, final UnclassifiableRecordException failure) {
    final Headers headers = new RecordHeaders();
    add(headers, DeadLetterHeaders.EXCEPTION, failure.getClass().getName());
    add(headers, DeadLetterHeaders.MESSAGE, failure.getMessage());
    add(headers, DeadLetterHeaders.STACKTRACE, stackTrace(failure));
    add(headers, DeadLetterHeaders.TOPIC, place.topic());
    add(headers, DeadLetterHeaders.PARTITION, Integer.toString(place.partition()));
    add(headers, DeadLetterHeaders.OFFSET, Long.toString(place.offset()));
    add(headers, DeadLetterHeaders.REASON, failure.reason().code());
    return headers;
  }

  private static Headers joined(final Headers first, final Headers second) {
    final Headers headers = new RecordHeaders(first);
    second.forEach(headers::add);
    return headers;
  }

  private static Headers joined(final Headers first, final Headers second, final List<String> omitted) {
    return joined(joined(first, second), omitted);
  }

  private static Headers joined(final Headers first, final List<String> omitted) {
    final Headers headers = new RecordHeaders(first);
    add(headers, DeadLetterHeaders.OMITTED, String.join(",", omitted));
    return headers;
  }

  private static void add(final Headers headers, final String name, final @Nullable String value) {
    final String text = value == null ? "" : value;
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean tooLarge(
      final byte @Nullable [] key, final byte @Nullable [] value, final Headers headers, final int maxBytes) {
    return RecordSize.upperBound(RecordSize.length(key), RecordSize.length(value), headers) > maxBytes;
  }

  /** A stack trace without messages, because those of causes may quote the record. */
  private static String stackTrace(final Throwable failure) {
    final StringBuilder trace = new StringBuilder();
    String before = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      trace.append(before).append(cause.getClass().getName()).append('\n');
      final StackTraceElement[] frames = cause.getStackTrace();
      for (int frame = 0; frame < Math.min(frames.length, MOST_FRAMES); frame++) {
        trace.append("\tat ").append(frames[frame]).append('\n');
      }
      if (frames.length > MOST_FRAMES) {
        trace.append("\t... ").append(frames.length - MOST_FRAMES).append(" more\n");
      }
      before = "Caused by: ";
    }
    return trace.toString();
  }
}
