package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.Snapshot.Case;
import io.labelstream.rollout.Snapshot.Necessity;
import io.labelstream.rollout.Snapshot.Progress;
import io.labelstream.rollout.Snapshot.Residence;
import io.labelstream.rollout.Snapshot.SlotFacts;
import io.labelstream.rollout.Snapshot.VersionFacts;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The policy of a rollout on one instance: what is to be done next, as a pure function of what is known. Immutable and thread-safe.
 *
 * <p><b>Steps</b>, for each slot. Before the control log is known to its end only 5 applies, for what a task asks for.
 *
 * <ol>
 *   <li><b>Need.</b> A version counts if it is in the timeline for records from now on. It is a candidate if it is staged, or if a pending entry, were it to
 *       count from the lead on, would serve any record: superseded announcements are left alone.
 *   <li><b>Proof.</b> A pending entry that is a candidate and whose version is proved here gets its proof written, the latest first and a few at a time.
 *   <li><b>Veto.</b> An entry that cannot be taken for a reason that will not mend by itself gets a veto written, if it would still come in time. For a
 *       reason that may mend it is tried again instead, until a veto would be too late less a margin. An entry that this instance has proved gets none.
 *   <li><b>Judging.</b> Candidates are prepared, the latest first and a few at a time, once each version that counts now is here or has failed once.
 *   <li><b>Preparing.</b> What counts, what is staged and what a task waits for is prepared if it is not here; after a failure, again when its time has come.
 *   <li><b>Letting go.</b> What is not needed, held or waited for is let go after the time to linger. What has had to make room for another version is
 *       reported as gone.
 * </ol>
 */
final class RolloutPlanner {
  private static final int MOST_CANDIDATES_AT_ONCE = 4;

  private final Lead lead;
  private final Duration linger;
  private final Judge judge;

  RolloutPlanner(final Lead lead, final Duration linger, final Judge judge) {
    this.lead = lead;
    this.linger = linger;
    this.judge = judge;
  }

  /** The actions that are due. */
  Agenda plan(final Snapshot snapshot) {
    final Planning planning = new Planning(snapshot.now());
    for (final SlotFacts slot : snapshot.slots()) {
      new SlotPlanning(slot, snapshot, planning).plan();
    }
    return planning.agenda();
  }

  /** The plan so far. */
  private static final class Planning {
    private final long now;
    private final List<Action> actions = new ArrayList<>();
    private long nextLook = Long.MAX_VALUE;

    private Planning(final long now) {
      this.now = now;
    }

    void add(final Action action) {
      actions.add(action);
    }

    /** Has this asked again at a time, if it is still to come. */
    void lookAt(final long time) {
      if (time > now) {
        nextLook = Math.min(nextLook, time);
      }
    }

    Agenda agenda() {
      return new Agenda(actions, nextLook);
    }
  }

  /** The steps for one slot. */
  private final class SlotPlanning {
    private final SlotFacts slot;
    private final long now;
    private final Snapshot.Reading reading;
    private final Planning planning;
    private final Map<VersionId, Entry> counting = new HashMap<>();
    private final Set<VersionId> candidates = new HashSet<>();
    private final List<Case> worth = new ArrayList<>();

    private SlotPlanning(final SlotFacts slot, final Snapshot snapshot, final Planning planning) {
      this.slot = slot;
      this.now = snapshot.now();
      this.reading = snapshot.reading();
      this.planning = planning;
    }

    void plan() {
      if (reading == Snapshot.Reading.CONFIRMED) {
        need();
        prove();
        slot.cases().forEach(this::object);
        slot.versions().forEach(this::tellNeed);
      }
      final Map<VersionId, Entry> begun = new HashMap<>();
      slot.versions().forEach(version -> prepare(version, begun));
      if (reading == Snapshot.Reading.CONFIRMED) {
        proveCandidates(begun);
      }
      slot.versions().forEach(version -> keepOrRelease(version, begun));
    }

    private void need() {
      final List<TimeSpan> ahead = slot.timeline().from(now);
      for (final TimeSpan stretch : ahead) {
        stretch.live().ifPresent(entry -> counting.putIfAbsent(entry.id(), entry));
        stretch.canary().ifPresent(entry -> counting.putIfAbsent(entry.id(), entry));
        stretch.shadow().ifPresent(entry -> counting.putIfAbsent(entry.id(), entry));
      }
      if (ahead.size() > 1) {
        planning.lookAt(ahead.getFirst().last() + 1);
      }
      if (judge instanceof Judge.Instance) {
        for (final Case each : slot.cases()) {
          if (isWorthProving(each.entry())) {
            worth.add(each);
            candidates.add(each.entry().id());
          }
        }
        worth.sort(Comparator.comparing(Case::entry).reversed());
      }
    }

