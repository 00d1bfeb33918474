package io.labelstream.rollout;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All versions of an instance, and the {@linkplain #look() look} that tells from the time, the entries and the holds what is to be done next. Nothing here
 * takes long: what does is left to {@link VersionWork}. Belongs to the rollout's lock.
 */
final class VersionKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(VersionKeeper.class);
  /** For a source to give up by itself, which tells more than being given up. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final RolloutSettings settings;
  private final StatusReports reports;
  private final InstantSource clock;
  private final Map<String, SlotState> slots = new LinkedHashMap<>();
  private final Residents residents;
  private final Set<Attempt> attempts = new LinkedHashSet<>();
  private final Map<RejectionCode, Long> rejections = new EnumMap<>(RejectionCode.class);
  private final Swaps swaps = new Swaps();
  private @Nullable VersionWork work;
  private boolean confirmed;
  private boolean closed;
  private long confirmedUntil = Long.MIN_VALUE;
  private long nextLook = Long.MIN_VALUE;

  VersionKeeper(final RolloutSettings settings, final Collection<String> slots, final StatusReports reports, final InstantSource clock) {
    this.settings = settings;
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
    slot(slot).rebuild();
    slot(slot).publish(confirmedUntil);
  }

  void start(final VersionWork does) {
    work = does;
    look();
  }

  void accept(final Entry entry) {
    final SlotState slot = slot(entry.announcement().slot());
    slot.add(entry);
    if (confirmed) {
      slot.rebuild();
      slot.publish(confirmedUntil);
      look();
    }
  }

  void confirm(final long until) {
    confirmedUntil = Math.max(confirmedUntil, until);
    if (!confirmed) {
      confirmed = true;
      slots.values().forEach(SlotState::rebuild);
    }
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
      reject(attempt, new Rejection(RejectionCode.FETCH_TIMED_OUT, "the location did not give the bytes within " + settings.fetchTimeout()));
    }
    if (clock.millis() >= nextLook) {
      look();
    }
  }

  /** Compares what is with what should be, and sets going what is missing. */
  private void look() {
    final VersionWork does = work;
    if (closed || does == null) {
      return;
    }
    final long now = clock.millis();
    nextLook = Long.MAX_VALUE;
    for (final SlotState slot : slots.values()) {
      nextLook = Math.min(nextLook, slot.nextChange(now));
      final Set<VersionId> needed = slot.needed(now);
      for (final Version version : slot.versions()) {
        setNeeded(version, needed.contains(version.id), now);
      }
    }
    for (final SlotState slot : slots.values()) {
      final Stretch present = slot.at(now);
      for (final Version version : List.copyOf(slot.versions())) {
        look(version, present, now, does);
      }
      swaps.notice(slot, present);
    }
    unpark(now, does);
    if (!residents.closing().isEmpty()) {
      does.closeUnused();
    }
  }

  private static void setNeeded(final Version version, final boolean needed, final long now) {
    if (version.needed && !needed) {
      version.idleSince = now;
    }
    version.needed = needed;
  }

  private void look(final Version version, final Stretch present, final long now, final VersionWork does) {
    if (version.verdict == Version.Verdict.REJECTED) {
      return;
    }
    final boolean wanted = version.isWanted(now);
    if (version.resident == null && version.attempt == null && wanted && (confirmed || version.wantedUntil > now)) {
      final Optional<Resident> open = residents.find(version.id.sha256());
      if (version.verdict == Version.Verdict.GOOD && open.isPresent()) {
        attach(version, open.get());
      } else {
        begin(version, does);
      }
    }
    if (version.resident != null) {
      lingerOrRelease(version, wanted, now);
    } else if (version.attempt == null && version.verdict == Version.Verdict.GOOD) {
      report(version, ModelState.RELEASED);
    }
    if (version.resident != null) {
      final boolean active = SlotState.ids(present).contains(version.id);
      entryOf(version.id, present).ifPresent(entry -> bring(version, entry));
      report(version, active ? ModelState.ACTIVE : version.needed ? ModelState.READY : ModelState.DRAINING);
    }
    if (version.wantedUntil > now) {
      nextLook = Math.min(nextLook, version.wantedUntil);
    }
  }

  private void lingerOrRelease(final Version version, final boolean wanted, final long now) {
    if (wanted || !version.isIdle()) {
      return;
    }
    final long end = version.idleSince + settings.linger().toMillis();
    if (now >= end) {
      residents.detach(version);
      report(version, ModelState.RELEASED);
    } else {
      nextLook = Math.min(nextLook, end);
    }
  }

  private static Optional<Entry> entryOf(final VersionId id, final Stretch present) {
    final Predicate<Entry> same = entry -> entry.id().equals(id);
    return present.live().filter(same).or(() -> present.canary().filter(same)).or(() -> present.shadow().filter(same));
  }

  private void bring(final Version version, final Entry entry) {
    if (!version.entry.equals(entry)) {
      version.entry = entry;
      if (version.state == ModelState.ACTIVE) {
        reports.add(version.report());
      }
    }
  }

  private void begin(final Version version, final VersionWork does) {
    final Attempt attempt = new Attempt(version, System.nanoTime() + settings.fetchTimeout().toNanos());
    version.attempt = attempt;
    version.entry = version.source;
    version.steps = List.of();
    version.state = ModelState.RECEIVED;
    reports.add(version.report());
    attempts.add(attempt);
    does.fetch(attempt);
  }

  /** Gives memory to versions that wait for it, those that count first first. */
  private void unpark(final long now, final VersionWork does) {
    final List<Attempt> parked =
        attempts.stream()
            .filter(attempt -> attempt.phase == Attempt.Phase.PARKED)
            .sorted(Comparator.comparing(attempt -> attempt.entry))
            .toList();
    for (final Attempt attempt : parked) {
      final Version version = attempt.version;
      if (!version.isWanted(now)) {
        abandon(attempt);
        continue;
      }
      attempt.phase = Attempt.Phase.LOADING;
      does.load(attempt);
    }
  }

  /** Ends a preparation without a verdict. */
  private void abandon(final Attempt attempt) {
    end(attempt);
    report(attempt.version, ModelState.RELEASED);
  }

  private void end(final Attempt attempt) {
    attempt.closeFetched();
    attempt.version.steps = attempt.steps.times();
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
    version.verdict = Version.Verdict.GOOD;
    version.idleSince = clock.millis();
  }

  // What the work has come to.

  /** A preparation has come to a step. */
  void reached(final Attempt attempt, final ModelState state) {
    if (isCurrent(attempt)) {
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
    return room;
  }

  /** The model is open and proved. */
  void loaded(final Attempt attempt, final Resident resident) {
    final Version version = attempt.version;
    if (!isCurrent(attempt)) {
      discard(version, resident);
      return;
    }
    end(attempt);
    attach(version, resident);
    report(version, ModelState.READY);
    look();
  }

  void failed(final Attempt attempt, final Rejection rejection, final Optional<Resident> resident) {
    resident.ifPresent(open -> discard(attempt.version, open));
    reject(attempt, rejection);
  }

  /** Has a model closed that the version does not come to use. */
  private void discard(final Version version, final Resident resident) {
    residents.leave(resident, version);
    if (work != null && !closed) {
      work.closeUnused();
    }
  }

  private void reject(final Attempt attempt, final Rejection rejection) {
    if (!isCurrent(attempt)) {
      return;
    }
    final Version version = attempt.version;
    end(attempt);
    version.verdict = Version.Verdict.REJECTED;
    version.rejection = Optional.of(rejection);
    rejections.merge(rejection.code(), 1L, Long::sum);
    LOG.atWarn().addKeyValue("slot", version.slot).addKeyValue("model", version.id.name()).addKeyValue("version", version.id.version())
        .addKeyValue("code", rejection.code().code()).addKeyValue("detail", rejection.detail()).log("model rejected");
    report(version, ModelState.REJECTED);
    final SlotState slot = slot(version.slot);
    slot.rebuild();
    slot.publish(confirmedUntil);
    look();
  }

  private boolean isCurrent(final Attempt attempt) {
    return !closed && attempt.version.attempt == attempt;
  }

  private static void interrupt(final Attempt attempt) {
    if (attempt.fetcher != null) {
      attempt.fetcher.interrupt();
    }
  }

  // What tasks want.

  /** The version of an entry, which is prepared if it is not there. */
  Version want(final SlotState slot, final Entry entry) {
    final Version version =
        slot.version(entry.id()).orElseThrow(() -> new IllegalArgumentException("the entry at offset " + entry.offset() + " is not of slot " + slot.name()));
    if (version.resident == null && version.verdict != Version.Verdict.REJECTED) {
      version.wantedUntil = clock.millis() + Math.max(settings.linger().toMillis(), settings.lead().toMillis());
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

  /** The versions that are needed and have neither a verdict nor to wait for memory. */
  List<VersionId> pending() {
    final List<VersionId> pending = new ArrayList<>();
    for (final SlotState slot : slots.values()) {
      for (final Version version : slot.versions()) {
        final boolean parked = version.attempt != null && version.attempt.phase == Attempt.Phase.PARKED;
        final boolean open = version.verdict == Version.Verdict.OPEN || version.verdict == Version.Verdict.GOOD && version.resident == null;
        if (open && !parked && (version.needed || !confirmed)) {
          pending.add(version.id);
        }
      }
    }
    return pending;
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
    attempts.forEach(VersionKeeper::interrupt);
  }

  /** All open models, for closing them, after the work has ended. */
  List<Resident> takeAll() {
    attempts.forEach(Attempt::closeFetched);
    attempts.clear();
    return residents.all();
  }
}
