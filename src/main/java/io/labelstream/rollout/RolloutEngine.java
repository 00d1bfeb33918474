package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * All versions of an instance, and the execution of what a {@link RolloutPlanner} asks for. Nothing here takes long: what does is left to
 * {@link VersionWork}. Belongs to the rollout's lock.
 */
final class RolloutEngine {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutEngine.class);
  /** For a source to give up by itself, which tells more than being given up. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 6;
  /** For a verdict to come back in the log before it is written again. */
  private static final Duration ECHO = Duration.ofSeconds(2);

  private final RolloutSettings settings;
  private final RolloutPlanner planner;
  private final Judge judge;
  private final StatusReports reports;
  private final InstantSource clock;
  private final Map<String, SlotState> slots = new LinkedHashMap<>();
  /** The locations of each digest, the latest announced last. */
  private final Map<String, LinkedHashSet<ArtifactReference>> locations = new HashMap<>();
  private final Residents residents;
  private final Set<Attempt> attempts = new LinkedHashSet<>();
  private final Map<RejectionCode, Long> rejections = new EnumMap<>(RejectionCode.class);
  private final Swaps swaps = new Swaps();
  private @Nullable VersionWork work;
  private boolean confirmed;
  private boolean closed;
  private long confirmedUntil = Long.MIN_VALUE;
  private long nextLook = Long.MIN_VALUE;

  RolloutEngine(
      final RolloutSettings settings, final Collection<String> slots, final Judge judge, final StatusReports reports, final InstantSource clock) {
    this.settings = settings;
    this.planner = new RolloutPlanner(settings.lead(), settings.linger(), judge);
    this.judge = judge;
    this.reports = reports;
    this.clock = clock;
    this.residents = new Residents(settings.memoryBytes(), settings.memoryPolicy());
    slots.forEach(slot -> this.slots.put(slot, new SlotState(slot)));
  }

  SlotState slot(final String name) {
    final SlotState slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("there is no slot " + name + ", expected one of " + slots.keySet());
    }
    return slot;
  }

  Collection<SlotState> slots() {
    return slots.values();
  }

  Residents residents() {
    return residents;
  }

  long now() {
    return clock.millis();
  }

  /** Takes a base version with its open model. */
  void addBase(final String slot, final Entry entry, final BaseModel base, final Resident resident, final Steps steps) {
    final Version version = slot(slot).addBase(entry, base.path());
    version.steps = steps.times();
    attach(version, resident);
    slot(slot).publish(confirmedUntil);
  }

  void start(final VersionWork does) {
    work = does;
    look();
  }

  void accept(final Collection<Entry> entries) {
    for (final Entry entry : entries) {
      slot(entry.announcement().slot()).put(entry);
      final ArtifactReference artifact = entry.announcement().artifact();
      final LinkedHashSet<ArtifactReference> known = locations.computeIfAbsent(artifact.sha256(), _ -> new LinkedHashSet<>());
      known.remove(artifact);
      known.add(artifact);
    }
    if (confirmed) {
      slots.values().forEach(slot -> slot.publish(confirmedUntil));
      look();
    }
  }

  void confirm(final long until) {
    confirmedUntil = Math.max(confirmedUntil, until);
    confirmed = true;
    slots.values().forEach(slot -> slot.publish(confirmedUntil));
    look();
  }

  /** Gives up what is overdue, and looks if the time has come. */
  void tick() {
    final long nanos = System.nanoTime();
    final List<Attempt> overdue =
        attempts.stream().filter(attempt -> attempt.phase == Attempt.Phase.FETCHING && nanos - attempt.deadline > GRACE_NANOS).toList();
    for (final Attempt attempt : overdue) {
      interrupt(attempt);
      fail(attempt, new Rejection(RejectionCode.FETCH_TIMED_OUT, "the location did not give the bytes within " + settings.fetchTimeout()));
    }
    if (clock.millis() >= nextLook) {
      look();
    }
  }

  /** Does what the planner asks for. */
  private void look() {
    final VersionWork does = work;
    if (closed || does == null) {
      return;
    }
    final long now = clock.millis();
    final Agenda agenda = planner.plan(new Snapshot(now, confirmed ? Snapshot.Reading.CONFIRMED : Snapshot.Reading.BEGUN,
        slots.values().stream().map(slot -> slot.facts(now)).toList()));
    nextLook = agenda.nextLook();
    agenda.actions().forEach(action -> perform(action, now, does));
    for (final SlotState slot : slots.values()) {
      swaps.notice(slot, slot.at(now));
    }
    unpark(now, does);
    if (!residents.closing().isEmpty()) {
      does.closeUnused();
    }
  }

  private void perform(final Action action, final long now, final VersionWork does) {
    switch (action) {
      case Action.Need(final String slot, final VersionId id, final Snapshot.Necessity necessity) -> {
        final Version version = version(slot, id);
        if (version.isNeeded() && necessity == Snapshot.Necessity.NONE) {
          version.idleSince = now;
        }
        version.necessity = necessity;
      }
      case Action.Prepare(final String slot, final VersionId id, final Entry entry) -> prepare(version(slot, id), entry, does);
      case Action.Release(final String slot, final VersionId id) -> residents.detach(version(slot, id));
      case Action.Write(final Entry entry, final Verdict.Finding finding) -> write(entry, finding, now);
      case Action.Report(final String slot, final VersionId id, final ModelState state, final Entry entry) -> {
        final Version version = version(slot, id);
        final boolean other = state == ModelState.ACTIVE && !version.entry.equals(entry);
        if (state == ModelState.ACTIVE) {
          version.entry = entry;
        }
        if (other && version.state == ModelState.ACTIVE) {
          reports.add(version.report());
        }
        report(version, state);
      }
    }
  }

  private Version version(final String slot, final VersionId id) {
    return slot(slot).version(id).orElseThrow(() -> new IllegalStateException("slot " + slot + " has no version " + id));
  }

  private void write(final Entry entry, final Verdict.Finding finding, final long now) {
    if (judge instanceof Judge.Instance(final String instance, final Judge.VerdictLog log)) {
      slot(entry.announcement().slot()).judgement(entry).ifPresent(judgement -> judgement.writeFrom = now + ECHO.toMillis());
      nextLook = Math.min(nextLook, now + ECHO.toMillis());
      final Announcement announcement = entry.announcement();
      final LoggingEventBuilder line = LOG.atLevel(finding instanceof Verdict.Veto ? Level.WARN : Level.INFO).addKeyValue("slot", announcement.slot())
          .addKeyValue("model", announcement.model()).addKeyValue("version", announcement.version()).addKeyValue("offset", entry.offset());
      switch (finding) {
        case Verdict.Proved _ -> line.log("this instance has proved an announcement");
        case final Verdict.Veto veto -> line.addKeyValue("code", veto.code()).log("this instance objects to an announcement");
      }
      log.write(new Verdict(announcement.slot(), announcement.sequence(), entry.offset(), instance, finding));
    }
  }

  private void prepare(final Version version, final Entry entry, final VersionWork does) {
    final Optional<Resident> open = residents.find(version.id.sha256());
    if (version.resident == null && version.trial == Version.Trial.GOOD && open.isPresent()) {
      attach(version, open.get());
      report(version, ModelState.READY);
      nextLook = clock.millis();
      return;
    }
    final List<ArtifactReference> known = List.copyOf(locations.getOrDefault(version.id.sha256(), new LinkedHashSet<>())).reversed();
    final Attempt attempt = new Attempt(version, entry, known, System.nanoTime() + settings.fetchTimeout().toNanos() * Math.max(1, known.size()));
    version.attempt = attempt;
    attempts.add(attempt);
    if (version.resident == null && version.failures == 0) {
      version.entry = entry;
      version.steps = List.of();
      version.state = ModelState.RECEIVED;
      reports.add(version.report());
    }
    does.fetch(attempt);
  }

  /** Gives memory to versions that wait for it, those that count first first. */
  private void unpark(final long now, final VersionWork does) {
    final List<Attempt> parked =
        attempts.stream()
            .filter(attempt -> attempt.phase == Attempt.Phase.PARKED)
            .sorted(Comparator.comparing((Attempt attempt) -> attempt.version.necessity).reversed().thenComparing(attempt -> attempt.entry))
            .toList();
    for (final Attempt attempt : parked) {
      if (attempt.version.isWanted(now)) {
        attempt.phase = Attempt.Phase.LOADING;
        does.load(attempt);
      } else {
        abandon(attempt);
      }
    }
  }

  /** Ends a preparation without any result. */
  private void abandon(final Attempt attempt) {
    end(attempt);
    if (attempt.version.resident == null) {
      report(attempt.version, ModelState.RELEASED);
    }
  }

  private void end(final Attempt attempt) {
    attempt.closeFetched();
    if (attempt.version.resident == null) {
      attempt.version.steps = attempt.steps.times();
    }
    attempt.version.attempt = null;
    attempts.remove(attempt);
  }

  private void report(final Version version, final ModelState state) {
    if (version.state != state) {
      version.state = state;
      reports.add(version.report());
    }
  }

  private void attach(final Version version, final Resident resident) {
    residents.add(resident);
    resident.users().add(version);
    version.resident = resident;
    version.trial = Version.Trial.GOOD;
    version.failure = Optional.empty();
    version.failures = 0;
    version.idleSince = clock.millis();
  }

  // Results of the work.

  /** A preparation has come to a step. */
  void reached(final Attempt attempt, final ModelState state) {
    if (isCurrent(attempt) && attempt.version.resident == null && attempt.version.failures == 0) {
      attempt.version.steps = attempt.steps.times();
      report(attempt.version, state);
    }
  }

  /** The artefacts are there. */
  void fetched(final Attempt attempt, final Fetched fetched) {
    if (!isCurrent(attempt) || work == null) {
      fetched.close();
      return;
    }
    attempt.fetched = fetched;
    attempt.phase = Attempt.Phase.LOADING;
    work.load(attempt);
  }

  /**
   * Whether the preparation is to go on: it is still the version's, and the version is wanted. A model that is open with the version's digest is the
   * version's too from now on.
   */
  Loading beginLoading(final Attempt attempt) {
    if (!isCurrent(attempt)) {
      return new Loading.Over();
    }
    if (!attempt.version.isWanted(clock.millis())) {
      abandon(attempt);
      return new Loading.Over();
    }
    final Optional<Resident> open = residents.find(attempt.version.id.sha256());
    open.ifPresent(resident -> resident.users().add(attempt.version));
    return open.<Loading>map(Loading.Shared::new).orElseGet(Loading.Fresh::new);
  }

  /** Asks for memory. Where there will be some only later, the attempt is parked. */
  Residents.Room makeRoom(final Attempt attempt, final long estimate) {
    final Version version = attempt.version;
    final long now = clock.millis();
    final SlotState slot = slot(version.slot);
    final Residents.Room room = residents.makeRoom(version, estimate, slot.companions(version.id, now));
    if (!(room instanceof Residents.Room.Later(final String why))) {
      return room;
    }
    if (settings.memoryPolicy() == MemoryPolicy.AVAILABILITY && SlotState.ids(slot.at(now)).contains(version.id)) {
      // Records wait for it now, and whoever holds the room need not come back soon.
      return new Residents.Room.Never(new Rejection(RejectionCode.OVER_BUDGET, why));
    }
    attempt.phase = Attempt.Phase.PARKED;
    if (settings.memoryPolicy() == MemoryPolicy.CAPACITY) {
      // It can be opened only once the version before it has gone, and that goes only once this one counts.
      slot.judgement(attempt.entry).filter(judgement -> !(judgement.progress instanceof Snapshot.Progress.Proved)).ifPresent(judgement -> {
        proved(judgement);
        nextLook = now;
      });
    }
    return room;
  }

  /** The model is open and proved. */
  void loaded(final Attempt attempt, final Resident resident) {
    final Version version = attempt.version;
    if (!isCurrent(attempt)) {
      discard(version, resident);
      return;
    }
    slot(version.slot).judgement(attempt.entry).ifPresent(RolloutEngine::proved);
    end(attempt);
    if (version.resident == null) {
      attach(version, resident);
      report(version, ModelState.READY);
    }
    look();
  }

  private static void proved(final Judgement judgement) {
    judgement.progress = new Snapshot.Progress.Proved();
    judgement.failures = 0;
  }

  void failed(final Attempt attempt, final Rejection rejection, final Optional<Resident> resident) {
    resident.filter(open -> attempt.version.resident != open).ifPresent(open -> discard(attempt.version, open));
    fail(attempt, rejection);
  }

  /** Has a model closed that the version does not come to use. */
  private void discard(final Version version, final Resident resident) {
    residents.leave(resident, version);
    if (work != null && !closed) {
      work.closeUnused();
    }
  }

  private void fail(final Attempt attempt, final Rejection rejection) {
    if (!isCurrent(attempt)) {
      return;
    }
    final Version version = attempt.version;
    end(attempt);
    final Optional<Judgement> judged = slot(version.slot).judgement(attempt.entry);
    final Optional<Rejection> last = version.resident != null ? judged.flatMap(Judgement::rejection)
        : version.failures > 0 ? version.rejection() : Optional.empty();
    final boolean news = last.filter(before -> before.code() == rejection.code()).isEmpty();
    judged.ifPresent(judgement -> {
      judgement.failures++;
      judgement.progress = new Snapshot.Progress.Failed(rejection, clock.millis() + pause(judgement.failures));
    });
    LOG.atLevel(news ? Level.WARN : Level.DEBUG).addKeyValue("slot", version.slot).addKeyValue("model", version.id.name())
        .addKeyValue("version", version.id.version()).addKeyValue("offset", attempt.entry.offset()).addKeyValue("code", rejection.code().code())
        .addKeyValue("detail", rejection.detail()).log("model rejected");
    if (news) {
      rejections.merge(rejection.code(), 1L, Long::sum);
    }
    if (version.resident == null) {
      version.failures++;
      version.failure = Optional.of(new Snapshot.Progress.Failed(rejection, clock.millis() + pause(version.failures)));
      version.entry = attempt.entry;
      if (news) {
        version.state = ModelState.RECEIVED;
      }
      report(version, ModelState.REJECTED);
    }
    look();
  }

  /** Twice as long after each failure, up to a limit. */
  private static long pause(final int failures) {
    return FIRST_PAUSE.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
  }

  private boolean isCurrent(final Attempt attempt) {
    return !closed && attempt.version.attempt == attempt;
  }

  private static void interrupt(final Attempt attempt) {
    if (attempt.fetcher != null) {
      attempt.fetcher.interrupt();
    }
  }

  // Requests of tasks.

  /** The version of an entry, which is prepared if it is not there. */
  Version want(final SlotState slot, final Entry entry) {
    final Version version =
        slot.version(entry.id()).orElseThrow(() -> new IllegalArgumentException("the entry at offset " + entry.offset() + " is not of slot " + slot.name()));
    if (version.resident == null) {
      version.wantedUntil = clock.millis() + Math.max(settings.linger().toMillis(), settings.lead().length().toMillis());
      look();
    }
    return version;
  }

  void hold(final Version version) {
    version.holds++;
    version.wantedUntil = Long.MIN_VALUE;
  }

  void release(final Version version) {
    version.holds--;
    if (version.isIdle()) {
      version.idleSince = clock.millis();
      nextLook = Math.min(nextLook, version.idleSince + settings.linger().toMillis());
      if (attempts.stream().anyMatch(attempt -> attempt.phase == Attempt.Phase.PARKED)) {
        look();
      }
    }
  }

  /** The versions that are needed and are neither open, nor have failed, nor wait for memory. */
  List<VersionId> pending() {
    final List<VersionId> pending = new ArrayList<>();
    for (final SlotState slot : slots.values()) {
      for (final Version version : slot.versions()) {
        final boolean parked = version.attempt != null && version.attempt.phase == Attempt.Phase.PARKED;
        if (version.resident == null && version.failure.isEmpty() && !parked && (version.isNeeded() || !confirmed)) {
          pending.add(version.id);
        }
      }
    }
    return pending;
  }

  /** The causes for which records of the present wait: the versions that count now and are not open, with what is wrong with them. */
  Map<VersionId, Optional<Rejection>> missing() {
    final Map<VersionId, Optional<Rejection>> missing = new LinkedHashMap<>();
    final long now = clock.millis();
    for (final SlotState slot : slots.values()) {
      final TimeSpan present = slot.at(now);
      Stream.of(present.live(), present.canary()).flatMap(Optional::stream)
          .flatMap(entry -> slot.version(entry.id()).stream())
          .filter(version -> version.resident == null)
          .forEach(version -> missing.put(version.id, version.rejection()));
    }
    return missing;
  }

  Swaps swaps() {
    return swaps;
  }

  Map<RejectionCode, Long> rejections() {
    return Map.copyOf(rejections);
  }

  boolean isClosed() {
    return closed;
  }

  /** Begins nothing new from now on. */
  void close() {
    closed = true;
    attempts.forEach(RolloutEngine::interrupt);
  }

  /** All open models, for closing them, after the work has ended. */
  List<Resident> takeAll() {
    attempts.forEach(Attempt::closeFetched);
    attempts.clear();
    return residents.all();
  }
}
