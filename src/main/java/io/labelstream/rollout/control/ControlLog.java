package io.labelstream.rollout.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes the records of the control topic in their order and tells of each whether it becomes an entry, and which entries count. Its answers depend on these
 * records, the lead, the trust and the base versions only: neither on a clock nor on this instance's models, so every instance, and every restart, comes to
 * the same result. Not thread-safe.
 *
 * <p><b>Rules of announcements</b>, in the order in which they are checked. The first rule that a record breaks gives the code.
 *
 * <ol>
 *   <li>The record has a key and a value: {@link RejectionCode#NULL_VALUE}.
 *   <li>The value is an announcement ({@link AnnouncementCodec}) or a verdict ({@link VerdictCodec}): {@link RejectionCode#UNREADABLE},
 *       {@link RejectionCode#UNKNOWN_SCHEMA}, {@link RejectionCode#INVALID}.
 *   <li>The record has the broker's append time: {@link RejectionCode#NO_APPEND_TIME}.
 *   <li>The key is the announcement's own, {@code slot/sequence}: {@link RejectionCode#REPLAYED}.
 *   <li>The announcement is believed ({@link Trust}): {@link RejectionCode#UNSIGNED}, {@link RejectionCode#BAD_SIGNATURE},
 *       {@link RejectionCode#REPLAYED}.
 *   <li>Its slot is one of ours; else it is {@link Foreign}, which is no fault.
 *   <li>No earlier record with the same key came as far as this rule: {@link RejectionCode#DUPLICATE}. A record that breaks a rule above does not use its key
 *       up; one that breaks a rule below does.
 *   <li>No entry of the slot, its base version included, has the same model name and version with another digest:
 *       {@link RejectionCode#VERSION_CONFLICT}.
 *   <li>A withdrawal names the version of an earlier entry, or the base version: {@link RejectionCode#UNKNOWN_VERSION}.
 *   <li>The effective time. If none is given, it is the append time plus the lead. One that is given is not before that: {@link RejectionCode#TOO_LATE}. Only
 *       an announcement that comes before every live, canary and shadow entry of a slot without a base version can count from the beginning:
 *       {@link RejectionCode#NOT_FIRST}. Entries that are void by then do not matter, unless they had been proved, for a later time: records may have been
 *       found to be older than every version because of them. A {@link Reach#RETROACTIVE} announcement may have any effective time.
 * </ol>
 *
 * <p><b>Proofs and vetoes.</b> An announcement that labels ({@link Traffic.Live}, {@link Traffic.Canary}) is pending when it is accepted. All others count at
 * once.
 *
 * <ol>
 *   <li>A verdict has its own key and the broker's append time, and is about an accepted announcement at the offset that it names:
 *       {@link RejectionCode#REPLAYED}, {@link RejectionCode#NO_APPEND_TIME}, {@link RejectionCode#UNKNOWN_ANNOUNCEMENT}. The first verdict with a key stands:
 *       the same one again changes nothing, a different one is refused, {@link RejectionCode#DUPLICATE}.
 *   <li>The first proof, by offset, of a pending announcement lets it count: from the time that it asks for, but not before the proof's append time plus the
 *       lead. An announcement from the beginning, or a retroactive one, keeps the time that it asks for.
 *   <li>A veto before any proof makes the announcement void. So does a veto that was appended up to half the lead before the effective time or, where the
 *       effective time is less than the lead after the proof, up to half the lead after the proof. A later veto changes nothing; with
 *       {@link Objections#IGNORED}, none does.
 *   <li>The withdrawal of a version makes its pending announcements void.
 *   <li>An announcement that is void stays void.
 * </ol>
 *
 * <p>A record that is refused changes no timeline.
 */
public final class ControlLog {
  private final Lead lead;
  private final Trust trust;
  private final Slots which;
  private final Map<String, SlotLog> slots = new TreeMap<>();
  private long lastOffset = Entry.BASE_OFFSET;

  /** The slots that are ours. */
  private enum Slots {
    NAMED,
    ALL
  }

  /** The result of taking a record. */
  public sealed interface Outcome permits Accepted, Judged, Refused, Foreign {
    /** The entries that are new, or have another decision than before. */
    default List<Entry> changed() {
      return List.of();
    }
  }

  /**
   * It is an entry of its slot from now on.
   *
   * @param entry the entry
   * @param cancelled the pending entries that it makes void, as they are now
   */
  public record Accepted(Entry entry, List<Entry> cancelled) implements Outcome {
    public Accepted {
      Objects.requireNonNull(entry);
      cancelled = List.copyOf(cancelled);
    }

    @Override
    public List<Entry> changed() {
      final List<Entry> changed = new ArrayList<>(cancelled);
      changed.add(entry);
      return changed;
    }
  }

  /**
   * It is a verdict about an entry.
   *
   * @param verdict the verdict
   * @param offset the record's offset
   * @param entry the entry as it is now
   * @param effect whether the verdict has changed its decision
   */
  public record Judged(Verdict verdict, long offset, Entry entry, Effect effect) implements Outcome {
    public Judged {
      Objects.requireNonNull(verdict);
      Objects.requireNonNull(entry);
      Objects.requireNonNull(effect);
    }

    @Override
    public List<Entry> changed() {
      return switch (effect) {
        case COUNTS, VOID -> List.of(entry);
        case NONE, TOO_LATE, IGNORED -> List.of();
      };
    }
  }

  /** The effect of a verdict on its announcement. */
  public enum Effect {
    /** It counts from now on. */
    COUNTS,
    /** It is void from now on. */
    VOID,
    /** None: the announcement was decided before, or needs no verdict. */
    NONE,
    /** None: the veto came too late. */
    TOO_LATE,
    /** None: objections to the announcement are ignored. */
    IGNORED
  }

  /**
   * It is refused.
   *
   * @param slot the slot that it names, not to be believed if the record is not; empty where that cannot be told
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
  public ControlLog(final Lead lead, final Trust trust, final Map<String, Optional<Entry>> slots) {
    this(lead, trust, Slots.NAMED);
    slots.forEach((slot, base) -> this.slots.put(slot, new SlotLog(slot, lead, base)));
  }

  private ControlLog(final Lead lead, final Trust trust, final Slots which) {
    this.lead = Objects.requireNonNull(lead);
    this.trust = Objects.requireNonNull(trust);
    this.which = which;
  }

  /** A log without any record for which every slot is ours, as tools need it. It knows no base versions. */
  public static ControlLog ofAllSlots(final Lead lead, final Trust trust) {
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
    // In a log of all slots, a slot that only refused records name is a slot, too.
    slotOf(outcome).ifPresent(this::ours);
    return outcome;
  }

  /** Our slots; in a log of all slots, those that were named so far, even if only by a record that was refused. */
  public SortedSet<String> slots() {
    return new TreeSet<>(slots.keySet());
  }

  /** All entries of a slot so far, its base version included, whether they count or not, in the order of their offsets. */
  public Collection<Entry> entries(final String slot) {
    return Optional.ofNullable(slots.get(slot)).map(SlotLog::entries).orElseGet(List::of);
  }

  /** The entries of a slot that count so far, with its base version; an empty timeline for a slot that is not ours. */
  public Timeline timeline(final String slot) {
    return Optional.ofNullable(slots.get(slot)).map(SlotLog::timeline).orElseGet(Timeline::empty);
  }

  /** The entry of a slot at a control offset, as it is now. */
  public Optional<Entry> entry(final String slot, final long offset) {
    return Optional.ofNullable(slots.get(slot)).flatMap(log -> log.entry(offset));
  }

  /** The entries of a slot that count or may come to count, in their order. */
  public List<Entry> notVoid(final String slot) {
    return entries(slot).stream().filter(entry -> !entry.isVoid()).sorted().toList();
  }

  /** The timeline of a slot as it will be if all that is pending is proved at once. */
  public Timeline expected(final String slot) {
    return Timeline.of(notVoid(slot).stream()
        .map(entry -> entry.decision() instanceof Decision.Pending ? entry.with(new Decision.Unconditional()) : entry).toList());
  }

  /** The next sequence whose key is not used up: one more than the highest that is. */
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
    if (VerdictCodec.isVerdict(value)) {
      return switch (VerdictCodec.decode(value)) {
        case VerdictCodec.Unreadable(final Rejection rejection, final Optional<String> slot) -> new Refused(slot, record.offset(), rejection);
        case VerdictCodec.Read(final Verdict verdict) -> formObjection(record, key, verdict.key())
            .<Outcome>map(rejection -> new Refused(Optional.of(verdict.slot()), record.offset(), rejection))
            .orElseGet(() -> outcome(record, verdict));
      };
    }
    return switch (AnnouncementCodec.decode(value)) {
      case AnnouncementCodec.Unreadable(final Rejection rejection, final Optional<String> slot) -> new Refused(slot, record.offset(), rejection);
      case AnnouncementCodec.Read(final Announcement announcement) -> formObjection(record, key, announcement.key())
          .or(() -> trust.objection(announcement, value, record.signature()))
          .<Outcome>map(rejection -> new Refused(Optional.of(announcement.slot()), record.offset(), rejection))
          .orElseGet(() -> outcome(record, announcement));
    };
  }

  /** The fault of a record around its value. */
  private static Optional<Rejection> formObjection(final ControlRecord record, final byte[] key, final String expected) {
    if (record.appendTime().isEmpty()) {
      return Optional.of(new Rejection(RejectionCode.NO_APPEND_TIME, expected + " has its producer's time only"));
    }
    return Arrays.equals(key, expected.getBytes(StandardCharsets.UTF_8)) ? Optional.empty() : Optional.of(new Rejection(RejectionCode.REPLAYED,
        "the record's key, of " + key.length + " bytes, is not that of its value, " + expected));
  }

  private Outcome outcome(final ControlRecord record, final Announcement announcement) {
    final long earliest = lead.earliest(record.appendTime().orElseThrow());
    return ours(announcement.slot()).map(slot -> slot.take(announcement, record.offset(), earliest)).orElseGet(Foreign::new);
  }

  private Outcome outcome(final ControlRecord record, final Verdict verdict) {
    final long time = record.appendTime().orElseThrow();
    return ours(verdict.slot()).map(slot -> slot.take(verdict, record.offset(), time)).orElseGet(Foreign::new);
  }

  private Optional<SlotLog> ours(final String slot) {
    return switch (which) {
      case NAMED -> Optional.ofNullable(slots.get(slot));
      case ALL -> Optional.of(slots.computeIfAbsent(slot, name -> new SlotLog(name, lead, Optional.empty())));
    };
  }

  private static Optional<String> slotOf(final Outcome outcome) {
    return switch (outcome) {
      case Accepted(final Entry entry, final List<Entry> _) -> Optional.of(entry.announcement().slot());
      case Judged(final Verdict verdict, final long _, final Entry _, final Effect _) -> Optional.of(verdict.slot());
      case Refused(final Optional<String> slot, final long _, final Rejection _) -> slot;
      case Foreign() -> Optional.empty();
    };
  }
}
