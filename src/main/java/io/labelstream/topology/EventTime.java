package io.labelstream.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's own timestamp; for a record without one, the latest that its partition has shown, or the epoch.
 *
 * <p>Kafka's default ends the stream at such a record, and its alternative drops it without a trace.
 */
public final class EventTime implements TimestampExtractor {
  @Override
  public long extract(final ConsumerRecord<Object, Object> record, final long partitionTime) {
    return record.timestamp() >= 0 ? record.timestamp() : Math.max(partitionTime, 0);
  }
}
