package io.labelstream.topology.internal;

import io.labelstream.topology.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Stands for a record of which nothing but its place could be read. {@link DeadLetterHeaders#OMITTED} says which parts its dead letter lacks. */
public final class UnreadableRecord {
  /** The mark is the identity of this array, which no producer can send. */
  private static final byte[] ALL = "value,headers,key".getBytes(StandardCharsets.UTF_8);

  private UnreadableRecord() {}

  /** The record to be processed in its stead. */
  public static ConsumerRecord<byte[], byte[]> at(final TopicPartition partition, final long offset) {
    final Headers headers = new RecordHeaders(List.of(new RecordHeader(DeadLetterHeaders.OMITTED, ALL)));
    return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, ConsumerRecord.NO_TIMESTAMP, TimestampType.NO_TIMESTAMP_TYPE,
        ConsumerRecord.NULL_SIZE, ConsumerRecord.NULL_SIZE, null, null, headers, Optional.empty());
  }

  /** True if a record with such headers stands for one that could not be read. */
  public static boolean hasMark(final Headers headers) {
    final Header mark = headers.lastHeader(DeadLetterHeaders.OMITTED);
    return mark != null && mark.value() == ALL;
  }
}