    /** Whether an entry would serve any record if it were proved now; the others wait for what has superseded them to go. */
    private boolean isWorthProving(final Entry entry) {
      if (entry.standing() instanceof Decision.Proved) {
        return counting.containsKey(entry.id());
      }
      final long from = entry.reachesBack() ? entry.asked() : lead.effective(now, entry.asked());
      return slot.timeline().from(from).stream().anyMatch(stretch -> isBefore(stretch.live(), entry)
          && (entry.announcement().traffic() instanceof Traffic.Live || isBefore(stretch.canary(), entry)));
    }

    private static boolean isBefore(final Optional<Entry> serving, final Entry entry) {
      return serving.isEmpty() || serving.get().compareTo(entry) < 0;
    }

    private Necessity necessity(final VersionId id) {
      if (counting.containsKey(id)) {
        return Necessity.COUNTING;
      }
      return candidates.contains(id) || slot.staged().filter(id::equals).isPresent() ? Necessity.CANDIDATE : Necessity.NONE;
    }

    private void tellNeed(final VersionFacts version) {
      final Necessity necessity = necessity(version.id());
      if (necessity != version.necessity()) {
        planning.add(new Action.Need(slot.slot(), version.id(), necessity));
      }
    }

    /** The latest first, and a few at a time, since each that comes to count may supersede those before it. */
    private void prove() {
      long underWay = worth.stream().filter(each -> now < each.writeFrom()).count();
      for (final Case each : worth) {
        if (each.entry().standing() instanceof Decision.Pending && each.progress() instanceof Progress.Proved) {
          planning.lookAt(each.writeFrom());
          if (now >= each.writeFrom() && underWay < MOST_CANDIDATES_AT_ONCE) {
            planning.add(new Action.Write(each.entry(), new Verdict.Proved()));
            underWay++;
          }
        }
      }
    }

    private void object(final Case each) {
      objection(each).ifPresent(veto -> {
        planning.lookAt(each.writeFrom());
        if (now >= each.writeFrom()) {
          planning.add(new Action.Write(each.entry(), veto));
        }
      });
    }

    private Optional<Verdict.Veto> objection(final Case each) {
      if (!(judge instanceof Judge.Instance(final String instance, final Judge.VerdictLog _))) {
        return Optional.empty();
      }
      return switch (each.entry().standing()) {
        case Decision.Pending _ -> each.progress() instanceof Progress.Failed(final Rejection rejection, final long _)
            && rejection.code().outlook() == RejectionCode.Outlook.LASTING ? veto(each.entry(), rejection) : Optional.empty();
        case final Decision.Proved proof when !proof.instance().equals(instance) && now <= proof.lastObjection()
            && each.progress() instanceof Progress.Failed(final Rejection rejection, final long _) -> {
          final long last = proof.lastObjection() - lead.margin().toMillis();
          planning.lookAt(last);
          yield rejection.code().outlook() == RejectionCode.Outlook.LASTING || now >= last ? veto(each.entry(), rejection) : Optional.empty();
        }
        case Decision.Proved _, Decision.Unconditional _, Decision.Vetoed _, Decision.Cancelled _ -> Optional.empty();
      };
    }

    private static Optional<Verdict.Veto> veto(final Entry entry, final Rejection rejection) {
      return entry.announcement().objections() == Objections.HEARD ? Optional.of(Verdict.Veto.of(rejection)) : Optional.empty();
    }

    /** Prepares what counts, what is staged, and what a task waits for. */
    private void prepare(final VersionFacts version, final Map<VersionId, Entry> begun) {
      final boolean staged = reading == Snapshot.Reading.CONFIRMED && slot.staged().filter(version.id()::equals).isPresent();
      planning.lookAt(version.wantedUntil());
      final boolean wanted = version.use() == Snapshot.Use.CLAIMED || now < version.wantedUntil();
      if (version.residence() != Residence.ABSENT || !(counting.containsKey(version.id()) || staged || wanted)) {
        return;
      }
      final long retryAt = version.failure().map(Progress.Failed::retryAt).orElse(now);
      if (now >= retryAt) {
        begin(version.id(), counting.getOrDefault(version.id(), version.foremost()), begun);
      } else {
        planning.lookAt(retryAt);
      }
    }

