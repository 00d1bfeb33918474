package io.labelstream.rollout.control;

import io.labelstream.model.VersionId;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the timeline of a slot while entries are added and change. An entry that counts later than all before it, as nearly every one does, costs a look-up;
 * after any other one, the next {@link #timeline()} goes through all entries again. Not thread-safe.
 */
public final class TimelineBuilder {
  private static final Comparator<Entry> BY_EFFECT = Comparator.comparingLong(Entry::effectiveFrom).thenComparing(Comparator.naturalOrder());

  private final Long2ObjectMap<Entry> counting = new Long2ObjectOpenHashMap<>();
  private final List<Entry> sorted = new ArrayList<>();
  private Sweep sweep = new Sweep();
  private Freshness freshness = Freshness.SWEPT;
  private @Nullable Timeline timeline = Timeline.empty();

  private enum Freshness {
    SWEPT,
    STALE
  }

  /** Takes an entry, in place of the one with the same control offset. */
  public void put(final Entry entry) {
    final Entry before = entry.counts() ? counting.put(entry.offset(), entry) : counting.remove(entry.offset());
    if (entry.equals(before) || before == null && !entry.counts()) {
      return;
    }
    timeline = null;
    if (before != null) {
      sorted.remove(Collections.binarySearch(sorted, before));
      freshness = Freshness.STALE;
    }
    if (entry.counts()) {
      sorted.add(-Collections.binarySearch(sorted, entry) - 1, entry);
      if (entry.effectiveFrom() < sweep.from) {
        freshness = Freshness.STALE;
      } else if (freshness == Freshness.SWEPT) {
        sweep.count(entry);
      }
    }
  }

  /** The timeline of the entries that count. */
  public Timeline timeline() {
    Timeline current = timeline;
    if (current == null) {
      if (freshness == Freshness.STALE) {
        sweep = new Sweep();
        sorted.stream().sorted(BY_EFFECT).forEach(sweep::count);
        freshness = Freshness.SWEPT;
      }
      current = new Timeline(List.copyOf(sorted), sweep.spans());
      timeline = current;
    }
    return current;
  }

  /** The versions that count, while entries are gone through in the order of their effective times. */
  private static final class Sweep {
    private final List<TimeSpan> past = new ArrayList<>();
    /** The live entries that are not withdrawn: the last one labels, and each serves again once all above it are withdrawn. */
    private final NavigableSet<Entry> lives = new TreeSet<>();
    private final Map<VersionId, List<Entry>> livesOfVersion = new HashMap<>();
    private final Map<VersionId, Entry> withdrawals = new HashMap<>();
    private @Nullable Entry latestLive;
    private @Nullable Entry canary;
    private @Nullable Entry shadow;
    private long from = Long.MIN_VALUE;

    void count(final Entry entry) {
      if (entry.effectiveFrom() > from) {
        add(span(entry.effectiveFrom() - 1), past);
        from = entry.effectiveFrom();
      }
      switch (entry.announcement().traffic()) {
        case Traffic.Live _ -> {
          latestLive = later(latestLive, entry);
          if (isNotWithdrawn(entry)) {
            lives.add(entry);
            livesOfVersion.computeIfAbsent(entry.id(), _ -> new ArrayList<>()).add(entry);
          }
        }
        case Traffic.Canary _ -> canary = later(canary, entry);
        case Traffic.Shadow _ -> shadow = later(shadow, entry);
        case Traffic.Withdrawn _ -> withdraw(entry);
        case Traffic.Staged _ -> { }
      }
    }

    TimeSpan[] spans() {
      final List<TimeSpan> all = new ArrayList<>(past);
      add(span(Long.MAX_VALUE), all);
      return all.toArray(TimeSpan[]::new);
    }

    private void withdraw(final Entry withdrawal) {
      withdrawals.merge(withdrawal.id(), withdrawal, Sweep::later);
      final List<Entry> same = livesOfVersion.getOrDefault(withdrawal.id(), List.of());
      for (final Entry live : List.copyOf(same)) {
        if (live.compareTo(withdrawal) < 0) {
          lives.remove(live);
          same.remove(live);
        }
      }
    }

    private TimeSpan span(final long last) {
      return new TimeSpan(from, last, lives.isEmpty() ? Optional.empty() : Optional.of(lives.last()), beside(canary), beside(shadow));
    }

    /** A canary or shadow entry ends with its withdrawal, and with the next live entry. */
    private Optional<Entry> beside(final @Nullable Entry entry) {
      return Optional.ofNullable(entry).filter(this::isNotWithdrawn).filter(each -> latestLive == null || latestLive.compareTo(each) < 0);
    }

    private boolean isNotWithdrawn(final Entry entry) {
      final Entry withdrawal = withdrawals.get(entry.id());
      return withdrawal == null || withdrawal.compareTo(entry) < 0;
    }

    private static Entry later(final @Nullable Entry before, final Entry entry) {
      return before == null || before.compareTo(entry) < 0 ? entry : before;
    }

    private static void add(final TimeSpan next, final List<TimeSpan> spans) {
      final TimeSpan before = spans.isEmpty() ? null : spans.getLast();
      if (before != null && before.sameVersionsAs(next)) {
        spans.set(spans.size() - 1, new TimeSpan(before.from(), next.last(), next.live(), next.canary(), next.shadow()));
      } else {
        spans.add(next);
      }
    }
  }
}
