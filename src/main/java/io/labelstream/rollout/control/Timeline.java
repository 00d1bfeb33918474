package io.labelstream.rollout.control;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The versions of one slot over event time: a pure function of the slot's entries that count. Immutable.
 *
 * <p><b>Rules.</b> An entry counts for a record whose timestamp is not before the entry's effective time. Of the entries that count for a timestamp, one comes
 * after another if it was asked for a later time, or for the same time at a higher control offset. So an announcement that was proved late does not take over
 * from one that was made after it.
 *
 * <ul>
 *   <li>The latest {@link Traffic.Live} entry that is not withdrawn labels. Where there is none, the record is older than every version.
 *   <li>The latest {@link Traffic.Canary} entry labels the records of its keys, unless it is withdrawn or a live entry comes after it.
 *   <li>The latest {@link Traffic.Shadow} entry scores as well, unless it is withdrawn or a live entry comes after it.
 *   <li>{@link Traffic.Withdrawn} ends all entries of the same version that come before it. An earlier live version serves again; an earlier canary or
 *       shadow, which a later one had replaced, does not.
 *   <li>{@link Traffic.Staged} changes nothing here.
 * </ul>
 */
public final class Timeline {
  private static final Timeline EMPTY = new Timeline(List.of(), new TimeSpan[] {TimeSpan.ofNothing()});

  private final List<Entry> entries;
  private final TimeSpan[] spans;
  private final Settlement settlement;

  /**
   * @param sorted the entries that count, in their order
   * @param spans without gaps, from the first event time to the last
   */
  Timeline(final List<Entry> sorted, final TimeSpan[] spans) {
    this.entries = sorted;
    this.spans = spans;
    this.settlement = Arrays.stream(spans).anyMatch(span -> span.live().isPresent()) ? Settlement.SETTLED : Settlement.OPEN;
  }

  /** A timeline without any entry. */
  public static Timeline empty() {
    return EMPTY;
  }

  /** The timeline of those of these entries that count, given in any order; no two have the same control offset. */
  public static Timeline of(final Collection<Entry> entries) {
    final TimelineBuilder builder = new TimelineBuilder();
    entries.stream().sorted(Comparator.comparingLong(Entry::effectiveFrom)).forEach(builder::put);
    return builder.timeline();
  }

  /** The entries that count, in their order. */
  public List<Entry> entries() {
    return entries;
  }

  /** True if an entry counts here. */
  public boolean contains(final Entry entry) {
    final int found = Collections.binarySearch(entries, entry);
    return found >= 0 && entries.get(found).equals(entry);
  }

  /** Tells whether any live entry labels; where none does, no record can be known to be older than every version. */
  public Settlement settlement() {
    return settlement;
  }

  /** Tells whether a first version is known. */
  public enum Settlement {
    /** No live entry labels at any event time yet: the first one may be effective from the beginning. */
    OPEN,
    /** A live entry labels at some event time. */
    SETTLED
  }

  /** The span around an event time, in epoch milliseconds, in which the same versions count. */
  public TimeSpan at(final long timestamp) {
    return spans[indexAt(timestamp)];
  }

  /** The spans from the one around an event time on, without gaps. */
  public List<TimeSpan> from(final long timestamp) {
    return Collections.unmodifiableList(Arrays.asList(spans).subList(indexAt(timestamp), spans.length));
  }

  /** This timeline with those of its entries that {@code kept} holds for. */
  public Timeline filtered(final Predicate<Entry> kept) {
    return of(entries.stream().filter(kept).toList());
  }

  private int indexAt(final long timestamp) {
    int low = 0;
    int high = spans.length - 1;
    while (low < high) {
      final int middle = low + high + 1 >>> 1;
      if (spans[middle].from() <= timestamp) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