    private void begin(final VersionId id, final Entry entry, final Map<VersionId, Entry> begun) {
      begun.put(id, entry);
      planning.add(new Action.Prepare(slot.slot(), id, entry));
    }

    private void proveCandidates(final Map<VersionId, Entry> begun) {
      final Map<VersionId, VersionFacts> versions = new HashMap<>();
      slot.versions().forEach(version -> versions.put(version.id(), version));
      if (!presentIsHere(versions)) {
        return;
      }
      long underWay = versions.values().stream()
          .filter(version -> version.residence() == Residence.PREPARING || version.residence() == Residence.RESIDENT_AND_PREPARING).count();
      for (final Case each : worth) {
        final VersionId id = each.entry().id();
        final VersionFacts version = Objects.requireNonNull(versions.get(id));
        final boolean free = version.residence() == Residence.ABSENT || version.residence() == Residence.RESIDENT;
        if (underWay < MOST_CANDIDATES_AT_ONCE && free && !begun.containsKey(id) && isDue(each)) {
          begin(id, each.entry(), begun);
          underWay++;
        }
      }
    }

    private boolean isDue(final Case each) {
      return switch (each.progress()) {
        case Progress.Open _ -> true;
        case Progress.Proved _ -> false;
        case Progress.Failed(final Rejection rejection, final long retryAt) -> {
          // A lasting failure ends in a veto. Where none is heard it may be the instance that changes.
          final boolean again = rejection.code().outlook() == RejectionCode.Outlook.PASSING
              || each.entry().announcement().objections() == Objections.IGNORED;
          if (again) {
            planning.lookAt(retryAt);
          }
          yield again && now >= retryAt;
        }
      };
    }

    /** Whether each version that labels records of the present is open or has failed once: nothing new takes their memory before. */
    private boolean presentIsHere(final Map<VersionId, VersionFacts> versions) {
      final TimeSpan present = slot.timeline().at(now);
      return Stream.of(present.live(), present.canary()).flatMap(Optional::stream)
          .map(entry -> versions.get(entry.id()))
          .allMatch(version -> version == null || version.residence() == Residence.RESIDENT
              || version.residence() == Residence.RESIDENT_AND_PREPARING || version.failure().isPresent());
    }

    private void keepOrRelease(final VersionFacts version, final Map<VersionId, Entry> begun) {
      if (version.residence() == Residence.ABSENT && wasOpen(version.state()) && !begun.containsKey(version.id())) {
        planning.add(new Action.Report(slot.slot(), version.id(), ModelState.RELEASED, version.foremost()));
      }
      final boolean resident = version.residence() == Residence.RESIDENT || version.residence() == Residence.RESIDENT_AND_PREPARING;
      if (!resident) {
        return;
      }
      final Necessity necessity = necessity(version.id());
      if (reading == Snapshot.Reading.CONFIRMED && necessity == Necessity.NONE && version.use() == Snapshot.Use.UNCLAIMED
          && version.residence() == Residence.RESIDENT && now >= version.wantedUntil() && !begun.containsKey(version.id())) {
        final long idleSince = version.necessity() == Necessity.NONE ? version.idleSince() : now;
        if (now >= idleSince + linger.toMillis()) {
          planning.add(new Action.Release(slot.slot(), version.id()));
          planning.add(new Action.Report(slot.slot(), version.id(), ModelState.RELEASED, version.foremost()));
          return;
        }
        planning.lookAt(idleSince + linger.toMillis());
      }
      final TimeSpan present = slot.timeline().at(now);
      final Optional<Entry> active = Stream.of(present.live(), present.canary(), present.shadow()).flatMap(Optional::stream)
          .filter(entry -> entry.id().equals(version.id())).findFirst();
      final ModelState state = active.isPresent() ? ModelState.ACTIVE : necessity == Necessity.NONE ? ModelState.DRAINING : ModelState.READY;
      planning.add(new Action.Report(slot.slot(), version.id(), state, active.orElse(version.foremost())));
    }

    private static boolean wasOpen(final ModelState state) {
      return switch (state) {
        case READY, ACTIVE, DRAINING -> true;
        case RECEIVED, FETCHED, VERIFIED, MAPPED, PROVED, RELEASED, REJECTED -> false;
      };
    }
  }
}
