package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.Snapshot.Stage;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * All versions of an instance, and the execution of what a {@link RolloutPlanner} asks for. Takes one event after the other, on one thread, its own: news of
 * the control log, results of work, requests of tasks, the passing of time. No event takes long: anything that does is left to a {@link Preparer}.
 */
final class RolloutEngine {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutEngine.class);
  /** Time for a source to give up by itself, since its own failure tells more than that it was given up. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  /** Time for a verdict to come back in the log before it is written again. */
  private static final Duration ECHO = Duration.ofSeconds(2);
  private static final long AT_ONCE = Long.MIN_VALUE;

  private final RolloutSettings settings;
  private final RolloutPlanner planner;
  private final Judge judge;
  private final StatusReports reports;
  private final InstantSource clock;
  private final Map<String, SlotState> slots = new LinkedHashMap<>();
  private final Locations locations = new Locations();
  private final Residents residents = new Residents();
  private final Set<Attempt> attempts = new LinkedHashSet<>();
  private final Map<RejectionCode, Long> rejections = new EnumMap<>(RejectionCode.class);
  private final Swaps swaps = new Swaps();
  private BiConsumer<Version, Long> onLastRelease = this::released;
  private @Nullable Preparer preparer;
  private Snapshot.Reading reading = Snapshot.Reading.BEGUN;
  private volatile boolean closed;
  private long confirmedUntil = Long.MIN_VALUE;
  private long nextPlanning = AT_ONCE;

  RolloutEngine(
      final RolloutSettings settings, final Collection<String> slots, final Judge judge, final StatusReports reports, final InstantSource clock) {
    this.settings = settings;
    this.planner = new RolloutPlanner(settings.lead(), settings.linger(), new MemoryPlanner(settings.memoryBytes(), settings.memoryPolicy()), judge);
    this.judge = judge;
    this.reports = reports;
    this.clock = clock;
    slots.forEach(slot -> this.slots.put(slot, new SlotState(slot)));
  }

  /** The slots by name, which never change. For any thread. */
  SlotState slot(final String name) {
    final SlotState slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("there is no slot " + name + ", expected one of " + slots.keySet());
    }
    return slot;
  }

  // Events of the start.

  /** Takes a base version with its open model. */
  void addBase(final String slot, final Entry entry, final BaseModel base, final Resident resident, final StepTimes steps) {
    final Version version = slot(slot).addBase(entry, base.path());
    version.steps = steps.times();
    residents.join(resident, version);
    publish(version, resident);
    slot(slot).publish(confirmedUntil);
  }

  void start(final Preparer does) {
    preparer = does;
    advance();
  }

  // Events of the control log.

  /**
   * Takes news of the control log.
   *
   * @param entries that are new or have another decision than before
   * @param verdicts of any instance, whatever their effect
   */
  void accept(final Collection<Entry> entries, final Collection<Verdict> verdicts) {
    for (final Entry entry : entries) {
      slot(entry.announcement().slot()).put(entry);
      locations.add(entry.announcement().artifact());
    }
    if (judge instanceof Judge.Instance(final String instance, final Judge.VerdictLog _)) {
      verdicts.stream().filter(verdict -> verdict.instance().equals(instance))
          .forEach(verdict -> slot(verdict.slot()).judgement(verdict.announcement()).ifPresent(judgement -> judgement.said = Snapshot.Said.VERDICT));
    }
    if (reading == Snapshot.Reading.CONFIRMED) {
      slots.values().forEach(slot -> slot.publish(confirmedUntil));
      advance();
    }
  }

  void confirm(final long until) {
    confirmedUntil = Math.max(confirmedUntil, until);
    reading = Snapshot.Reading.CONFIRMED;
    slots.values().forEach(slot -> slot.publish(confirmedUntil));
    advance();
  }

  // Events of time.

  /** Gives up what is overdue, and plans if the time for it has come. */
  void tick() {
    final long nanos = System.nanoTime();
    final List<Attempt> overdue =
        attempts.stream().filter(attempt -> attempt.stage == Stage.FETCHING && nanos - attempt.deadline > GRACE_NANOS).toList();
    for (final Attempt attempt : overdue) {
      attempt.interrupt();
      failed(attempt, new Rejection(RejectionCode.FETCH_TIMED_OUT, "the location did not give the bytes within " + settings.fetchTimeout()));
    }
    if (clock.millis() >= nextPlanning) {
      advance();
    }
  }

  // Events of work.

  void fetched(final Attempt attempt, final Fetched fetched) {
    if (isCurrent(attempt)) {
      attempt.fetched = fetched;
      come(attempt, Stage.FETCHED, ModelState.FETCHED);
    } else {
      fetched.close();
    }
  }

  void verified(final Attempt attempt, final Verified verified) {
    if (isCurrent(attempt)) {
      attempt.verified = verified;
      come(attempt, Stage.VERIFIED, ModelState.VERIFIED);
      if (isCurrent(attempt) && attempt.stage == Stage.VERIFIED) {
        // While it waits, for memory or for its turn, the bytes of its file must not take any.
        attempt.verified = verified.withoutModel();
      }
    } else {
      verified.close();
    }
  }

  void opened(final Attempt attempt, final Resident resident) {
    if (isCurrent(attempt)) {
      join(attempt, resident);
      come(attempt, Stage.OPENED, ModelState.MAPPED);
    } else {
      resident.classifier().close();
    }
  }

  void proved(final Attempt attempt) {
    if (isCurrent(attempt)) {
      come(attempt, Stage.PROVED, ModelState.PROVED);
    }
  }

  /** A step of a preparation has failed. */
  void failed(final Attempt attempt, final Rejection rejection) {
    if (isCurrent(attempt)) {
      end(attempt, rejection);
      advance();
    }
  }

  private void come(final Attempt attempt, final Stage stage, final ModelState state) {
    attempt.come(stage, clock.millis());
    if (attempt.version.resident == null && attempt.version.failures == 0) {
      attempt.version.steps = attempt.steps.times();
      report(attempt.version, state);
    }
    advance();
  }

  private boolean isCurrent(final Attempt attempt) {
    return !closed && attempt.version.attempt == attempt;
  }

  // Events of tasks.

  /** A task has asked for a version that is not open. */
  void want(final SlotState slot, final Entry entry) {
    final Version version = wanted(slot, entry);
    if (version.resident == null) {
      version.wantedUntil = clock.millis() + Math.max(settings.linger().toMillis(), settings.lead().length().toMillis());
      advance();
    }
  }

  /** A task waits for a version from now on. */
  void beginWait(final SlotState slot, final Entry entry) {
    wanted(slot, entry).waiting++;
    want(slot, entry);
  }

  /** A task has got the version that it has waited for, or has given up. */
  void endWait(final SlotState slot, final Entry entry) {
    final Version version = wanted(slot, entry);
    version.waiting--;
    released(version, clock.millis());
  }

  private static Version wanted(final SlotState slot, final Entry entry) {
    return slot.version(entry.id()).orElseThrow(() -> new IllegalArgumentException("the entry at offset " + entry.offset() + " is not of slot " + slot.name()));
  }

  /** A task has released a hold on a version at a time, perhaps the last one. */
  void released(final Version version, final long at) {
    if (version.resident != null) {
      version.wantedUntil = Long.MIN_VALUE;
    }
    if (version.isIdle()) {
      version.idleSince = at;
      advance();
    }
  }

  /** Sets who is told, on the thread of a task, that the last hold on a version was released, and when; this engine itself until then. */
  void onLastRelease(final BiConsumer<Version, Long> whoHears) {
    onLastRelease = whoHears;
  }

  // Execution.

  /** Does what the planner asks for, until it asks for nothing more at this time. */
  private void advance() {
    while (!closed && preparer != null) {
      final long now = clock.millis();
      final Agenda agenda = planner.plan(new Snapshot(reading, residents.all().stream().map(Resident::facts).toList(),
          slots.values().stream().map(slot -> slot.facts(now)).toList()), now);
      nextPlanning = agenda.next();
      agenda.actions().forEach(action -> perform(action, now, preparer));
      slots.values().forEach(slot -> swaps.notice(slot, slot.at(now)));
      if (nextPlanning > now) {
        break;
      }
    }
  }

  private void perform(final Action action, final long now, final Preparer does) {
    switch (action) {
      case Action.Need(final String slot, final VersionId id, final Snapshot.Necessity necessity) -> version(slot, id).need(necessity, now);
      case Action.Fetch(final String slot, final VersionId id, final Entry entry) -> fetch(version(slot, id), entry, does);
      case Action.Verify(final String slot, final VersionId id) -> work(attempt(slot, id), Stage.VERIFYING, does::verify);
      case Action.Open(final String slot, final VersionId id) -> open(attempt(slot, id), does);
      case Action.Prove(final String slot, final VersionId id) -> prove(attempt(slot, id), does);
      case Action.Publish(final String slot, final VersionId id) -> publish(version(slot, id));
      case Action.Drop(final String slot, final VersionId id) -> drop(attempt(slot, id));
      case Action.Refuse(final String slot, final VersionId id, final Rejection rejection) -> end(attempt(slot, id), rejection);
      case Action.Presume(final Entry entry) -> presume(entry);
      case Action.Close(final String slot, final VersionId id) -> close(version(slot, id));
      case Action.Write(final Entry entry, final Verdict.Finding finding) -> write(entry, finding, now);
      case Action.Report(final String slot, final VersionId id, final ModelState state, final Entry entry) -> report(version(slot, id), state, entry);
    }
  }

  private Version version(final String slot, final VersionId id) {
    return slot(slot).version(id).orElseThrow(() -> new IllegalStateException("slot " + slot + " has no version " + id));
  }

  private Attempt attempt(final String slot, final VersionId id) {
    return Objects.requireNonNull(version(slot, id).attempt);
  }

  private void fetch(final Version version, final Entry entry, final Preparer does) {
    final List<ArtifactReference> known = locations.of(version.id.sha256());
    final Attempt.Parts parts = residents.find(version.id.sha256()).isPresent() ? Attempt.Parts.SAMPLES : Attempt.Parts.MODEL_AND_SAMPLES;
    final long patience = settings.fetchTimeout().toNanos() * Math.max(1, known.size());
    final Attempt attempt = new Attempt(version, entry, parts, known, System.nanoTime() + patience);
    version.attempt = attempt;
    attempts.add(attempt);
    if (version.resident == null && version.failures == 0) {
      version.entry = entry;
      version.steps = List.of();
      version.state = ModelState.RECEIVED;
      reports.tell(version.report());
    }
    does.fetch(attempt);
  }

  private void work(final Attempt attempt, final Stage stage, final Consumer<Attempt> does) {
    attempt.come(stage, clock.millis());
    does.accept(attempt);
  }

  private void open(final Attempt attempt, final Preparer does) {
    if (attempt.facts().bytes() > settings.memoryBytes() - residents.bytes()) {
      // By now a task holds the version that was to make room.
      nextPlanning = AT_ONCE;
    } else {
      work(attempt, Stage.OPENING, does::open);
    }
  }

  private void prove(final Attempt attempt, final Preparer does) {
    if (attempt.resident == null) {
      join(attempt, residents.find(attempt.version.id.sha256()).orElseThrow());
    }
    work(attempt, Stage.PROVING, does::prove);
  }

  private void join(final Attempt attempt, final Resident resident) {
    attempt.resident = resident;
    residents.join(resident, attempt.version);
  }

  /** Publishes a version with the model that it was proved with, now or before. */
  private void publish(final Version version) {
    final Attempt attempt = version.attempt;
    final Resident resident = residents.find(version.id.sha256()).orElseThrow();
    if (attempt != null) {
      slot(version.slot).judgement(attempt.entry.offset()).ifPresent(Judgement::proved);
      end(attempt);
    }
    if (version.resident == null) {
      residents.join(resident, version);
      publish(version, resident);
      report(version, ModelState.READY);
    }
    nextPlanning = AT_ONCE;
  }

  private void publish(final Version version, final Resident resident) {
    final Holds holds = new Holds(resident.classifier(), () -> onLastRelease.accept(version, clock.millis()));
    version.resident = resident;
    version.holds = holds;
    version.trial = Snapshot.Trial.GOOD;
    version.failure = Optional.empty();
    version.failures = 0;
    version.idleSince = clock.millis();
    slot(version.slot).open(version.id, holds);
  }

  private void presume(final Entry entry) {
    slot(entry.announcement().slot()).judgement(entry.offset()).ifPresent(Judgement::proved);
    nextPlanning = AT_ONCE;
  }

  private void close(final Version version) {
    final Resident resident = version.resident;
    if (resident != null && version.holds != null && version.holds.end() == Holds.Ending.ENDED) {
      slot(version.slot).close(version.id);
      version.resident = null;
      version.holds = null;
      residents.leave(resident, version);
      report(version, ModelState.RELEASED);
    }
    nextPlanning = AT_ONCE;
  }

  private void drop(final Attempt attempt) {
    end(attempt);
    if (attempt.version.resident == null) {
      report(attempt.version, ModelState.RELEASED);
    }
  }

  private void end(final Attempt attempt) {
    final Version version = attempt.version;
    attempt.closeFetched();
    if (version.resident == null) {
      version.steps = attempt.steps.times();
    }
    version.attempt = null;
    attempts.remove(attempt);
    nextPlanning = AT_ONCE;
  }

  private void end(final Attempt attempt, final Rejection rejection) {
    final Version version = attempt.version;
    final long now = clock.millis();
    end(attempt);
    if (attempt.resident != null && version.resident != attempt.resident) {
      residents.leave(attempt.resident, version);
    }
    final Optional<Judgement> judged = slot(version.slot).judgement(attempt.entry.offset());
    final Optional<Rejection> last = version.resident != null
        ? judged.flatMap(Judgement::failure).map(Snapshot.Progress.Failed::rejection)
        : version.failures > 0 ? version.rejection() : Optional.empty();
    final boolean news = last.filter(before -> before.code() == rejection.code()).isEmpty();
    judged.ifPresent(judgement -> {
      judgement.failures++;
      judgement.progress = Snapshot.Progress.Failed.after(judgement.failure(), rejection, judgement.failures, now);
    });
    LOG.atLevel(news ? Level.WARN : Level.DEBUG).addKeyValue("slot", version.slot).addKeyValue("model", version.id.name())
        .addKeyValue("version", version.id.version()).addKeyValue("offset", attempt.entry.offset()).addKeyValue("code", rejection.code().code())
        .addKeyValue("detail", rejection.detail()).log("model rejected");
    if (news) {
      rejections.merge(rejection.code(), 1L, Long::sum);
    }
    if (version.resident == null) {
      version.failures++;
      version.failure = Optional.of(Snapshot.Progress.Failed.after(version.failure, rejection, version.failures, now));
      slot(version.slot).fail(version.id, rejection);
      version.entry = attempt.entry;
      if (news) {
        version.state = ModelState.RECEIVED;
      }
      report(version, ModelState.REJECTED);
    }
  }

  private void write(final Entry entry, final Verdict.Finding finding, final long now) {
    if (judge instanceof final Judge.Instance instance) {
      slot(entry.announcement().slot()).judgement(entry.offset()).ifPresent(judgement -> judgement.writeFrom = now + ECHO.toMillis());
      nextPlanning = Math.min(nextPlanning, now + ECHO.toMillis());
      instance.write(entry, finding);
    }
  }

  private void report(final Version version, final ModelState state, final Entry entry) {
    if (state == ModelState.ACTIVE && !version.entry.equals(entry)) {
      version.entry = entry;
      if (version.state == ModelState.ACTIVE) {
        reports.tell(version.report());
      }
    }
    report(version, state);
  }

  private void report(final Version version, final ModelState state) {
    if (version.state != state) {
      version.state = state;
      reports.tell(version.report());
    }
  }

  // Questions.

  /** True if nothing new begins any more. For any thread. */
  boolean isClosed() {
    return closed;
  }

  /** The open model with this digest. */
  Optional<Resident> resident(final String sha256) {
    return residents.find(sha256);
  }

  /** True if tasks can hold a version, or need not wait for it any more, as its entry has ceased to count. */
  boolean isWaitOver(final SlotState slot, final Entry entry) {
    return wanted(slot, entry).resident != null || !slot.plan().timeline().contains(entry);
  }

  /** Answers about all versions as they are now. */
  RolloutOverview overview() {
    return new RolloutOverview(slots.values(), residents, attempts, reading, clock.millis());
  }

  Swaps swaps() {
    return swaps;
  }

  Map<RejectionCode, Long> rejections() {
    return Map.copyOf(rejections);
  }

  // Events of the end.

  /** Begins nothing new from now on. */
  void close() {
    closed = true;
    attempts.forEach(Attempt::interrupt);
  }

  /** Frees all models, those that are held included, after the work has ended. */
  void free() {
    attempts.forEach(Attempt::closeFetched);
    attempts.clear();
    residents.close();
  }
}
