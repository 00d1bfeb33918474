package io.labelstream.rollout;

import io.labelstream.model.ModelClosedException;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The one lock around a {@link RolloutEngine}, and the waiting for what it comes to. Thread-safe. */
final class RolloutState {
  private final RolloutEngine engine;
  private final StatusReports reports;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  RolloutState(final RolloutEngine engine, final StatusReports reports) {
    this.engine = engine;
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
      while (!engine.isClosed() && left > 0 && !done.get()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  SlotState slot(final String name) {
    return engine.slot(name);
  }

  void addBase(final String slot, final Entry entry, final BaseModel base, final Resident resident, final Steps steps) {
    change(() -> engine.addBase(slot, entry, base, resident, steps));
  }

  void start(final VersionWork work) {
    change(() -> engine.start(work));
  }

  void accept(final Collection<Entry> entries) {
    change(() -> engine.accept(entries));
  }

  void confirm(final long until) {
    change(() -> engine.confirm(until));
  }

  void tick() {
    change(engine::tick);
  }

  void reached(final Attempt attempt, final ModelState state) {
    change(() -> engine.reached(attempt, state));
  }

  void fetched(final Attempt attempt, final Fetched fetched) {
    change(() -> engine.fetched(attempt, fetched));
  }

  Loading beginLoading(final Attempt attempt) {
    return locked(() -> engine.beginLoading(attempt));
  }

  Residents.Room makeRoom(final Attempt attempt, final long estimate) {
    return locked(
        () -> {
          final Residents.Room room = engine.makeRoom(attempt, estimate);
          changed.signalAll();
          return room;
        });
  }

  void loaded(final Attempt attempt, final Resident resident) {
    change(() -> engine.loaded(attempt, resident));
  }

  void failed(final Attempt attempt, final Rejection rejection, final Optional<Resident> resident) {
    change(() -> engine.failed(attempt, rejection, resident));
  }

  /** The open model with this digest. */
  Optional<Resident> resident(final String sha256) {
    return locked(() -> engine.residents().find(sha256));
  }

  List<Resident> closing() {
    return locked(() -> engine.residents().closing());
  }

  void closed(final Resident resident) {
    change(() -> engine.residents().closed(resident));
  }

  Plan awaitChange(final SlotState slot, final Plan seen, final Duration patience) throws InterruptedException {
    await(patience, () -> slot.plan() != seen);
    return slot.plan();
  }

  Acquisition acquire(final SlotState slot, final Entry entry, final Duration patience) throws InterruptedException {
    final Version version = locked(() -> want(slot, entry));
    try {
      await(patience, () -> version.resident != null || !slot.plan().timeline().contains(entry));
      return locked(() -> acquired(version));
    } finally {
      locked(() -> --version.waiting);
    }
  }

  private Version want(final SlotState slot, final Entry entry) {
    requireOpen();
    final Version version = engine.want(slot, entry);
    version.waiting++;
    return version;
  }

  private Acquisition acquired(final Version version) {
    requireOpen();
    final Resident resident = version.resident;
    if (resident == null) {
      return new Acquisition.Pending(version.rejection());
    }
    engine.hold(version);
    return new Acquisition.Held(new ModelHold(version, resident, held -> change(() -> engine.release(held))));
  }

  private void requireOpen() {
    if (engine.isClosed()) {
      throw new ModelClosedException();
    }
  }

  List<VersionId> awaitVerdicts(final Duration patience) throws InterruptedException {
    await(patience, () -> engine.pending().isEmpty());
    return locked(engine::pending);
  }

  Map<String, Optional<Entry>> baseEntries() {
    return locked(
        () -> {
          final Map<String, Optional<Entry>> bases = new LinkedHashMap<>();
          engine.slots().forEach(slot -> bases.put(slot.name(), slot.base()));
          return bases;
        });
  }

  Map<VersionId, Optional<Rejection>> missing() {
    return locked(engine::missing);
  }

  List<ModelReport> versions() {
    return locked(() -> engine.slots().stream().flatMap(slot -> slot.versions().stream()).map(Version::report).toList());
  }

  long residentBytes() {
    return locked(() -> engine.residents().bytes());
  }

  int holds() {
    return locked(() -> engine.slots().stream().flatMap(slot -> slot.versions().stream()).mapToInt(version -> version.holds).sum());
  }

  long swaps() {
    return locked(() -> engine.swaps().count());
  }

  Optional<Rollout.Swap> lastSwap() {
    return locked(() -> engine.swaps().last());
  }

  Map<RejectionCode, Long> rejections() {
    return locked(engine::rejections);
  }

  /** Ends all waiting; no new work begins. */
  void close() {
    change(engine::close);
  }

  /** All open models, after the threads that open and close have ended. */
  List<Resident> takeAll() {
    return locked(engine::takeAll);
  }
}
