package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.RejectionCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Reads the control topic once, for tools. Not thread-safe. */
public final class ControlTopicReader implements AutoCloseable {
  private final TopicReader reader;
  private long passedOver;

  /**
   * A reader of {@code topic} from its beginning.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public ControlTopicReader(final Map<String, Object> properties, final String topic) {
    this.reader = new TopicReader(new ClientSettings(properties), "control-reader", topic, ControlRecords.LARGEST);
  }

  /**
   * The records up to the present end of the topic, from its beginning or from where the last call ended, without those that are too large.
   *
   * @param silence the longest time in which the broker may give no record
   * @param progress is told how far reading has come
   * @throws KafkaException if there is no such topic, the broker refuses, or it gives no record for {@code silence} before the end
   */
  public List<ControlRecord> read(final Duration silence, final ReadingProgress progress) throws InterruptedException {
    final List<ControlRecord> records = new ArrayList<>();
    reader.readToEnd(silence, progress, polled -> {
      switch (polled) {
        case Polled.Read(final ConsumerRecord<byte[], byte[]> record) when record.partition() == ControlRecords.PARTITION ->
            records.add(ControlRecords.of(record));
        case Polled.Read _ -> { }
        case Polled.TooLarge _ -> passedOver++;
      }
    });
    return records;
  }

  /** As {@link #read(Duration, ReadingProgress)}, without reporting progress. */
  public List<ControlRecord> read(final Duration silence) throws InterruptedException {
    return read(silence, ReadingProgress.NONE);
  }

  /**
   * The number of records that were passed over so far because they are too large ({@link RejectionCode#RECORD_TOO_LARGE}), each with the rest of its
   * batch.
   */
  public long passedOver() {
    return passedOver;
  }

  @Override
  public void close() {
    reader.close();
  }
}
