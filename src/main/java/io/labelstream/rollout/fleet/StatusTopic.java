package io.labelstream.rollout.fleet;

import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The status topic of a place. Not thread-safe. */
final class StatusTopic implements AutoCloseable {
  /** A fleet without any instance. */
  static final Fleet NOBODY = new Fleet(List.of(), List.of(), 0);

  private final RolloutPlace place;
  private final StatusReader reader;
  private final FleetListener listener;

  private StatusTopic(final RolloutPlace place, final StatusReader reader, final FleetListener listener) {
    this.place = place;
    this.reader = reader;
    this.listener = listener;
  }

  static StatusTopic open(final RolloutPlace place, final FleetListener listener) throws FleetException {
    try {
      return new StatusTopic(place, new StatusReader(place.client(), place.statusTopic()), listener);
    } catch (final KafkaException failure) {
      throw new PlaceTopics(place).failed(place.statusTopic(), failure);
    }
  }

  /** The instances and their versions now; empty where there is no such topic. */
  Optional<Fleet> read() throws FleetException, InterruptedException {
    try (TopicReading reading = listener.reading()) {
      return Optional.of(reader.read(PlaceTopics.PATIENCE, reading));
    } catch (final UnknownTopicOrPartitionException missing) {
      return Optional.empty();
    } catch (final KafkaException failure) {
      throw new PlaceTopics(place).failed(place.statusTopic(), failure);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
