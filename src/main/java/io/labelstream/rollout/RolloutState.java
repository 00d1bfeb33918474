package io.labelstream.rollout;

import io.labelstream.model.ModelClosedException;
import io.labelstream.rollout.StatusSink.ModelReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The one lock around a {@link VersionKeeper}, and the waiting for what it comes to. Thread-safe. */
final class RolloutState {
  private final VersionKeeper keeper;
  private final StatusReports reports;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  RolloutState(final VersionKeeper keeper, final StatusReports reports) {
    this.keeper = keeper;
    this.reports = reports;
  }

  private <T> T locked(final Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
      reports.handOn();
    }
  }

  /** For what may change something that is waited for. */
  private void change(final Runnable action) {
    locked(
        () -> {
          action.run();
          changed.signalAll();
          return true;
        });
  }

  /** Waits until something holds, or the rollout is closed. */
  private void await(final Duration patience, final Supplier<Boolean> done) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(patience);
    lock.lockInterruptibly();
    try {
      while (!keeper.isClosed() && left > 0 && !done.get()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  SlotState slot(final String name) {
    return keeper.slot(name);
  }

  void addBase(final String slot, final Entry entry, final BaseModel base, final Resident resident, final Steps steps) {
    change(() -> keeper.addBase(slot, entry, base, resident, steps));
  }

  void start(final VersionWork work) {
    change(() -> keeper.start(work));
  }

  void accept(final Entry entry) {
    change(() -> keeper.accept(entry));
  }

  void confirm(final long until) {
    change(() -> keeper.confirm(until));
  }

  void tick() {
    change(keeper::tick);
  }

  void reached(final Attempt attempt, final ModelState state) {
    change(() -> keeper.reached(attempt, state));
  }

  void fetched(final Attempt attempt, final Fetched fetched) {
    change(() -> keeper.fetched(attempt, fetched));
  }

  Loading beginLoading(final Attempt attempt) {
    return locked(() -> keeper.beginLoading(attempt));
  }

  Residents.Room makeRoom(final Attempt attempt, final long estimate) {
    return locked(
        () -> {
          final Residents.Room room = keeper.makeRoom(attempt, estimate);
          changed.signalAll();
          return room;
        });
  }

  void loaded(final Attempt attempt, final Resident resident) {
    change(() -> keeper.loaded(attempt, resident));
  }

  void failed(final Attempt attempt, final Rejection rejection, final Optional<Resident> resident) {
    change(() -> keeper.failed(attempt, rejection, resident));
  }

  /** The open model with this digest. */
  Optional<Resident> resident(final String sha256) {
    return locked(() -> keeper.residents().find(sha256));
  }

  List<Resident> closing() {
    return locked(() -> keeper.residents().closing());
  }

  void closed(final Resident resident) {
    change(() -> keeper.residents().closed(resident));
  }

  Plan awaitChange(final SlotState slot, final Plan seen, final Duration patience) throws InterruptedException {
    await(patience, () -> slot.plan() != seen);
    return slot.plan();
  }

  Acquisition acquire(final SlotState slot, final Entry entry, final Duration patience) throws InterruptedException {
    final Version version = locked(() -> want(slot, entry));
    try {
      await(patience, () -> version.resident != null || version.verdict == Version.Verdict.REJECTED);
      return locked(() -> acquired(version));
    } finally {
      locked(() -> --version.waiting);
    }
  }

  private Version want(final SlotState slot, final Entry entry) {
    requireOpen();
    final Version version = keeper.want(slot, entry);
    version.waiting++;
    return version;
  }

  private Acquisition acquired(final Version version) {
    requireOpen();
    if (version.verdict == Version.Verdict.REJECTED) {
      return new Acquisition.Refused(version.rejection.orElseThrow());
    }
    final Resident resident = version.resident;
    if (resident == null) {
      return new Acquisition.Pending();
    }
    keeper.hold(version);
    return new Acquisition.Held(new ModelHold(version, resident, held -> change(() -> keeper.release(held))));
  }

  private void requireOpen() {
    if (keeper.isClosed()) {
      throw new ModelClosedException();
    }
  }

  List<VersionId> awaitVerdicts(final Duration patience) throws InterruptedException {
    await(patience, () -> keeper.pending().isEmpty());
    return locked(keeper::pending);
  }

  Map<String, Optional<Entry>> baseEntries() {
    return locked(
        () -> {
          final Map<String, Optional<Entry>> bases = new LinkedHashMap<>();
          keeper.slots().forEach(slot -> bases.put(slot.name(), slot.base()));
          return bases;
        });
  }

  Rollout.Readiness readiness(final String name) {
    return locked(
        () -> {
          final SlotState slot = keeper.slot(name);
          final Optional<Version> live = slot.at(keeper.now()).live().flatMap(entry -> slot.version(entry.id()));
          if (live.isEmpty()) {
            return Rollout.Readiness.WITHOUT_VERSION;
          }
          return live.get().resident == null ? Rollout.Readiness.PREPARING : Rollout.Readiness.SERVING;
        });
  }

  List<ModelReport> versions() {
    return locked(() -> keeper.slots().stream().flatMap(slot -> slot.versions().stream()).map(Version::report).toList());
  }

  long residentBytes() {
    return locked(() -> keeper.residents().bytes());
  }

  int holds() {
    return locked(() -> keeper.slots().stream().flatMap(slot -> slot.versions().stream()).mapToInt(version -> version.holds).sum());
  }

  long swaps() {
    return locked(() -> keeper.swaps().count());
  }

  Optional<Rollout.Swap> lastSwap() {
    return locked(() -> keeper.swaps().last());
  }

  Map<RejectionCode, Long> rejections() {
    return locked(keeper::rejections);
  }

  /** Ends all waiting; no new work begins. */
  void close() {
    change(keeper::close);
  }

  /** All open models, after the threads that open and close have ended. */
  List<Resident> takeAll() {
    return locked(keeper::takeAll);
  }
}
