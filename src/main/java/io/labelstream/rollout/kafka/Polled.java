package io.labelstream.rollout.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The result of a poll at an offset. */
sealed interface Polled {
  /** The record's offset. */
  long offset();

  /** A record that is within the limit. */
  record Read(ConsumerRecord<byte[], byte[]> record) implements Polled {
    @Override
    public long offset() {
      return record.offset();
    }
  }

  /**
   * A record over the limit, which was passed over with all that follows it in its batch.
   *
   * @param offset the offset of the first record that was passed over
   * @param next the offset after the last one
   * @param bytes the size of the record that is too large
   */
  record TooLarge(long offset, long next, long bytes) implements Polled {}
}
