package io.labelstream.rollout.control;

import io.labelstream.model.VersionId;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * An accepted announcement at its place on the timeline. Entries are ordered by the time that was asked for, then by control offset.
 *
 * @param announcement what was announced
 * @param offset its offset on the control topic; {@link #BASE_OFFSET} for the version that the configuration names
 * @param asked the event time from which it was to count, in epoch milliseconds, append time plus lead where none was given; {@link #BEGINNING}: any
 * @param effectiveFrom the event time from which it counts, in epoch milliseconds; {@link #BEGINNING}: any. The earliest there can be while it is pending
 * @param decision whether it counts
 */
public record Entry(Announcement announcement, long offset, long asked, long effectiveFrom, Decision decision) implements Comparable<Entry> {
  /** The offset of a slot's base version, which comes before every announcement. */
  public static final long BASE_OFFSET = -1;
  /** The effective time of an entry that counts for records of any age. */
  public static final long BEGINNING = Long.MIN_VALUE;

  public Entry {
    Objects.requireNonNull(announcement);
    Objects.requireNonNull(decision);
    if (offset < BASE_OFFSET) {
      throw new IllegalArgumentException("offset=" + offset + " must be at least " + BASE_OFFSET);
    }
    if (effectiveFrom < asked) {
      throw new IllegalArgumentException("effectiveFrom=" + effectiveFrom + " must not be before asked=" + asked);
    }
  }

  /** An entry that counts from the time that was asked for, without any proof. */
  public Entry(final Announcement announcement, final long offset, final long effectiveFrom) {
    this(announcement, offset, effectiveFrom, effectiveFrom, new Decision.Unconditional());
  }

  /** The version that this entry is about. */
  public VersionId id() {
    return announcement.id();
  }

  /** True if it counts from its effective time on. */
  public boolean counts() {
    return decision instanceof Decision.Proved || decision instanceof Decision.Unconditional;
  }

  /** True if it has changed nothing, and never will. */
  public boolean isVoid() {
    return decision instanceof Decision.Vetoed || decision instanceof Decision.Cancelled;
  }

  /** True if its version labels records. */
  public boolean labels() {
    return switch (announcement.traffic()) {
      case Traffic.Live _, Traffic.Canary _ -> true;
      case Traffic.Shadow _, Traffic.Staged _, Traffic.Withdrawn _ -> false;
    };
  }

  /** True if it may count for event times that are labelled already. */
  public boolean reachesBack() {
    return announcement.reach() == Reach.RETROACTIVE || asked == BEGINNING;
  }

  /** The control offset of the record by which it counts: its proof, where it needs one. */
  public long countsSince() {
    return decision instanceof final Decision.Proved proof ? proof.offset() : offset;
  }

  /** The control offset as labels tell it; empty for a base version. */
  public OptionalLong controlOffset() {
    return offset == BASE_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The effective time as labels tell it, in epoch milliseconds; empty: from the beginning. */
  public OptionalLong effectiveTime() {
    return effectiveFrom == BEGINNING ? OptionalLong.empty() : OptionalLong.of(effectiveFrom);
  }

  /** This entry with another decision. */
  public Entry with(final Decision other) {
    return new Entry(announcement, offset, asked, effectiveFrom, other);
  }

  /** This entry as it is once it was proved. */
  Entry proved(final long effective, final Decision.Proved proof) {
    return new Entry(announcement, offset, asked, effective, proof);
  }

  @Override
  public int compareTo(final Entry other) {
    final int byTime = Long.compare(asked, other.asked);
    return byTime != 0 ? byTime : Long.compare(offset, other.offset);
  }
}
