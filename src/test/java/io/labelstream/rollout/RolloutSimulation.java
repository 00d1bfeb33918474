package io.labelstream.rollout;

import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.CanaryKeys;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.NaiveTimeline;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Instances of one slot, a control log and a broker in simulated time, on one thread: everything follows from the seed. Each instance has the engine, the
 * planner and the log of the product; artefacts, Kafka and clocks are made up. Clocks differ, instances pause, crash and start again, the broker goes away,
 * verdicts are late or lost, and models are good, damaged, unreadable at times, or too much for one instance alone.
 *
 * <p>Held against a {@link NaiveTimeline}: every confirmed label is the one that the whole log gives for its timestamp and key, or, where a retroactive entry
 * has changed that, the one that the log gives without this entry and those that were proved after it.
 */
final class RolloutSimulation {
  static final Duration LEAD = Duration.ofMillis(8_000);
  static final String SLOT = "slot";
  private static final long LEAD_MILLIS = LEAD.toMillis();
  private static final int INSTANCES = 3;
  private static final int VERSIONS = 6;
  private static final int KEYS = 8;
  private static final long START = 1_000_000;
  private static final RolloutSettings SETTINGS = new RolloutSettings(Lead.of(LEAD), ModelOptions.defaults(), 1 << 20, 1 << 30, MemoryPolicy.AVAILABILITY,
      Duration.ofSeconds(2), Duration.ofSeconds(1), Path.of("nowhere"));

  /** A rule that is taken out. */
  enum Fault {
    NONE,
    /** An announcement counts from the time it asks for, however near its proof is to that. */
    NO_DELAY_AFTER_PROOF,
    /** Vetoes count up to the effective time. */
    VETO_UNTIL_EFFECTIVE,
    /** Instances label as far ahead of the log's known end as the lead is long. */
    LONG_LEASE,
    /** Clocks differ by more than a quarter of the lead. */
    SKEWED_CLOCKS,
    /** A version that fails on an instance is left out there, and one before it labels, confirmed. */
    LOCAL_REJECTION,
    /** Pending announcements label already. */
    PENDING_LABELS,
    /** An instance confirms the log without having read it to its end. */
    UNREAD_CONFIRMATION,
    /** Entries for past event times label before objections are over. */
    UNSETTLED_LABELS,
    /** A record that is older than every version is a dead letter, although a first version is pending. */
    UNDECIDED_IGNORED
  }

  /** The fate of a model on an instance. */
  private enum Fate {
    GOOD,
    DAMAGED,
    /** Cannot be read now and then. */
    FLAKY,
    /** Too much for one of the instances. */
    TOO_MUCH_FOR_ONE
  }

  /**
   * A label that was given.
   *
   * @param label the control offset of the entry, {@link NaiveTimeline#DEAD_LETTER} where the record is older than every version
   */
  record Labelled(int instance, long timestamp, int key, long label) {}

  private static final long CALM = -1;

  private final Random random;
  private final Fault fault;
  private final Lead lead;
  private final Optional<Entry> base;
  private final List<Logged> log = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<Integer, Fate> fates = new HashMap<>();
  private final Map<Labelled, Long> labels = new LinkedHashMap<>();
  private final NaiveTimeline naive;
  /** Two brokers take turns, each with its own clock, so that append times go back at times. */
  private final long[] brokerSkews = new long[2];
  private int leader;
  private long now = START;
  private long eventNumber;
  private long brokerAwayUntil = START;
  private long sequence;
  private boolean quiet;
  private boolean calm;
  private long steps;

  /** A record of the control log: an announcement or a verdict. */
  private record Logged(Optional<Announcement> announcement, Optional<Verdict> verdict, long appendTime) {}

  private record Event(long time, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(final Event other) {
      return time != other.time ? Long.compare(time, other.time) : Long.compare(number, other.number);
    }
  }

