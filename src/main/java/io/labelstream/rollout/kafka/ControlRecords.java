package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
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
  /** The most bytes of a record, with its key and headers, whatever the heap: far more than an announcement has. */
  static final int LARGEST = 4 * AnnouncementCodec.LARGEST;

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

  /** The reason why a record was passed over. */
  static Rejection tooLarge(final Polled.TooLarge record) {
    final String followers = record.next() - record.offset() == 1 ? "" : "; what follows it in its batch, up to offset " + (record.next() - 1)
        + ", is passed over with it";
    return new Rejection(RejectionCode.RECORD_TOO_LARGE, "the record has " + record.bytes() + " bytes, expected at most " + LARGEST + followers);
  }
}
