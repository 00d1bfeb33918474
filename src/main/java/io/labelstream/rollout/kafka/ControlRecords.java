package io.labelstream.rollout.kafka;

import io.labelstream.rollout.ControlRecord;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** Records of the control topic as the control log takes them. */
final class ControlRecords {
  /** The header with the signature over the record's value. */
  static final String SIGNATURE = "labelstream.signature";
  /** The only partition. */
  static final int PARTITION = 0;

  private ControlRecords() {}

  static ControlRecord of(final ConsumerRecord<byte[], byte[]> record) {
    final Header signature = record.headers().lastHeader(SIGNATURE);
    return new ControlRecord(
        record.offset(),
        record.timestampType() == TimestampType.LOG_APPEND_TIME ? OptionalLong.of(record.timestamp()) : OptionalLong.empty(),
        record.key(),
        record.value(),
        signature == null ? null : signature.value());
  }
}
