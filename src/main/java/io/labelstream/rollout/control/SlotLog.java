package io.labelstream.rollout.control;

import io.labelstream.model.VersionId;
import it.unimi.dsi.fastutil.longs.Long2ObjectRBTreeMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectSortedMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongRBTreeSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import it.unimi.dsi.fastutil.longs.LongSortedSet;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The part of a {@link ControlLog} that is about one slot, with those rules that depend on the slot's earlier records. */
final class SlotLog {
  private final String slot;
  private final Lead lead;
  private final Optional<Entry> base;
  private final Long2ObjectSortedMap<Entry> entries = new Long2ObjectRBTreeMap<>();
  private final TimelineBuilder timeline = new TimelineBuilder();
  private final LongSet sequences = new LongOpenHashSet();
  private final Map<String, Verdict.Finding> verdicts = new HashMap<>();
  private final Map<Release, Entry> firstEntries = new HashMap<>();
  private final Map<VersionId, LongSortedSet> pending = new HashMap<>();
  private long highestSequence;
  private int serving;

  /** A model's name and version, which stand for the same bytes for ever. */
  private record Release(String model, String version) {}

  SlotLog(final String slot, final Lead lead, final Optional<Entry> base) {
    this.slot = slot;
    this.lead = lead;
    this.base = base;
    base.ifPresent(entry -> {
      if (entry.offset() != Entry.BASE_OFFSET || !entry.announcement().slot().equals(slot)) {
        throw new IllegalArgumentException("the base version of slot " + slot + " is for slot " + entry.announcement().slot() + " at offset "
            + entry.offset() + ", expected the same slot and offset " + Entry.BASE_OFFSET);
      }
      put(entry);
      firstEntries.put(release(entry.announcement()), entry);
    });
  }

  Timeline timeline() {
    return timeline.timeline();
  }

  Optional<Entry> entry(final long offset) {
    return Optional.ofNullable(entries.get(offset));
  }

  /** All entries, whether they count or not, in the order of their offsets. */
  Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  long nextSequence() {
    if (highestSequence < Long.MAX_VALUE) {
      return highestSequence + 1;
    }
    long unused = 1;
    while (sequences.contains(unused)) {
      unused++;
    }
    return unused;
  }

  /**
   * Takes an announcement that is sound and believed.
   *
   * @param earliest the first event time that it may touch, if it is not retroactive
   */
  ControlLog.Outcome take(final Announcement announcement, final long offset, final long earliest) {
    final Optional<Rejection> objection = keyObjection(announcement)
        .or(() -> conflict(announcement))
        .or(() -> unknown(announcement))
        .or(() -> timeObjection(announcement, earliest));
    if (objection.isPresent()) {
      return new ControlLog.Refused(Optional.of(slot), offset, objection.get());
    }
    final long asked = asked(announcement, earliest);
    final Entry entry = new Entry(announcement, offset, asked, asked, new Decision.Unconditional());
    final Entry accepted = entry.labels() ? entry.with(new Decision.Pending()) : entry;
    put(accepted);
    firstEntries.putIfAbsent(release(announcement), accepted);
    if (serves(announcement)) {
      serving++;
    }
    if (accepted.labels()) {
      pending.computeIfAbsent(accepted.id(), _ -> new LongRBTreeSet()).add(offset);
    }
    return new ControlLog.Accepted(accepted, announcement.traffic() instanceof Traffic.Withdrawn ? cancelPending(accepted) : List.of());
  }

  /** A withdrawal also makes those announcements of its version void that nobody has proved. */
  private List<Entry> cancelPending(final Entry withdrawal) {
    final LongSortedSet same = pending.remove(withdrawal.id());
    return same == null ? List.of() : same.longStream()
        .mapToObj(offset -> end(Objects.requireNonNull(entries.get(offset)), new Decision.Cancelled(withdrawal.offset())))
        .toList();
  }

  /**
   * Takes a verdict that is sound.
   *
   * @param time its append time
   */
  ControlLog.Outcome take(final Verdict verdict, final long offset, final long time) {
    final Entry entry = entries.get(verdict.announcement());
    if (entry == null || entry.announcement().sequence() != verdict.sequence()) {
      return refused(offset, RejectionCode.UNKNOWN_ANNOUNCEMENT, verdict.key() + " is about offset " + verdict.announcement()
          + ", where slot " + slot + " has no accepted announcement " + verdict.sequence());
    }
    final Verdict.Finding before = verdicts.putIfAbsent(verdict.key(), verdict.finding());
    if (verdict.finding().equals(before)) {
      // An instance that does not see its verdict come back writes it again.
      return new ControlLog.Judged(verdict, offset, entry, ControlLog.Effect.NONE);
    }
    if (before != null) {
      return refused(offset, RejectionCode.DUPLICATE, verdict.key() + " said something else before, and the first verdict stands");
    }
    return switch (verdict.finding()) {
      case Verdict.Proved _ -> proved(entry, verdict, offset, time);
      case final Verdict.Veto veto -> vetoed(entry, verdict, veto, offset, time);
    };
  }

  private ControlLog.Outcome proved(final Entry entry, final Verdict verdict, final long offset, final long time) {
    if (!(entry.decision() instanceof Decision.Pending)) {
      return new ControlLog.Judged(verdict, offset, entry, ControlLog.Effect.NONE);
    }
    final long effective = entry.reachesBack() ? entry.asked() : lead.effective(time, entry.asked());
    final Entry proved = entry.proved(effective,
        new Decision.Proved(verdict.instance(), offset, time, lead.lastObjection(time, effective), lead.settled(time)));
    forgetPending(entry);
    put(proved);
    return new ControlLog.Judged(verdict, offset, proved, ControlLog.Effect.COUNTS);
  }

