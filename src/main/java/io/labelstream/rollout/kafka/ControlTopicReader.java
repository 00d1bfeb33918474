package io.labelstream.rollout.kafka;

import io.labelstream.rollout.ControlRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** Reads the control topic once, for tools. Not thread-safe. */
public final class ControlTopicReader implements AutoCloseable {
  private final TopicReader reader;

  /**
   * A reader of {@code topic} from its beginning.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public ControlTopicReader(final Map<String, Object> properties, final String topic) {
    this.reader = new TopicReader(new ClientSettings(properties), "control-reader", topic);
  }

  /**
   * The records up to the present end of the topic, from its beginning or from where the last call has come to.
   *
   * @throws KafkaException if there is no such topic, the broker refuses, or the end is not reached within {@code limit}
   */
  public List<ControlRecord> read(final Duration limit) throws InterruptedException {
    final List<ControlRecord> records = new ArrayList<>();
    reader.readToEnd(limit, record -> {
      if (record.partition() == ControlRecords.PARTITION) {
        records.add(ControlRecords.of(record));
      }
    });
    return records;
  }

  @Override
  public void close() {
    reader.close();
  }
}
