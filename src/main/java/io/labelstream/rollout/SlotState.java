package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.TimelineBuilder;
import io.labelstream.rollout.control.Traffic;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The entries and versions of one slot. Belongs to the engine's thread, except for {@link #plan()} and {@link #acquire}, which are for any thread. */
final class SlotState {
  private static final Comparator<Entry> BY_RANK = Comparator.comparingInt(SlotState::rank).thenComparingLong(Entry::offset);

  private final String name;
  private final Map<VersionId, Version> versions = new LinkedHashMap<>();
  /** The versions that tasks can hold, or that have failed. */
  private final ConcurrentMap<VersionId, Availability> availabilities = new ConcurrentHashMap<>();
  /** All entries that count. */
  private final TimelineBuilder counting = new TimelineBuilder();
  /** Those of them that may label: an entry for past event times may not before it is settled. */
  private final TimelineBuilder settled = new TimelineBuilder();
  /** Live entries for past event times that may come to count, by offset. */
  private final Map<Long, Entry> unsettled = new HashMap<>();
  private final NavigableMap<Long, Judgement> judgements = new TreeMap<>();
  private Optional<Entry> base = Optional.empty();
  private Optional<Entry> staged = Optional.empty();
  private Optional<Entry> stagedEnd = Optional.empty();
  private volatile Plan plan = new Plan(Timeline.empty(), Long.MIN_VALUE, Long.MAX_VALUE);
  /** The live version that served last. */
  @Nullable VersionId serving;

  /** Tells whether tasks can hold a version. */
  private sealed interface Availability {
    record Open(Holds holds) implements Availability {}

    record Failed(Rejection rejection) implements Availability {}
  }

