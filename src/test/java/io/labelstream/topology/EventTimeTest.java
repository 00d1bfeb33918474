package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

  @ParameterizedTest
  @CsvSource({"5, 9, 5", "0, 9, 0", "-1, 9, 9", "-1, -1, 0"})
  void shouldKeepATimestampAndReplaceAMissingOne(final long timestamp, final long partitionTime, final long expected) {
    // Given
    final ConsumerRecord<Object, Object> record = new ConsumerRecord<>(
        "texts", 0, 0, timestamp, TimestampType.NO_TIMESTAMP_TYPE, 0, 0, new Object(), new Object(), new RecordHeaders(), Optional.empty());

    // When
    final long time = new EventTime().extract(record, partitionTime);

    // Then
    assertThat(time).isEqualTo(expected);
  }
}
