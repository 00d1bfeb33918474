package io.labelstream.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The versions of one slot over event time: a pure function of the slot's entries. Immutable.
 *
 * <p><b>Rules.</b> Entries count in the order of their effective times, those with the same time in the order of their control offsets; an entry counts
 * for a record whose timestamp is not before its effective time.
 *
 * <ul>
 *   <li>The latest {@link Traffic.Live} entry that is not withdrawn labels. Where there is none, the record is older than every version.
 *   <li>The latest {@link Traffic.Canary} entry labels the records of its keys, unless it is withdrawn or a live entry comes after it.
 *   <li>The latest {@link Traffic.Shadow} entry scores beside, unless it is withdrawn or a live entry comes after it.
 *   <li>{@link Traffic.Withdrawn} ends all entries of the same version that come before it. An earlier live version serves again; an earlier canary or
 *       shadow, which a later one had replaced, does not.
 *   <li>{@link Traffic.Staged} changes nothing here.
 * </ul>
 */
public final class Timeline {
  private static final Timeline EMPTY = new Timeline(List.of());

  private final List<Entry> entries;
  private final Stretch[] stretches;
  private final Settlement settlement;

  private Timeline(final List<Entry> sorted) {
    this.entries = sorted;
    this.settlement = sorted.stream().anyMatch(entry -> entry.announcement().traffic() instanceof Traffic.Live) ? Settlement.SETTLED : Settlement.OPEN;
    this.stretches = stretches(sorted);
  }

  /** A timeline without any entry. */
  public static Timeline empty() {
    return EMPTY;
  }

  /** The timeline of these entries, given in any order; no two have the same control offset. */
  public static Timeline of(final Collection<Entry> entries) {
    return new Timeline(entries.stream().sorted(Comparator.naturalOrder()).toList());
  }

  /** The entries in the order in which they count. */
  public List<Entry> entries() {
    return entries;
  }

  /** Whether any entry gives labels; where none does, no record can be told to be older than every version. */
  public Settlement settlement() {
    return settlement;
  }

  /** Whether a first version is known. */
  public enum Settlement {
    /** There is no live entry yet: the first one may be effective from the beginning. */
    OPEN,
    /** There is a live entry. */
    SETTLED
  }

  /** The span around an event time, in epoch milliseconds, in which the same versions count. */
  public Stretch at(final long timestamp) {
    int low = 0;
    int high = stretches.length - 1;
    while (low < high) {
      final int middle = low + high + 1 >>> 1;
      if (stretches[middle].from() <= timestamp) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return stretches[low];
  }

  /** This timeline with those of its entries that {@code kept} holds for. */
  public Timeline filtered(final Predicate<Entry> kept) {
    return new Timeline(entries.stream().filter(kept).toList());
  }

  private static Stretch[] stretches(final List<Entry> sorted) {
    final List<Stretch> stretches = new ArrayList<>();
    final Versions versions = new Versions();
    long from = Long.MIN_VALUE;
    int counting = 0;
    while (true) {
      while (counting < sorted.size() && sorted.get(counting).effectiveFrom() <= from) {
        versions.count(sorted.get(counting));
        counting++;
      }
      final boolean open = counting == sorted.size();
      add(versions.stretch(from, open ? Long.MAX_VALUE : sorted.get(counting).effectiveFrom() - 1), stretches);
      if (open) {
        return stretches.toArray(Stretch[]::new);
      }
      from = sorted.get(counting).effectiveFrom();
    }
  }

  private static void add(final Stretch next, final List<Stretch> stretches) {
    final Stretch before = stretches.isEmpty() ? null : stretches.getLast();
    if (before != null && before.sameVersionsAs(next)) {
      stretches.set(stretches.size() - 1, new Stretch(before.from(), next.last(), next.live(), next.canary(), next.shadow()));
    } else {
      stretches.add(next);
    }
  }

  /** The versions that count at one moment, while entries are gone through in their order. */
  private static final class Versions {
    /** The live entries that are not withdrawn, the latest last: what is below serves again once all above is withdrawn. */
    private final List<Entry> live = new ArrayList<>();
    private Optional<Entry> canary = Optional.empty();
    private Optional<Entry> shadow = Optional.empty();

    void count(final Entry entry) {
      switch (entry.announcement().traffic()) {
        case Traffic.Live _ -> {
          live.add(entry);
          canary = Optional.empty();
          shadow = Optional.empty();
        }
        case Traffic.Canary _ -> canary = Optional.of(entry);
        case Traffic.Shadow _ -> shadow = Optional.of(entry);
        case Traffic.Withdrawn _ -> withdraw(entry.id());
        case Traffic.Staged _ -> { }
      }
    }

    Stretch stretch(final long from, final long last) {
      return new Stretch(from, last, live.isEmpty() ? Optional.empty() : Optional.of(live.getLast()), canary, shadow);
    }

    private void withdraw(final VersionId id) {
      live.removeIf(entry -> entry.id().equals(id));
      canary = canary.filter(entry -> !entry.id().equals(id));
      shadow = shadow.filter(entry -> !entry.id().equals(id));
    }
  }
}