  RolloutSimulation(final long seed, final Fault fault) {
    this.random = new Random(seed);
    this.fault = fault;
    this.lead = switch (fault) {
      case NO_DELAY_AFTER_PROOF -> Lead.spent(LEAD, Duration.ZERO, LEAD.dividedBy(2), LEAD.dividedBy(4));
      case VETO_UNTIL_EFFECTIVE -> Lead.spent(LEAD, LEAD, Duration.ZERO, LEAD.dividedBy(4));
      case LONG_LEASE -> Lead.spent(LEAD, LEAD, LEAD.dividedBy(2), LEAD);
      default -> Lead.of(LEAD);
    };
    this.base = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(base());
    this.naive = new NaiveTimeline(fault == Fault.NO_DELAY_AFTER_PROOF || fault == Fault.VETO_UNTIL_EFFECTIVE ? lead : Lead.of(LEAD), base);
    final long skew = fault == Fault.SKEWED_CLOCKS ? LEAD_MILLIS : LEAD_MILLIS / 4 - 1;
    for (int broker = 0; broker < brokerSkews.length; broker++) {
      brokerSkews[broker] = (long) ((random.nextDouble() - 0.5) * skew);
    }
    for (int version = 0; version < VERSIONS; version++) {
      fates.put(version, Fate.values()[Math.max(0, random.nextInt(Fate.values().length + 2) - 2)]);
    }
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(new Instance(i, (long) ((random.nextDouble() - 0.5) * skew)));
    }
    instances.forEach(Instance::start);
  }

  private static Entry base() {
    return new Entry(new Announcement(SLOT, 1, "base", "0", "fasttext", new ArtifactReference("configuration", 1, "ba".repeat(32)), Optional.empty(),
        new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD, "", ""), Entry.BASE_OFFSET, Entry.BEGINNING);
  }

  /** Goes on for a number of steps. */
  void run(final int more) {
    for (int i = 0; i < more; i++) {
      steps++;
      step();
    }
  }

  /** Has nothing go wrong any more, for long enough that all is decided. */
  void calmDown() {
    quiet = true;
    fates.replaceAll((version, fate) -> fate == Fate.FLAKY ? Fate.GOOD : fate);
    brokerAwayUntil = now;
    instances.forEach(Instance::wake);
    final long end = now + 60 * LEAD_MILLIS;
    while (now < end) {
      calm = now > end - LEAD_MILLIS;
      advance(LEAD_MILLIS / 16);
      instances.forEach(Instance::poll);
      instances.forEach(Instance::confirm);
      instances.forEach(Instance::label);
    }
  }

  long steps() {
    return steps;
  }

  int labelCount() {
    return labels.size();
  }

  int records() {
    return log.size();
  }

  /** The labels that are not what the whole log gives. */
  List<String> violations() {
    final List<String> violations = new ArrayList<>();
    labels.keySet().forEach(each -> {
      final long expected = naive.label(each.timestamp(), key(each.key()));
      if (expected != each.label() && (isCalm(labels.get(each)) || !naive.isSuperseded(each.timestamp(), key(each.key()), each.label()))) {
        violations.add(each + " expected " + expected);
      }
    });
    return violations;
  }

  private boolean isCalm(final long step) {
    return step < 0;
  }

  /** Entries that should have been decided by now, or opened by an instance, and are not. */
  List<String> unfinished() {
    final List<String> unfinished = new ArrayList<>();
    for (final Instance instance : instances) {
      final SlotState slot = instance.engine.slot(SLOT);
      final TimeSpan present = slot.at(instance.millis());
      present.live().filter(entry -> entry.offset() != Entry.BASE_OFFSET && fate(entry.id(), instance.number) == Fate.GOOD)
          .filter(entry -> slot.version(entry.id()).orElseThrow().resident == null)
          .ifPresent(entry -> unfinished.add("instance " + instance.number + " has not opened " + entry));
      instance.log.notVoid(SLOT).stream()
          .filter(entry -> entry.decision() instanceof Decision.Pending && present.live().filter(live -> live.compareTo(entry) > 0).isEmpty())
          .filter(entry -> entry.announcement().traffic() instanceof Traffic.Live && fate(entry.id()) != Fate.DAMAGED)
          .filter(entry -> entry.announcement().objections() == Objections.HEARD || isAllowed(entry.announcement().artifact()))
          .forEach(entry -> unfinished.add("instance " + instance.number + " leaves undecided " + entry));
    }
    return unfinished;
  }

  /** How many entries came to which end. */
  Map<String, Long> decisions() {
    final Map<String, Long> decisions = new HashMap<>();
    instances.getFirst().log.entries(SLOT).forEach(entry -> decisions.merge(entry.decision().getClass().getSimpleName(), 1L, Long::sum));
    return decisions;
  }

  private void step() {
    final Instance instance = instances.get(random.nextInt(INSTANCES));
    final int dice = random.nextInt(1000);
    if (dice < 4) {
      announce();
    } else if (dice < 6) {
      instance.pause(1 + random.nextLong(2 * LEAD_MILLIS));
    } else if (dice < 8) {
      instance.crash(1 + random.nextLong(LEAD_MILLIS));
    } else if (dice < 9) {
      brokerAwayUntil = Math.max(brokerAwayUntil, now + random.nextLong(LEAD_MILLIS));
    } else if (dice < 12) {
      leader = 1 - leader;
    } else if (dice < 400) {
      instance.poll();
    } else if (dice < 650) {
      instance.confirm();
    } else if (dice < 850) {
      instance.label();
    } else {
      advance(1 + random.nextLong(LEAD_MILLIS / 20));
    }
  }

  private void advance(final long millis) {
    final long end = now + millis;
    while (!events.isEmpty() && events.peek().time() <= end) {
      final Event event = events.poll();
      now = Math.max(now, event.time());
      event.action().run();
    }
    now = end;
    instances.forEach(Instance::tick);
  }

  private void after(final long millis, final Runnable action) {
    events.add(new Event(now + millis, eventNumber++, action));
  }

  private boolean brokerIsAway() {
    return now < brokerAwayUntil;
  }

  private long append(final Optional<Announcement> announcement, final Optional<Verdict> verdict) {
    final long time = now + brokerSkews[leader];
    log.add(new Logged(announcement, verdict, time));
    announcement.ifPresent(each -> naive.announce(each, log.size() - 1, time));
    verdict.ifPresent(each -> naive.judge(each, time));
    return log.size() - 1;
  }

  private void announce() {
    if (brokerIsAway()) {
      return;
    }
    final int version = random.nextInt(VERSIONS);
    final boolean first = sequence == 0 && base.isEmpty();
    final Traffic traffic = switch (random.nextInt(first ? 1 : 10)) {
      case 0, 1, 2, 3, 4, 5 -> new Traffic.Live();
      case 6, 7 -> new Traffic.Canary(random.nextInt(101), "salt");
      case 8 -> new Traffic.Shadow();
      default -> naive.knows("v" + version) ? new Traffic.Withdrawn() : new Traffic.Staged();
    };
    final Reach reach = traffic instanceof Traffic.Live && random.nextInt(12) == 0 ? Reach.RETROACTIVE : Reach.FORWARD;
    final boolean beginning = base.isEmpty() && reach == Reach.FORWARD && traffic instanceof Traffic.Live && random.nextInt(2) == 0;
    final EffectiveFrom from = beginning
        ? new EffectiveFrom.Beginning()
        : reach == Reach.RETROACTIVE
            ? new EffectiveFrom.At(now - random.nextLong(6 * LEAD_MILLIS))
            : random.nextInt(3) == 0
                ? new EffectiveFrom.At(now + brokerSkews[leader] + LEAD_MILLIS + random.nextLong(3 * LEAD_MILLIS))
                : new EffectiveFrom.AfterLead();
    final String location = random.nextInt(6) == 0 ? "forbidden" : "allowed";
    sequence++;
    append(Optional.of(new Announcement(SLOT, sequence, "model", "v" + version, random.nextBoolean() ? "one-label" : "fasttext",
        new ArtifactReference(location + ":" + sequence, 1, digest(version)), Optional.empty(), traffic, from, reach, random.nextInt(8) == 0 ? Objections.IGNORED : Objections.HEARD, "", "")), Optional.empty());
  }

  private static boolean isAllowed(final ArtifactReference artifact) {
    return artifact.location().startsWith("allowed");
  }

  private static String digest(final int version) {
    return String.format("%064x", version + 1);
  }

  private static byte[] key(final int key) {
    return ("key-" + key).getBytes(StandardCharsets.UTF_8);
  }

  private Fate fate(final VersionId id) {
    return id.name().equals("base") ? Fate.GOOD : fates.get(number(id));
  }

  private Fate fate(final VersionId id, final int instance) {
    final Fate fate = fate(id);
    return fate != Fate.TOO_MUCH_FOR_ONE ? fate : number(id) % INSTANCES == instance ? Fate.DAMAGED : Fate.GOOD;
  }

  private static int number(final VersionId id) {
    return Integer.parseInt(id.version().substring(1));
  }

  /** One instance, as it is between two starts. */
  private final class Instance implements InstantSource, Preparer {
    private final int number;
    private final long skew;
    private ControlLog log;
    private RolloutEngine engine;
    private int starts;
    private int position;
    private long asleepUntil = START;
    private long questionClock;
    private int questionEnd = -1;

    private Instance(final int number, final long skew) {
      this.number = number;
      this.skew = skew;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now + skew);
    }

    void start() {
      starts++;
      position = 0;
      questionEnd = -1;
      log = new ControlLog(lead, Trust.none(), Map.of(SLOT, base));
      engine = new RolloutEngine(SETTINGS, Set.of(SLOT), new Judge.Instance("instance-" + number, this::write), new StatusReports(new Silence()), this);
      base.ifPresent(entry -> engine.addBase(
          SLOT, entry, new BaseModel("base", Optional.of("0"), Path.of("base")), resident(entry.id()), new StepTimes()));
      engine.start(this);
    }

    private boolean isAsleep() {
      return now < asleepUntil;
    }

    void pause(final long millis) {
      asleepUntil = Math.max(asleepUntil, now + millis);
    }

    void crash(final long millis) {
      engine.close();
      start();
      pause(millis);
    }

    void wake() {
      asleepUntil = now;
    }

    void tick() {
      if (!isAsleep()) {
        engine.tick();
      }
    }

    /** Reads some of what is there. */
    void poll() {
      if (isAsleep() || brokerIsAway()) {
        return;
      }
      final int end = quiet ? RolloutSimulation.this.log.size() : Math.min(RolloutSimulation.this.log.size(), position + random.nextInt(4));
      final List<Entry> changed = new ArrayList<>();
      final List<Verdict> verdicts = new ArrayList<>();
      while (position < end) {
        final Logged record = RolloutSimulation.this.log.get(position);
        changed.addAll(log.append(controlRecord(record, position)).changed());
        record.verdict().ifPresent(verdicts::add);
        position++;
      }
      engine.accept(changed, verdicts);
    }

    /** Asks for the end of the log, or confirms it when it is read up to there. */
    void confirm() {
      if (isAsleep() || brokerIsAway()) {
        return;
      }
      if (fault == Fault.UNREAD_CONFIRMATION && position < RolloutSimulation.this.log.size()) {
        engine.confirm(lead.confirmedUntil(millis()));
      }
      if (questionEnd < 0) {
        questionClock = millis();
        questionEnd = RolloutSimulation.this.log.size();
      } else if (position >= questionEnd) {
        engine.confirm(lead.confirmedUntil(questionClock));
        questionEnd = -1;
      }
    }

    /** Labels a record, unless it has to wait. */
    void label() {
      if (isAsleep()) {
        return;
      }
      final long timestamp = millis() + lead.lease().toMillis() - random.nextLong(random.nextBoolean() ? LEAD_MILLIS / 2 : 6 * LEAD_MILLIS);
      final int key = random.nextInt(KEYS);
      final SlotState slot = engine.slot(SLOT);
      final Plan plan = slot.plan();
      final Timeline timeline = fault == Fault.PENDING_LABELS ? log.expected(SLOT) : fault == Fault.UNSETTLED_LABELS ? slot.timeline() : plan.timeline();
      if (timestamp >= plan.confirmedUntil() || timeline.settlement() == Timeline.Settlement.OPEN && fault != Fault.UNDECIDED_IGNORED) {
        return;
      }
      final TimeSpan span = timeline.at(timestamp);
      if (span.live().isEmpty() && timestamp >= plan.undecidedFrom() && fault != Fault.UNDECIDED_IGNORED) {
        return;
      }
      final boolean isCanary = span.canary().filter(entry -> CanaryKeys.of((Traffic.Canary) entry.announcement().traffic()).contains(key(key))).isPresent();
      final Optional<Entry> entry = isCanary ? span.canary() : span.live();
      if (entry.isEmpty()) {
        remember(timestamp, key, NaiveTimeline.DEAD_LETTER);
        return;
      }
      final Version version = slot.version(entry.get().id()).orElseThrow();
      if (version.resident != null) {
        remember(timestamp, key, entry.get().offset());
      } else if (fault == Fault.LOCAL_REJECTION && version.failure.isPresent() && span.from() > Long.MIN_VALUE) {
        timeline.at(span.from() - 1).live().ifPresent(before -> remember(timestamp, key, before.offset()));
      }
    }

    private void remember(final long timestamp, final int key, final long label) {
      labels.put(new Labelled(number, timestamp, key, label), calm ? CALM : steps);
    }

    private void write(final Verdict verdict) {
      final int start = starts;
      if (!quiet && random.nextInt(5) == 0) {
        return;
      }
      after(1 + random.nextLong(quiet ? 10 : LEAD_MILLIS / 3), () -> {
        // A request that is on its way arrives, though its sender has crashed since.
        if (!brokerIsAway() && (start == starts || random.nextBoolean())) {
          append(Optional.empty(), Optional.of(verdict));
        }
      });
    }

    @Override
    public void fetch(final Attempt attempt) {
      after(1 + random.nextLong(quiet ? 10 : LEAD_MILLIS / 2), current(engine -> {
        final Optional<RejectionCode> failure = failure(attempt);
        if (failure.isPresent()) {
          engine.failed(attempt, new Rejection(failure.get(), "made up"));
        } else {
          engine.fetched(attempt, new Fetched(Optional.empty(), Optional.empty()));
        }
      }));
    }

    @Override
    public void verify(final Attempt attempt) {
      after(1 + random.nextLong(10), current(engine -> engine.verified(attempt, new Verified(1, Optional.empty(), Optional.empty()))));
    }

    @Override
    public void open(final Attempt attempt) {
      after(1 + random.nextLong(10), current(engine -> engine.opened(attempt, resident(attempt.version.id))));
    }

    @Override
    public void prove(final Attempt attempt) {
      after(1 + random.nextLong(10), current(engine -> engine.proved(attempt)));
    }

    private Optional<RejectionCode> failure(final Attempt attempt) {
      if (attempt.version.resident == null && attempt.locations.stream().noneMatch(RolloutSimulation::isAllowed)) {
        return Optional.of(RejectionCode.LOCATION_FORBIDDEN);
      }
      return switch (fate(attempt.version.id, number)) {
        case GOOD, TOO_MUCH_FOR_ONE -> Optional.empty();
        case DAMAGED -> Optional.of(RejectionCode.MODEL_REFUSED);
        case FLAKY -> random.nextBoolean() ? Optional.of(RejectionCode.LOCATION_UNREADABLE) : Optional.empty();
      };
    }

    /** Runs unless the instance has crashed since; what happens while it is paused waits. */
    private Runnable current(final Consumer<RolloutEngine> action) {
      final int start = starts;
      return new Runnable() {
        @Override
        public void run() {
          if (start == starts && isAsleep()) {
            after(asleepUntil - now, this);
          } else if (start == starts) {
            action.accept(engine);
          }
        }
      };
    }
  }

  private static Resident resident(final VersionId id) {
    return new Resident(id.sha256(), new OneLabelClassifier(id.version()));
  }

  private static ControlRecord controlRecord(final Logged record, final long offset) {
    final String key = record.announcement().map(Announcement::key).orElseGet(() -> record.verdict().orElseThrow().key());
    final byte[] value = record.announcement().map(AnnouncementCodec::encode).orElseGet(() -> VerdictCodec.encode(record.verdict().orElseThrow()));
    return new ControlRecord(offset, OptionalLong.of(record.appendTime()), key.getBytes(StandardCharsets.UTF_8), value, null);
  }

  private static final class Silence implements StatusSink {
    @Override
    public void model(final ModelReport report) {
      // Nobody looks.
    }

    @Override
    public void control(final ControlReport report) {
      // Nobody looks.
    }
  }
}
