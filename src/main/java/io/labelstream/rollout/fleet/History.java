package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control log of one slot.
 *
 * @param slot the slot
 * @param topic the control topic
 * @param lead the lead by which effective times are computed
 * @param records the records that name the slot, in order
 * @param timeline the timeline that results from them
 * @param nameless how many refused records name no slot at all, those too large to be read included
 * @param now when it was read
 */
public record History(
    String slot, String topic, Duration lead, List<Record> records, Timeline timeline, long nameless, Instant now) {
  public History {
    records = List.copyOf(records);
  }

  /** This history with further records that name no slot, since they could not be read. */
  History withDamaged(final long further) {
    return new History(slot, topic, lead, records, timeline, nameless + further, now);
  }

  /** The state of a record's signature. */
  public enum Signature {
    NONE("no"),
    /** There is one that was not checked: no key was given, or the record breaks a rule that comes before the signature's. */
    UNCHECKED("unchecked"),
    /** It is by one of the given keys. */
    TRUSTED("trusted"),
    /** It is by none of the given keys, or over other bytes. */
    BAD("bad");

    private final String word;

    Signature(final String word) {
      this.word = word;
    }

    /** The state in a word. */
    public String word() {
      return word;
    }
  }

  /**
   * A record.
   *
   * @param announcement its announcement; empty for a verdict, and where it cannot be read
   * @param outcome the outcome on the instances
   * @param entry the entry that it has become by the whole log, if it was accepted
   */
  public record Record(long offset, OptionalLong appendTime, Optional<Announcement> announcement, Signature signature, ControlLog.Outcome outcome,
      Optional<Entry> entry) {}

  /** The spans of the timeline, in order. */
  public List<TimeSpan> spans() {
    return timeline.from(Long.MIN_VALUE);
  }
}
