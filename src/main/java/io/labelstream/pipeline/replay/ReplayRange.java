package io.labelstream.pipeline.replay;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of the input topic, in each of its partitions.
 *
 * @param from the first record
 * @param to the first record that is not part of it any more; empty: the end that the topic has now
 */
public record ReplayRange(Bound from, Optional<Bound> to) {
  public ReplayRange {
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
  }

  /** A place in each partition. */
  public sealed interface Bound {
    /** The first record whose timestamp is not before this. */
    record AtTime(Instant time) implements Bound {}

    /** The record with this offset. */
    record AtOffset(long offset) implements Bound {}
  }
}
