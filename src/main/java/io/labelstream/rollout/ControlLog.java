package io.labelstream.rollout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes the records of the control topic in their order and says of each whether it becomes an entry. What it says depends on these records, the lead, the
 * trust and the base versions only: neither on a clock nor on this instance's models, so that every instance, and every restart, comes to the same entries.
 * Not thread-safe.
 *
 * <p><b>Rules</b>, in the order in which they are checked; the first that is broken gives the code.
 *
 * <ol>
 *   <li>The record has a key and a value: {@link RejectionCode#NULL_VALUE}.
 *   <li>The value is an announcement ({@link AnnouncementCodec}): {@link RejectionCode#UNREADABLE}, {@link RejectionCode#UNKNOWN_SCHEMA},
 *       {@link RejectionCode#INVALID}.
 *   <li>The record has the broker's append time: {@link RejectionCode#NO_APPEND_TIME}.
 *   <li>The key is the announcement's own, {@code slot/sequence}: {@link RejectionCode#REPLAYED}.
 *   <li>The announcement is believed ({@link Trust}): {@link RejectionCode#UNSIGNED}, {@link RejectionCode#BAD_SIGNATURE},
 *       {@link RejectionCode#REPLAYED}.
 *   <li>Its slot is one of ours; else it is {@link Foreign}, which is no fault.
 *   <li>No record came as far as this with the same key before: {@link RejectionCode#DUPLICATE}. A record that broke a rule above has not used its key up,
 *       one that breaks a rule below has.
 *   <li>No entry of the slot, its base version included, has the same model name and version with another digest:
 *       {@link RejectionCode#VERSION_CONFLICT}.
 *   <li>A version that is withdrawn is that of an earlier entry, or the base version: {@link RejectionCode#UNKNOWN_VERSION}.
 *   <li>The effective time. Without one, it is the append time plus the lead. One that is given is not before that: {@link RejectionCode#TOO_LATE}. From the
 *       beginning is only what comes before every live, canary and shadow entry of a slot without a base version: {@link RejectionCode#NOT_FIRST}. A
 *       {@link Reach#RETROACTIVE} announcement may have any effective time.
 * </ol>
 *
 * <p>A record that is refused changes no timeline.
 */
public final class ControlLog {
  private final long leadMillis;
  private final Trust trust;
  private final Slots which;
  private final Map<String, SlotLog> slots = new TreeMap<>();
  private long lastOffset = Entry.BASE_OFFSET;

  /** Which slots are ours. */
  private enum Slots {
    NAMED,
    ALL
  }

  /** What became of a record. */
  public sealed interface Outcome permits Accepted, Refused, Foreign {}

  /** It is an entry of its slot's timeline from now on. */
  public record Accepted(Entry entry) implements Outcome {
    public Accepted {
      Objects.requireNonNull(entry);
    }
  }

  /**
   * It is not.
   *
   * @param slot the slot that it names; empty where that cannot be told. Where the record is not believed, nor is this
   * @param offset the record's offset
   * @param rejection why
   */
  public record Refused(Optional<String> slot, long offset, Rejection rejection) implements Outcome {
    public Refused {
      Objects.requireNonNull(slot);
      Objects.requireNonNull(rejection);
    }
  }

  /** It is a sound announcement for a slot that is not ours. */
  public record Foreign() implements Outcome {}

  /**
   * A log without any record.
   *
   * @param lead the time between an announcement and the first event time that it may touch
   * @param trust whose announcements are believed
   * @param slots our slots, each with its base version, if it has one
   */
  public ControlLog(final Duration lead, final Trust trust, final Map<String, Optional<Entry>> slots) {
    this(lead, trust, Slots.NAMED);
    slots.forEach((slot, base) -> this.slots.put(slot, new SlotLog(slot, base)));
  }

  private ControlLog(final Duration lead, final Trust trust, final Slots which) {
    if (lead.isNegative()) {
      throw new IllegalArgumentException("lead is " + lead + ", expected at least nothing");
    }
    this.leadMillis = lead.toMillis();
    this.trust = Objects.requireNonNull(trust);
    this.which = which;
  }

  /** A log without any record for which every slot is ours, as tools need it. It knows of no base versions. */
  public static ControlLog ofAllSlots(final Duration lead, final Trust trust) {
    return new ControlLog(lead, trust, Slots.ALL);
  }

  /**
   * Takes the next record.
   *
   * @throws IllegalArgumentException if its offset is not higher than that of the record before
   */
  public Outcome append(final ControlRecord record) {
    if (record.offset() <= lastOffset) {
      throw new IllegalArgumentException("offset=" + record.offset() + " must be higher than that of the record before, " + lastOffset);
    }
    lastOffset = record.offset();
    final Outcome outcome = outcome(record);
    slotOf(outcome).flatMap(this::ours).ifPresent(slot -> slot.remember(outcome));
    return outcome;
  }

  /** Our slots; in a log of all slots those that were named so far, if only by a record that was refused. */
  public SortedSet<String> slots() {
    return new TreeSet<>(slots.keySet());
  }

  /** The entries of a slot so far, with its base version. Without any for a slot that is not ours. */
  public Timeline timeline(final String slot) {
    return Optional.ofNullable(slots.get(slot)).map(SlotLog::timeline).orElseGet(Timeline::empty);
  }

  /**
   * What became of each record that names the slot, in the order of their offsets. Its base version is not among them; nor are records so damaged that they
   * name no slot.
   */
  public List<Outcome> history(final String slot) {
    return Optional.ofNullable(slots.get(slot)).map(SlotLog::history).orElseGet(List::of);
  }

  /** A sequence whose key is not used up: one more than the highest that is. */
  public long nextSequence(final String slot) {
    return Optional.ofNullable(slots.get(slot)).map(SlotLog::nextSequence).orElse(1L);
  }

  private Outcome outcome(final ControlRecord record) {
    final byte[] key = record.key();
    final byte[] value = record.value();
    if (key == null || value == null) {
      return new Refused(Optional.empty(), record.offset(),
          new Rejection(RejectionCode.NULL_VALUE, "the record has no " + (key == null ? "key" : "value")));
    }
    return switch (AnnouncementCodec.decode(value)) {
      case AnnouncementCodec.Unreadable(final Rejection rejection, final Optional<String> slot) -> new Refused(slot, record.offset(), rejection);
      case AnnouncementCodec.Read(final Announcement announcement) -> outcome(record, key, value, announcement);
    };
  }

  private Outcome outcome(final ControlRecord record, final byte[] key, final byte[] value, final Announcement announcement) {
    if (record.appendTime().isEmpty()) {
      return refused(announcement, record, new Rejection(RejectionCode.NO_APPEND_TIME, announcement.key() + " has its producer's time only"));
    }
    if (!Arrays.equals(key, announcement.key().getBytes(StandardCharsets.UTF_8))) {
      return refused(announcement, record,
          new Rejection(RejectionCode.REPLAYED, "the record's key, of " + key.length + " bytes, is not that of its announcement, " + announcement.key()));
    }
    final Optional<Rejection> objection = trust.objection(announcement, value, record.signature());
    if (objection.isPresent()) {
      return refused(announcement, record, objection.get());
    }
    final long earliest = laterBy(leadMillis, record.appendTime().getAsLong());
    return ours(announcement.slot()).map(slot -> slot.take(announcement, record.offset(), earliest)).orElseGet(Foreign::new);
  }

  private Optional<SlotLog> ours(final String slot) {
    return switch (which) {
      case NAMED -> Optional.ofNullable(slots.get(slot));
      case ALL -> Optional.of(slots.computeIfAbsent(slot, name -> new SlotLog(name, Optional.empty())));
    };
  }

  private static Optional<String> slotOf(final Outcome outcome) {
    return switch (outcome) {
      case Accepted(final Entry entry) -> Optional.of(entry.announcement().slot());
      case Refused(final Optional<String> slot, final long _, final Rejection _) -> slot;
      case Foreign() -> Optional.empty();
    };
  }

  private static Refused refused(final Announcement announcement, final ControlRecord record, final Rejection rejection) {
    return new Refused(Optional.of(announcement.slot()), record.offset(), rejection);
  }

  /** The time as late as can be written, where the sum cannot. */
  private static long laterBy(final long millis, final long time) {
    return time > Long.MAX_VALUE - millis ? Long.MAX_VALUE : time + millis;
  }
}
