package io.labelstream.rollout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The entries and versions of one slot. Belongs to the rollout's lock, except for {@link #plan()}. */
final class SlotState {
  private final String name;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<VersionId, Version> versions = new LinkedHashMap<>();
  private Timeline timeline = Timeline.empty();
  private volatile Plan plan = new Plan(timeline, Long.MIN_VALUE);
  /** The live version that served last. */
  @Nullable VersionId serving;

  SlotState(final String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Plan plan() {
    return plan;
  }

  Collection<Version> versions() {
    return versions.values();
  }

  Optional<Version> version(final VersionId id) {
    return Optional.ofNullable(versions.get(id));
  }

  Version addBase(final Entry entry, final Path file) {
    entries.add(entry);
    final Version version = new Version(name, entry, Optional.of(file));
    versions.put(entry.id(), version);
    return version;
  }

  /** The entry of the base version. */
  Optional<Entry> base() {
    return entries.stream().filter(entry -> entry.offset() == Entry.BASE_OFFSET).findFirst();
  }

  /** Takes an entry. A rejected version that is announced anew is prepared anew. */
  void add(final Entry entry) {
    entries.add(entry);
    if (entry.announcement().traffic() instanceof Traffic.Withdrawn) {
      return;
    }
    final Version version = versions.computeIfAbsent(entry.id(), _ -> new Version(name, entry, Optional.empty()));
    version.source = entry;
    if (version.verdict == Version.Verdict.REJECTED) {
      version.verdict = Version.Verdict.OPEN;
      version.rejection = Optional.empty();
      version.state = ModelState.RECEIVED;
      version.steps = List.of();
      version.entry = entry;
    }
  }

  /** Computes the timeline anew, without rejected versions. */
  void rebuild() {
    timeline = Timeline.of(entries.stream().filter(entry -> !isRejected(entry.id())).toList());
  }

  private boolean isRejected(final VersionId id) {
    final Version version = versions.get(id);
    return version != null && version.verdict == Version.Verdict.REJECTED;
  }

  /** Shows stream tasks what is known now. */
  void publish(final long confirmedUntil) {
    plan = new Plan(timeline, confirmedUntil);
  }

  /** What counts for records of the present. */
  Stretch at(final long now) {
    return timeline.at(now);
  }

  /** When something else counts than at {@code now}; {@link Long#MAX_VALUE}: never. */
  long nextChange(final long now) {
    final long last = timeline.at(now).last();
    return last == Long.MAX_VALUE ? last : last + 1;
  }

  /** The versions that records from {@code now} on can need, and the one that is staged. */
  Set<VersionId> needed(final long now) {
    final Set<VersionId> needed = new HashSet<>();
    for (final Stretch stretch : from(now)) {
      needed.addAll(ids(stretch));
    }
    staged(now).ifPresent(needed::add);
    return needed;
  }

  /** The versions that are needed at the same event time as {@code id}; all that are needed, where it is in no stretch. */
  Set<VersionId> companions(final VersionId id, final long now) {
    final Set<VersionId> companions = new HashSet<>();
    for (final Stretch stretch : from(now)) {
      final Set<VersionId> ids = ids(stretch);
      if (ids.contains(id)) {
        companions.addAll(ids);
      }
    }
    return companions.isEmpty() ? needed(now) : companions;
  }

  private List<Stretch> from(final long now) {
    final List<Stretch> stretches = new ArrayList<>(List.of(timeline.at(now)));
    while (stretches.getLast().last() < Long.MAX_VALUE) {
      stretches.add(timeline.at(stretches.getLast().last() + 1));
    }
    return stretches;
  }

  /** The versions that count in a stretch. */
  static Set<VersionId> ids(final Stretch stretch) {
    final Set<VersionId> ids = new HashSet<>();
    stretch.live().map(Entry::id).ifPresent(ids::add);
    stretch.canary().map(Entry::id).ifPresent(ids::add);
    stretch.shadow().map(Entry::id).ifPresent(ids::add);
    return ids;
  }

  /** The version of the latest staged entry, unless it was withdrawn or has been given traffic since. */
  private Optional<VersionId> staged(final long now) {
    return timeline.entries().stream()
        .filter(entry -> entry.announcement().traffic() instanceof Traffic.Staged)
        .max(Comparator.comparingLong(Entry::offset))
        .filter(staged -> timeline.entries().stream().noneMatch(later -> ends(later, staged, now)))
        .map(Entry::id);
  }

  private static boolean ends(final Entry later, final Entry staged, final long now) {
    return later.offset() > staged.offset()
        && later.id().equals(staged.id())
        && (!(later.announcement().traffic() instanceof Traffic.Withdrawn) || later.effectiveFrom() <= now);
  }
}
