package io.labelstream.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of the labels topic, or of the one for disagreements, that was made of a {@link Fleet}'s text. */
record Labelled(
    int partition, long offset, byte @Nullable [] key, long timestamp, long number, String traceparent, JsonNode json, byte[] value) {

  static Labelled of(final ConsumerRecord<byte[], byte[]> record, final JsonNode json) {
    return new Labelled(record.partition(), record.offset(), record.key(), record.timestamp(), Long.parseLong(header(record, "number")),
        header(record, "traceparent"), json, record.value());
  }

  /** The key as text; empty for none. */
  String keyText() {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  /** The partition that the text came from. */
  String origin() {
    return json.at("/origin/partition").asText() + "/";
  }

  /** A field of the model of the first slot, null included. */
  String model(final String field) {
    return json.at("/slots/0/model/" + field).asText();
  }

  String version() {
    return model("version");
  }

  /** The best label of the first slot. */
  String label() {
    return json.at("/slots/0/labels/0/name").asText();
  }

  private static String header(final ConsumerRecord<byte[], byte[]> record, final String name) {
    final Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Without the value's bytes, which are {@link #json}. */
  @Override
  public String toString() {
    return "partition " + partition + ", offset " + offset + ", key " + keyText() + ", timestamp " + timestamp + ", number " + number + ": " + json;
  }
}
