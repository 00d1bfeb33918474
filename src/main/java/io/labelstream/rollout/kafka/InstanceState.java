package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The latest sign of life of an instance, as the status topic has it.
 *
 * @param instance its name
 * @param application the pipeline's name
 * @param slots its slots
 * @param state the pipeline's state in lower case
 * @param controlPosition the next offset of the control topic that it will read
 * @param control whether it has read the whole control topic
 * @param lead its lead, which must be the same on all instances
 * @param heartbeat the time between two signs of life
 * @param residentBytes the bytes that its models hold outside the heap
 * @param at the time of the sign of life, by its own clock
 * @param written the time when the record was written, by the record's timestamp
 * @param token the token of its process, which no other has; empty for a release without tokens
 * @param config the part of its configuration that has to be the same on all instances of the application
 * @param differsFrom the live instances of the application that it has seen to be configured differently
 */
public record InstanceState(
    String instance,
    String application,
    List<String> slots,
    String state,
    long controlPosition,
    Currency control,
    Duration lead,
    Duration heartbeat,
    long residentBytes,
    Instant at,
    Instant written,
    String token,
    SharedConfig config,
    List<String> differsFrom) {
  private static final int HEARTBEATS_OF_PATIENCE = 3;

  public InstanceState {
    slots = List.copyOf(slots);
    differsFrom = List.copyOf(differsFrom);
  }

  /** An instance's knowledge of the control topic. */
  public enum Currency {
    /** It has read all of it, as of a moment ago. */
    CAUGHT_UP,
    /** It may lack announcements. */
    BEHIND
  }

  /** Tells whether an instance gives signs of life. */
  public enum Liveness {
    ALIVE,
    /** It has missed three heartbeats: it was killed, or is cut off from Kafka. */
    SILENT
  }

  /** Tells whether the latest sign of life is at most three heartbeats old. */
  public Liveness liveness(final Instant now) {
    return Duration.between(lastBeat(), now).compareTo(heartbeat.multipliedBy(HEARTBEATS_OF_PATIENCE)) <= 0 ? Liveness.ALIVE : Liveness.SILENT;
  }

  /** The time of this sign of life, by the instance's own clock or by the record's timestamp, whichever is later. */
  Instant lastBeat() {
    return at.isAfter(written) ? at : written;
  }
}
