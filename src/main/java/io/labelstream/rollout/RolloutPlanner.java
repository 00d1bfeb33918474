package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.Snapshot.Case;
import io.labelstream.rollout.Snapshot.ModelFacts;
import io.labelstream.rollout.Snapshot.Necessity;
import io.labelstream.rollout.Snapshot.PreparationFacts;
import io.labelstream.rollout.Snapshot.Progress;
import io.labelstream.rollout.Snapshot.Residence;
import io.labelstream.rollout.Snapshot.Said;
import io.labelstream.rollout.Snapshot.SlotFacts;
import io.labelstream.rollout.Snapshot.Stage;
import io.labelstream.rollout.Snapshot.Trial;
import io.labelstream.rollout.Snapshot.User;
import io.labelstream.rollout.Snapshot.VersionFacts;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policy of a rollout on one instance: the actions that are due, as a pure function of what is known. Immutable and thread-safe.
 *
 * <p><b>Steps</b> 1 to 6 are taken for each slot, step 7 for all of them together. Before the control log is known to its end, 1 to 3 and 5 are left out, and
 * 4 and 6 apply to the versions that tasks ask for.
 *
 * <ol>
 *   <li><b>Need.</b> A version counts if it is in the timeline for records from now on. It is a candidate if it is staged, or if a pending entry, were it to
 *       count from the lead on, would serve any record: superseded announcements are left alone.
 *   <li><b>Proof.</b> A pending entry that is a candidate and whose version is proved here gets its proof written, the latest first and a few at a time.
 *   <li><b>Veto.</b> An entry that cannot be taken for a reason that will not mend by itself gets a veto written, if it would still come in time. For a
 *       reason that may mend it is tried again instead: until a veto would be too late less a margin, or, where nobody has proved a retroactive entry, for as
 *       long as the lead, since records of the past may wait for it. An entry on which the log has a verdict of this instance gets none.
 *   <li><b>Serving.</b> A version that counts, is staged or is waited for by a task is fetched if it is not here; after a failure, again when its time has
 *       come. If it was proved before and another version has its model open, it is published at once.
 *   <li><b>Judging.</b> Candidates are fetched, the latest first and a few at a time, once each version that counts now is here or has failed once.
 *   <li><b>Letting go.</b> A version that is not needed, held or waited for gives up its model after the linger.
 *   <li><b>Preparing.</b> What was fetched is verified, opened, proved and published, one model at a time, the versions that count first. A version that
 *       nobody wants any more is dropped. A model is opened only if {@link MemoryPlanner} finds room for it. If there will be room later, the version waits,
 *       but not if records of the present need it, and no longer than the linger if only a replay wants it, since what holds the room may be the
 *       same replay. Under {@link MemoryPolicy#CAPACITY}, a pending entry that waits is taken for proved: the version before goes only once this one counts.
 * </ol>
 */
final class RolloutPlanner {
  private static final int MOST_CANDIDATES_AT_ONCE = 4;

  private final Lead lead;
  private final Duration linger;
  private final MemoryPlanner memory;
  private final Judge judge;

  RolloutPlanner(final Lead lead, final Duration linger, final MemoryPlanner memory, final Judge judge) {
    this.lead = lead;
    this.linger = linger;
    this.memory = memory;
    this.judge = judge;
  }

  /**
   * The actions that are due.
   *
   * @param now the instance's clock, in epoch milliseconds
   */
  Agenda plan(final Snapshot snapshot, final long now) {
    final Planning planning = new Planning(now);
    final List<SlotPlanning> slots = snapshot.slots().stream().map(slot -> new SlotPlanning(slot, snapshot, planning)).toList();
    slots.forEach(SlotPlanning::plan);
    // Only now, as a version of any slot may take on the model of one that goes.
    slots.forEach(SlotPlanning::keepOrLetGo);
    new WorkPlanning(snapshot.models(), slots, planning).plan();
    return planning.agenda();
  }

  /** The plan so far. */
  private static final class Planning {
    private final long now;
    private final List<Action> actions = new ArrayList<>();
    private long next = Long.MAX_VALUE;

    private Planning(final long now) {
      this.now = now;
    }

    void add(final Action action) {
      actions.add(action);
    }

    /** True if a version goes whose model this is; the planning after that knows whether anybody else has it open. */
    boolean letsGo(final String sha256) {
      return actions.stream().anyMatch(action -> action instanceof final Action.Close close && close.id().sha256().equals(sha256));
    }

    /** Asks for another planning at a time, if it is still to come. */
    void againAt(final long time) {
      if (time > now) {
        next = Math.min(next, time);
      }
    }

    /** True if a time has come; asks for another planning at that time if not. */
    boolean isOver(final long time) {
      againAt(time);
      return now >= time;
    }

    Agenda agenda() {
      return new Agenda(actions, next);
    }
  }

  /** Steps 1 to 6, for one slot. */
  private final class SlotPlanning {
    private final SlotFacts slot;
    private final Map<VersionId, VersionFacts> versions = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final long now;
    private final Snapshot.Reading reading;
    private final Planning planning;
    private final Map<VersionId, Entry> counting = new HashMap<>();
    private final Set<VersionId> candidates = new HashSet<>();
    private final List<Case> worth = new ArrayList<>();
    private final Set<VersionId> begun = new HashSet<>();

    private SlotPlanning(final SlotFacts slot, final Snapshot snapshot, final Planning planning) {
      this.slot = slot;
      this.now = planning.now;
      this.reading = snapshot.reading();
      this.planning = planning;
      slot.versions().forEach(version -> versions.put(version.id(), version));
      snapshot.models().forEach(model -> open.add(model.sha256()));
    }

    void plan() {
      if (reading == Snapshot.Reading.CONFIRMED) {
        need();
        prove();
        slot.cases().forEach(this::object);
        slot.versions().forEach(this::noteNeed);
      }
      slot.versions().forEach(this::serve);
      if (reading == Snapshot.Reading.CONFIRMED) {
        judgeCandidates();
      }
    }

    void keepOrLetGo() {
      slot.versions().forEach(this::keepOrLetGo);
    }

    private void need() {
      final List<TimeSpan> ahead = slot.timeline().from(now);
      for (final TimeSpan span : ahead) {
        span.live().ifPresent(entry -> counting.putIfAbsent(entry.id(), entry));
        span.canary().ifPresent(entry -> counting.putIfAbsent(entry.id(), entry));
        span.shadow().ifPresent(entry -> counting.putIfAbsent(entry.id(), entry));
      }
      if (ahead.size() > 1) {
        planning.againAt(ahead.getFirst().last() + 1);
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

    /** True if an entry would serve any record if it were proved now; the others wait until the entries that have superseded them are gone. */
    private boolean isWorthProving(final Entry entry) {
      if (entry.decision() instanceof Decision.Proved) {
        return counting.containsKey(entry.id());
      }
      final long from = entry.reachesBack() ? entry.asked() : lead.effective(now, entry.asked());
      return slot.timeline().from(from).stream().anyMatch(span -> isBefore(span.live(), entry)
          && (entry.announcement().traffic() instanceof Traffic.Live || isBefore(span.canary(), entry)));
    }

    private static boolean isBefore(final Optional<Entry> serving, final Entry entry) {
      return serving.isEmpty() || serving.get().compareTo(entry) < 0;
    }

    private Necessity necessity(final VersionId id) {
      if (counting.containsKey(id)) {
        return Necessity.COUNTING;
      }
      return candidates.contains(id) || isStaged(id) ? Necessity.CANDIDATE : Necessity.NONE;
    }

    private boolean isStaged(final VersionId id) {
      return reading == Snapshot.Reading.CONFIRMED && slot.staged().filter(id::equals).isPresent();
    }

    private void noteNeed(final VersionFacts version) {
      final Necessity necessity = necessity(version.id());
      if (necessity != version.necessity()) {
        planning.add(new Action.Need(slot.slot(), version.id(), necessity));
      }
    }

    /** The latest first, and a few at a time, since each that comes to count may supersede those before it. */
    private void prove() {
      long underWay = worth.stream().filter(each -> now < each.writeFrom()).count();
      for (final Case each : worth) {
        if (each.entry().decision() instanceof Decision.Pending && each.progress() instanceof Progress.Proved && each.said() == Said.NOTHING) {
          if (planning.isOver(each.writeFrom()) && underWay < MOST_CANDIDATES_AT_ONCE) {
            planning.add(new Action.Write(each.entry(), new Verdict.Proved()));
            underWay++;
          }
        }
      }
    }

    private void object(final Case each) {
      if (judge instanceof Judge.Instance && each.said() == Said.NOTHING && each.entry().announcement().objections() == Objections.HEARD
          && each.progress() instanceof final Progress.Failed failed && isToBeVetoed(each.entry(), failed) && planning.isOver(each.writeFrom())) {
        planning.add(new Action.Write(each.entry(), Verdict.Veto.of(failed.rejection())));
      }
    }

    private boolean isToBeVetoed(final Entry entry, final Progress.Failed failed) {
      final boolean lasting = failed.rejection().code().outlook() == RejectionCode.Outlook.LASTING;
      return switch (entry.decision()) {
        case Decision.Pending _ when entry.announcement().reach() == Reach.RETROACTIVE ->
            lasting || planning.isOver(failed.since() + lead.length().toMillis());
        case Decision.Pending _ -> lasting;
        case final Decision.Proved proof when now <= proof.lastObjection() ->
            planning.isOver(proof.lastObjection() - lead.margin().toMillis()) || lasting;
        case Decision.Proved _, Decision.Unconditional _, Decision.Vetoed _, Decision.Cancelled _ -> false;
      };
    }

    private void serve(final VersionFacts version) {
      planning.againAt(version.wantedUntil());
      if (isResident(version) || version.preparation().isPresent()
          || !(counting.containsKey(version.id()) || isStaged(version.id()) || isWantedByTasks(version))) {
        return;
      }
      if (!planning.isOver(version.failure().map(Progress.Failed::retryAt).orElse(now))) {
        return;
      }
      if (version.trial() == Trial.GOOD && open.contains(version.id().sha256())) {
        begun.add(version.id());
        planning.add(new Action.Publish(slot.slot(), version.id()));
      } else {
        fetch(version.id(), counting.getOrDefault(version.id(), version.foremost()));
      }
    }

    private void fetch(final VersionId id, final Entry entry) {
      begun.add(id);
      planning.add(new Action.Fetch(slot.slot(), id, entry));
    }

    private void judgeCandidates() {
      if (!presentIsHere()) {
        return;
      }
      long underWay = slot.versions().stream().filter(version -> version.preparation().isPresent()).count();
      for (final Case each : worth) {
        final VersionId id = each.entry().id();
        final VersionFacts version = Objects.requireNonNull(versions.get(id));
        if (underWay < MOST_CANDIDATES_AT_ONCE && version.preparation().isEmpty() && !begun.contains(id) && isDue(each)) {
          fetch(id, each.entry());
          underWay++;
        }
      }
    }

    private boolean isDue(final Case each) {
      return switch (each.progress()) {
        case Progress.Open _ -> true;
        case Progress.Proved _ -> false;
        // A lasting failure ends in a veto. Where none is heard, the instance may change.
        case Progress.Failed(final Rejection rejection, final long _, final long retryAt) ->
            (rejection.code().outlook() == RejectionCode.Outlook.PASSING || each.entry().announcement().objections() == Objections.IGNORED)
                && planning.isOver(retryAt);
      };
    }

    /** True if each version that labels records of the present is open or has failed once: nothing new takes their memory before. */
    private boolean presentIsHere() {
      final TimeSpan present = slot.timeline().at(now);
      return Stream.of(present.live(), present.canary()).flatMap(Optional::stream)
          .map(entry -> versions.get(entry.id()))
          .allMatch(version -> version == null || isResident(version) || version.failure().isPresent());
    }

    private void keepOrLetGo(final VersionFacts version) {
      if (!isResident(version)) {
        return;
      }
      final Necessity necessity = necessity(version.id());
      if (reading == Snapshot.Reading.CONFIRMED && necessity == Necessity.NONE && version.preparation().isEmpty() && !isWantedByTasks(version)
          && !begun.contains(version.id()) && planning.isOver((version.necessity() == Necessity.NONE ? version.idleSince() : now) + linger.toMillis())) {
        planning.add(new Action.Close(slot.slot(), version.id()));
        return;
      }
      final TimeSpan present = slot.timeline().at(now);
      final Optional<Entry> active = Stream.of(present.live(), present.canary(), present.shadow()).flatMap(Optional::stream)
          .filter(entry -> entry.id().equals(version.id())).findFirst();
      final ModelState state = active.isPresent() ? ModelState.ACTIVE : necessity == Necessity.NONE ? ModelState.DRAINING : ModelState.READY;
      planning.add(new Action.Report(slot.slot(), version.id(), state, active.orElse(version.foremost())));
    }

    private boolean isWantedByTasks(final VersionFacts version) {
      return version.use() == Snapshot.Use.CLAIMED || now < version.wantedUntil();
    }

    /** True if records of the present need a version. */
    private boolean isPresent(final VersionId id) {
      return ids(slot.timeline().at(now)).contains(id);
    }

    /** The timeline as it will be if the pending entries of a version are proved. */
    private Timeline expected(final VersionId id) {
      final List<Entry> pending = slot.cases().stream().map(Case::entry)
          .filter(entry -> entry.id().equals(id) && entry.decision() instanceof Decision.Pending)
          .map(entry -> entry.with(new Decision.Unconditional()))
          .toList();
      return pending.isEmpty() ? slot.timeline() : Timeline.of(Stream.concat(slot.timeline().entries().stream(), pending.stream()).toList());
    }

    private static boolean isResident(final VersionFacts version) {
      return version.residence() == Residence.RESIDENT;
    }
  }

  /** Step 7, for all slots. */
  private final class WorkPlanning {
    private final List<ModelFacts> models;
    private final Map<String, SlotPlanning> slots = new LinkedHashMap<>();
    private final Planning planning;

    private WorkPlanning(final List<ModelFacts> models, final List<SlotPlanning> slots, final Planning planning) {
      this.models = models;
      this.planning = planning;
      slots.forEach(slot -> this.slots.put(slot.slot.slot(), slot));
    }

    /** A preparation under way. */
    private record Work(SlotPlanning in, VersionFacts version, PreparationFacts preparation) {
      String slot() {
        return in.slot.slot();
      }

      VersionId id() {
        return version.id();
      }

      Necessity necessity() {
        return in.necessity(version.id());
      }

      boolean is(final Stage stage) {
        return preparation.stage() == stage;
      }

      boolean waits() {
        return is(Stage.FETCHED) || is(Stage.VERIFIED);
      }

      boolean isWanted() {
        return necessity() != Necessity.NONE || in.isWantedByTasks(version);
      }
    }

    void plan() {
      final List<Work> all = new ArrayList<>();
      slots.values().forEach(in -> in.slot.versions().forEach(version ->
          version.preparation().ifPresent(preparation -> all.add(new Work(in, version, preparation)))));
      all.stream().filter(work -> work.waits() && !work.isWanted()).forEach(work -> planning.add(new Action.Drop(work.slot(), work.id())));
      if (all.stream().anyMatch(work -> work.is(Stage.VERIFYING) || work.is(Stage.OPENING) || work.is(Stage.PROVING))) {
        return;
      }
      final Optional<Work> opened = all.stream().filter(work -> work.is(Stage.OPENED) || work.is(Stage.PROVED)).findFirst();
      if (opened.isPresent()) {
        finish(opened.get());
      } else {
        beginFirst(all.stream().filter(work -> work.waits() && work.isWanted())
            .sorted(Comparator.comparing(Work::necessity).reversed().thenComparing(work -> work.preparation().entry())).toList());
      }
    }

    private void beginFirst(final List<Work> waiting) {
      for (final Work work : waiting) {
        if (begin(work)) {
          return;
        }
      }
    }

    private void finish(final Work work) {
      planning.add(work.is(Stage.OPENED) ? new Action.Prove(work.slot(), work.id()) : new Action.Publish(work.slot(), work.id()));
    }

    /** True if this is the one that is worked on from now on. */
    private boolean begin(final Work work) {
      if (work.is(Stage.FETCHED)) {
        planning.add(new Action.Verify(work.slot(), work.id()));
        return true;
      }
      if (work.in().open.contains(work.id().sha256()) && !planning.letsGo(work.id().sha256())) {
        planning.add(new Action.Prove(work.slot(), work.id()));
        return true;
      }
      // A model that is being given up still counts as open; it is gone at the next planning.
      return planning.actions.stream().noneMatch(Action.Close.class::isInstance) && open(work);
    }

    private boolean open(final Work work) {
      switch (memory.room(demand(work.in(), work.version()), work.preparation().bytes(), models.stream().map(this::model).toList(), companions(work))) {
        case MemoryPlanner.Room.Enough(final List<User> leaving) -> {
          leaving.forEach(user -> planning.add(new Action.Close(user.slot(), user.id())));
          planning.add(new Action.Open(work.slot(), work.id()));
          return true;
        }
        case MemoryPlanner.Room.Never(final Rejection rejection) -> planning.add(new Action.Refuse(work.slot(), work.id(), rejection));
        case MemoryPlanner.Room.Later(final Rejection rejection) -> haveWait(work, rejection);
      }
      return false;
    }

    private void haveWait(final Work work, final Rejection rejection) {
      final boolean isNeededNow = memory.policy() == MemoryPolicy.AVAILABILITY && work.in().isPresent(work.id());
      if (isNeededNow || work.necessity() == Necessity.NONE && planning.isOver(work.preparation().since() + linger.toMillis())) {
        planning.add(new Action.Refuse(work.slot(), work.id(), rejection));
      } else if (memory.policy() == MemoryPolicy.CAPACITY) {
        work.in().slot.cases().stream().filter(each -> each.entry().offset() == work.preparation().entry().offset())
            .filter(each -> !(each.progress() instanceof Progress.Proved))
            .forEach(each -> planning.add(new Action.Presume(each.entry())));
      }
    }

    private MemoryPlanner.Model model(final ModelFacts model) {
      return new MemoryPlanner.Model(model.bytes(), model.users().stream().map(user -> {
        final SlotPlanning in = Objects.requireNonNull(slots.get(user.slot()));
        return demand(in, Objects.requireNonNull(in.versions.get(user.id())));
      }).toList());
    }

    private static MemoryPlanner.Demand demand(final SlotPlanning in, final VersionFacts version) {
      return new MemoryPlanner.Demand(new User(in.slot.slot(), version.id()), in.necessity(version.id()), version.use(), version.idleSince());
    }

    /** The versions that are needed at the same event time as one, its pending entries included; all that are needed, where there is no such time. */
    private Set<VersionId> companions(final Work work) {
      final Set<VersionId> companions = new HashSet<>();
      final Set<VersionId> all = new HashSet<>();
      for (final TimeSpan span : work.in().expected(work.id()).from(planning.now)) {
        final Set<VersionId> ids = ids(span);
        all.addAll(ids);
        if (ids.contains(work.id())) {
          companions.addAll(ids);
        }
      }
      work.in().slot.staged().ifPresent(all::add);
      return companions.isEmpty() ? all : companions;
    }
  }

  private static Set<VersionId> ids(final TimeSpan span) {
    return Stream.of(span.live(), span.canary(), span.shadow()).flatMap(Optional::stream).map(Entry::id).collect(Collectors.toSet());
  }
}
