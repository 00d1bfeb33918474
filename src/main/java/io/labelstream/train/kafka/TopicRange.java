package io.labelstream.train.kafka;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A range of a topic, in each of its partitions.
 *
 * @param from the first record; empty: the oldest existing one
 * @param to the first record after the range; empty: the end of the topic when it is opened
 */
public record TopicRange(Optional<Place> from, Optional<Place> to) {
  public TopicRange {
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
  }

  /** A place in each partition. */
  public sealed interface Place {
    /** The first record whose timestamp is not before this. */
    record Time(Instant instant) implements Place {}

    /** The record with this offset. */
    record Offset(long offset) implements Place {}
  }

  /** All existing records. */
  public static TopicRange all() {
    return new TopicRange(Optional.empty(), Optional.empty());
  }
}
