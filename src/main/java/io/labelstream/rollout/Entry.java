package io.labelstream.rollout;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * An accepted announcement at its place on the timeline. Entries are ordered by effective time, then by control offset.
 *
 * @param announcement what was announced
 * @param offset its offset on the control topic; {@link #BASE_OFFSET} for the version that the configuration names
 * @param effectiveFrom the event time from which it counts, in epoch milliseconds; {@link #BEGINNING}: any
 */
public record Entry(Announcement announcement, long offset, long effectiveFrom) implements Comparable<Entry> {
  /** The offset of a slot's base version, which comes before every announcement. */
  public static final long BASE_OFFSET = -1;
  /** The effective time of what counts for records of any age. */
  public static final long BEGINNING = Long.MIN_VALUE;

  public Entry {
    Objects.requireNonNull(announcement);
    if (offset < BASE_OFFSET) {
      throw new IllegalArgumentException("offset=" + offset + " must be at least " + BASE_OFFSET);
    }
  }

  /** The version that this entry is about. */
  public VersionId id() {
    return announcement.id();
  }

  /** The control offset as labels tell it; empty for a base version. */
  public OptionalLong controlOffset() {
    return offset == BASE_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The effective time as labels tell it, in epoch milliseconds; empty: from the beginning. */
  public OptionalLong effectiveTime() {
    return effectiveFrom == BEGINNING ? OptionalLong.empty() : OptionalLong.of(effectiveFrom);
  }

  @Override
  public int compareTo(final Entry other) {
    final int byTime = Long.compare(effectiveFrom, other.effectiveFrom);
    return byTime != 0 ? byTime : Long.compare(offset, other.offset);
  }
}