  private ControlLog.Outcome vetoed(final Entry entry, final Verdict verdict, final Verdict.Veto veto, final long offset, final long time) {
    final ControlLog.Effect effect = effect(entry, time);
    if (effect != ControlLog.Effect.VOID) {
      return new ControlLog.Judged(verdict, offset, entry, effect);
    }
    forgetPending(entry);
    final Optional<Decision.Proved> before = entry.decision() instanceof final Decision.Proved proof ? Optional.of(proof) : Optional.empty();
    return new ControlLog.Judged(verdict, offset, end(entry, new Decision.Vetoed(verdict.instance(), offset, veto, before)), effect);
  }

  private static ControlLog.Effect effect(final Entry entry, final long time) {
    return switch (entry.decision()) {
      case Decision.Pending _ -> entry.announcement().objections() == Objections.HEARD ? ControlLog.Effect.VOID : ControlLog.Effect.IGNORED;
      case final Decision.Proved proof when entry.announcement().objections() == Objections.HEARD ->
          time <= proof.lastObjection() ? ControlLog.Effect.VOID : ControlLog.Effect.TOO_LATE;
      case Decision.Proved _ -> ControlLog.Effect.IGNORED;
      case Decision.Unconditional _, Decision.Vetoed _, Decision.Cancelled _ -> ControlLog.Effect.NONE;
    };
  }

  private Entry end(final Entry entry, final Decision decision) {
    final Entry ended = entry.with(decision);
    put(ended);
    if (!mayHaveSettled(entry)) {
      serving--;
    }
    return ended;
  }

  /** True if an entry may have made instances treat records as older than every version, which a later entry from the beginning would label after all. */
  private static boolean mayHaveSettled(final Entry entry) {
    return entry.decision() instanceof Decision.Proved && entry.asked() != Entry.BEGINNING;
  }

  private void forgetPending(final Entry entry) {
    final LongSortedSet same = pending.get(entry.id());
    if (same != null && same.remove(entry.offset()) && same.isEmpty()) {
      pending.remove(entry.id());
    }
  }

  private void put(final Entry entry) {
    entries.put(entry.offset(), entry);
    timeline.put(entry);
  }

  private static boolean serves(final Announcement announcement) {
    return switch (announcement.traffic()) {
      case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> true;
      case Traffic.Staged _, Traffic.Withdrawn _ -> false;
    };
  }

  /** Uses the key up, whatever becomes of the announcement. */
  private Optional<Rejection> keyObjection(final Announcement announcement) {
    if (!sequences.add(announcement.sequence())) {
      return rejection(RejectionCode.DUPLICATE, announcement.key() + " was announced before, and the first announcement stands; the next sequence is "
          + nextSequence());
    }
    highestSequence = Math.max(highestSequence, announcement.sequence());
    return Optional.empty();
  }

  private Optional<Rejection> conflict(final Announcement announcement) {
    final Entry first = firstEntries.get(release(announcement));
    if (first == null || first.id().equals(announcement.id())) {
      return Optional.empty();
    }
    return rejection(RejectionCode.VERSION_CONFLICT, announcement.key() + " announces " + version(announcement) + " with the digest "
        + announcement.artifact().sha256() + ", but " + origin(first) + " has it with " + first.id().sha256());
  }

  private Optional<Rejection> unknown(final Announcement announcement) {
    if (!(announcement.traffic() instanceof Traffic.Withdrawn) || firstEntries.containsKey(release(announcement))) {
      return Optional.empty();
    }
    return rejection(RejectionCode.UNKNOWN_VERSION,
        announcement.key() + " withdraws " + version(announcement) + ", which slot " + slot + " never had");
  }

  private Optional<Rejection> timeObjection(final Announcement announcement, final long earliest) {
    if (announcement.reach() == Reach.RETROACTIVE) {
      return Optional.empty();
    }
    return switch (announcement.effectiveFrom()) {
      case EffectiveFrom.AfterLead _ -> Optional.empty();
      case EffectiveFrom.Beginning _ -> base.isPresent() || serving > 0
          ? rejection(RejectionCode.NOT_FIRST, announcement.key() + " is effective from the beginning, but slot " + slot + " has "
              + (base.isPresent() ? "a base version" : "a version in use, or had one,") + " already")
          : Optional.empty();
      case EffectiveFrom.At(final long epochMillis) -> epochMillis < earliest
          ? rejection(RejectionCode.TOO_LATE, announcement.key() + " is effective from " + Instant.ofEpochMilli(epochMillis)
              + ", expected " + Instant.ofEpochMilli(earliest) + " or later")
          : Optional.empty();
    };
  }

  private static long asked(final Announcement announcement, final long earliest) {
    return switch (announcement.effectiveFrom()) {
      case EffectiveFrom.AfterLead _ -> earliest;
      case EffectiveFrom.Beginning _ -> Entry.BEGINNING;
      case EffectiveFrom.At(final long epochMillis) -> epochMillis;
    };
  }

  private ControlLog.Refused refused(final long offset, final RejectionCode code, final String detail) {
    return new ControlLog.Refused(Optional.of(slot), offset, new Rejection(code, detail));
  }

  private static Release release(final Announcement announcement) {
    return new Release(announcement.model(), announcement.version());
  }

  private static String version(final Announcement announcement) {
    return announcement.model() + " " + announcement.version();
  }

  private static String origin(final Entry entry) {
    return entry.offset() == Entry.BASE_OFFSET ? "the base version" : "offset " + entry.offset();
  }

  private static Optional<Rejection> rejection(final RejectionCode code, final String detail) {
    return Optional.of(new Rejection(code, detail));
  }
}