  SlotState(final String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Plan plan() {
    return plan;
  }

  /** A hold on a version if it is open; else the reason of its latest failure, if it has failed. */
  Acquisition acquire(final VersionId id) {
    return switch (availabilities.get(id)) {
      case Availability.Open(final Holds holds) ->
          holds.take().<Acquisition>map(Acquisition.Held::new).orElseGet(() -> new Acquisition.Pending(Optional.empty()));
      case Availability.Failed(final Rejection rejection) -> new Acquisition.Pending(Optional.of(rejection));
      case null -> new Acquisition.Pending(Optional.empty());
    };
  }

  /** Lets tasks hold a version. */
  void open(final VersionId id, final Holds holds) {
    availabilities.put(id, new Availability.Open(holds));
  }

  /** Tells tasks why a version cannot be held. */
  void fail(final VersionId id, final Rejection rejection) {
    availabilities.put(id, new Availability.Failed(rejection));
  }

  /** Lets tasks hold a version no longer. */
  void close(final VersionId id) {
    availabilities.remove(id);
  }

  Collection<Version> versions() {
    return versions.values();
  }

  Optional<Version> version(final VersionId id) {
    return Optional.ofNullable(versions.get(id));
  }

  Version addBase(final Entry entry, final Path file) {
    base = Optional.of(entry);
    counting.put(entry);
    settled.put(entry);
    final Version version = new Version(name, entry, Optional.of(file));
    versions.put(entry.id(), version);
    return version;
  }

  /** The entry of the base version. */
  Optional<Entry> base() {
    return base;
  }

  /** Takes an entry, in place of the one with the same offset. */
  void put(final Entry entry) {
    counting.put(entry);
    settle(entry);
    judge(entry);
    stage(entry);
    if (!(entry.announcement().traffic() instanceof Traffic.Withdrawn)) {
      final Version version = versions.computeIfAbsent(entry.id(), _ -> new Version(name, entry, Optional.empty()));
      if (!version.entries.containsKey(entry.offset())) {
        version.announcedAgain();
      }
      choose(version, entry);
    }
  }

  private static void choose(final Version version, final Entry entry) {
    version.entries.put(entry.offset(), entry);
    final boolean same = version.foremost.offset() == entry.offset();
    if (same && rank(entry) < rank(version.foremost)) {
      version.foremost = Collections.max(version.entries.values(), BY_RANK);
    } else if (same || BY_RANK.compare(version.foremost, entry) < 0) {
      version.foremost = entry;
    }
  }

  /** The higher, the surer it is that the entry describes its version rightly: void ones are lowest, then those that nobody has proved. */
  private static int rank(final Entry entry) {
    return entry.isVoid() ? 0 : !entry.counts() ? 1 : !entry.labels() ? 2 : 3;
  }

  private void settle(final Entry entry) {
    final boolean waits = entry.reachesBack() && switch (entry.decision()) {
      case Decision.Pending _ -> true;
      case Decision.Proved(final String _, final long _, final long _, final long _, final long when) -> plan.confirmedUntil() < when;
      case Decision.Unconditional _, Decision.Vetoed _, Decision.Cancelled _ -> false;
    };
    if (waits) {
      unsettled.put(entry.offset(), entry);
    } else {
      unsettled.remove(entry.offset());
      settled.put(entry);
    }
  }

  private void judge(final Entry entry) {
    switch (entry.decision()) {
      case Decision.Pending _, Decision.Proved _ -> judgements.computeIfAbsent(entry.offset(), _ -> new Judgement(entry)).entry = entry;
      case Decision.Unconditional _, Decision.Vetoed _, Decision.Cancelled _ -> judgements.remove(entry.offset());
    }
  }

  private void stage(final Entry entry) {
    if (entry.announcement().traffic() instanceof Traffic.Staged) {
      staged = Optional.of(entry);
      stagedEnd = Optional.empty();
    } else if (stagedEnd.isEmpty() && entry.counts() && staged.filter(each -> each.id().equals(entry.id()) && each.offset() < entry.offset()).isPresent()) {
      stagedEnd = Optional.of(entry);
    }
  }

  /** Shows stream tasks what is known now. */
  void publish(final long confirmedUntil) {
    for (final Entry entry : List.copyOf(unsettled.values())) {
      if (entry.decision() instanceof final Decision.Proved proof && proof.settled() <= confirmedUntil) {
        unsettled.remove(entry.offset());
        settled.put(entry);
      }
    }
    final long undecided = unsettled.values().stream()
        .filter(entry -> entry.announcement().traffic() instanceof Traffic.Live)
        .mapToLong(Entry::asked).min().orElse(Long.MAX_VALUE);
    plan = new Plan(settled.timeline(), confirmedUntil, undecided);
  }

  /** The timeline of all entries that count. */
  Timeline timeline() {
    return counting.timeline();
  }

  /** The versions that count for records of the present. */
  TimeSpan at(final long now) {
    return timeline().at(now);
  }

  /** The finding on the entry at a control offset; empty where it makes no difference any more. */
  Optional<Judgement> judgement(final long offset) {
    return Optional.ofNullable(judgements.get(offset));
  }

  Snapshot.SlotFacts facts(final long now) {
    judgements.values().forEach(this::proveByOpenModel);
    judgements.values().removeIf(each -> isOver(each, now));
    return new Snapshot.SlotFacts(name, timeline(), staged(now), judgements.values().stream().map(Judgement::facts).toList(),
        versions.values().stream().map(Version::facts).toList());
  }

  /** A version that is announced again without golden samples of its own is proved by the model that is open. */
  private void proveByOpenModel(final Judgement judgement) {
    if (judgement.progress instanceof Snapshot.Progress.Open && judgement.entry.announcement().samples().isEmpty()) {
      final Version version = versions.get(judgement.entry.id());
      if (version != null && version.resident != null && version.resident.family().equals(judgement.entry.announcement().family())) {
        judgement.proved();
      }
    }
  }

  /** True if this instance need not judge an entry any more: others have proved it, and it can be served here or no objection is heard any more. */
  private static boolean isOver(final Judgement judgement, final long now) {
    return judgement.entry.decision() instanceof final Decision.Proved proof
        && (judgement.progress instanceof Snapshot.Progress.Proved || now > proof.lastObjection());
  }

  /** The version of the latest staged entry, unless it was withdrawn or has been given traffic since. */
  private Optional<VersionId> staged(final long now) {
    final boolean over = stagedEnd.isPresent()
        && (!(stagedEnd.get().announcement().traffic() instanceof Traffic.Withdrawn) || stagedEnd.get().effectiveFrom() <= now);
    return over ? Optional.empty() : staged.map(Entry::id);
  }
}
