package io.labelstream.pipeline.replay;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.pipeline.LiveModels;
import io.labelstream.pipeline.ModelFiles;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import io.labelstream.pipeline.config.RolloutKeys;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.Acquisition;
import io.labelstream.rollout.Judge;
import io.labelstream.rollout.Plan;
import io.labelstream.rollout.Rollout;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.SlotModels;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.kafka.ControlTopic;
import io.labelstream.rollout.kafka.ControlTopicReader;
import io.labelstream.topology.Slot;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;

/** The slots of a pipeline with all that the control topic has announced for them, opened on demand as for a replay. */
final class ReplayModels implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration FETCH_PATIENCE = Duration.ofDays(1);
  /** Long enough to open any version on demand. */
  private static final Duration OPENING_PATIENCE = Duration.ofMinutes(5);

  private final List<ModelSlot> slots;
  private final List<Long> retroactive;
  private final Optional<Rollout> rollout;
  private final Set<String> unavailable;

  private ReplayModels(final List<ModelSlot> slots, final List<Long> retroactive, final Optional<Rollout> rollout, final Set<String> unavailable) {
    this.slots = List.copyOf(slots);
    this.retroactive = List.copyOf(retroactive);
    this.rollout = rollout;
    this.unavailable = unavailable;
  }

  static ReplayModels open(final PipelineConfig config) throws StartupException, InterruptedException {
    if (config.rollout().isEmpty()) {
      final List<ModelSlot> slots = new ArrayList<>();
      for (final SlotConfig slot : config.slots()) {
        slots.add(ModelFiles.open(slot, config));
      }
      return new ReplayModels(slots, List.of(), Optional.empty(), Set.of());
    }
    return open(config, config.rollout().get());
  }

  /** The slots as they label now. */
  List<ModelSlot> slots() {
    return slots;
  }

  /** The control offsets since which retroactive entries count, the latest first. */
  List<Long> retroactiveOffsets() {
    return retroactive;
  }

  /** The slots as they labelled before the retroactive entry that counts since an offset, and all later ones, counted. */
  List<ModelSlot> slotsBefore(final long offset) {
    return slots.stream().map(slot -> slot.withModels(new Earlier(slot.models(), offset))).toList();
  }

  /** Versions that could not be opened, with the reasons. */
  List<String> unavailable() {
    return List.copyOf(unavailable);
  }

  @Override
  public void close() {
    rollout.ifPresent(Rollout::close);
    slots.forEach(Slot::close);
  }

  private static ReplayModels open(final PipelineConfig config, final RolloutConfig settings) throws StartupException, InterruptedException {
    final Map<String, Object> properties = config.streamsProperties();
    final String cluster;
    try (Admin admin = Admin.create(new StreamsConfig(properties).getAdminConfigs(config.applicationId() + "-replay"))) {
      cluster = ControlTopic.clusterId(admin, PATIENCE);
    }
    final List<ControlRecord> records;
    try (ControlTopicReader reader = new ControlTopicReader(properties, settings.controlTopic())) {
      records = reader.read(PATIENCE);
    }
    final Unavailable unavailable = new Unavailable();
    final Rollout rollout;
    try {
      rollout = Rollout.open(patient(settings.settings()), LiveModels.bases(config), LiveModels.sources(settings, properties), new Judge.Reader(), unavailable,
          InstantSource.system());
    } catch (final IOException e) {
      throw new StartupException(StartupFailure.MODEL_MISSING, "a model of the configuration cannot be read: " + e.getMessage(), e);
    } catch (final ModelRefusedException e) {
      throw new StartupException(StartupFailure.MODEL_REFUSED, "a model of the configuration is refused: " + e.getMessage(), e);
    }
    try {
      final ControlLog log = new ControlLog(settings.settings().lead(), LiveModels.trust(settings, cluster), rollout.baseEntries());
      final List<Long> retroactive = feed(records, log, rollout);
      final List<ModelSlot> slots = new ArrayList<>();
      final RolloutRules rules = new RolloutRules(UncertainPolicy.WAIT, settings.settings().lead(), OPENING_PATIENCE, InstantSource.system());
      for (final SlotConfig slot : config.slots()) {
        if (log.timeline(slot.name()).settlement() == Timeline.Settlement.OPEN) {
          throw new StartupException(StartupFailure.CONFIGURATION, "slot " + slot.name() + " has no version, neither in the configuration nor on the"
              + " control topic " + settings.controlTopic() + ": correct the slots, or " + RolloutKeys.CONTROL_TOPIC_CONFIG);
        }
        slots.add(slot.slot(new FailingFast(rollout.slot(slot.name())), rules));
      }
      return new ReplayModels(slots, retroactive, Optional.of(rollout), unavailable.reasons);
    } catch (final StartupException | RuntimeException failure) {
      rollout.close();
      throw failure;
    }
  }

  /** A replay waits as long as a model takes to come. */
  private static RolloutSettings patient(final RolloutSettings settings) {
    return new RolloutSettings(settings.lead(), settings.modelOptions(), settings.maxModelBytes(), settings.memoryBytes(), settings.memoryPolicy(),
        FETCH_PATIENCE, settings.linger(), settings.staging(), settings.vectorSlots());
  }

  private static List<Long> feed(final List<ControlRecord> records, final ControlLog log, final Rollout rollout) {
    final List<Long> retroactive = new ArrayList<>();
    for (final ControlRecord record : records) {
      log.append(record);
    }
    for (final String slot : log.slots()) {
      final List<Entry> announced = log.entries(slot).stream().filter(entry -> entry.offset() != Entry.BASE_OFFSET).toList();
      rollout.accept(announced);
      announced.stream().filter(entry -> entry.counts() && entry.announcement().reach() == Reach.RETROACTIVE).map(Entry::countsSince).forEach(retroactive::add);
    }
    rollout.confirm(Long.MAX_VALUE);
    retroactive.sort(Comparator.reverseOrder());
    return retroactive;
  }

  /** Notes rejections. */
  private static final class Unavailable implements StatusSink {
    private final Set<String> reasons = new ConcurrentSkipListSet<>();

    @Override
    public void model(final ModelReport report) {
      report.rejection().ifPresent(rejection -> reasons.add(line(report, rejection)));
    }

    @Override
    public void control(final ControlReport report) {
      // No part of the comparison: refused records are no entries, here as on the instances.
    }

    private static String line(final ModelReport report, final Rejection rejection) {
      return report.entry().id().name() + " " + report.entry().id().version() + " of slot " + report.slot() + ": " + rejection.code().code() + ", "
          + rejection.detail();
    }
  }

  /**
   * Models of which an unavailable one is an exception rather than a reason to wait.
   *
   * @param models the models
   */
  private record FailingFast(SlotModels models) implements SlotModels {
    private static final Duration LOOK = Duration.ofMillis(200);

    @Override
    public Plan plan() {
      return models.plan();
    }

    /** Nothing more is read of the log, so that there is nothing to wait for. */
    @Override
    public Plan awaitChange(final Plan seen, final Duration patience) {
      throw new UndecidedVersionException();
    }

    @Override
    public Acquisition acquire(final Entry entry, final Duration patience) throws InterruptedException {
      if (patience.isZero()) {
        return models.acquire(entry, patience);
      }
      // Not to wait for what has failed before, with each of its records.
      Duration look = Duration.ZERO;
      while (true) {
        final Acquisition acquisition = models.acquire(entry, look);
        if (!(acquisition instanceof Acquisition.Pending(final Optional<Rejection> failure))) {
          return acquisition;
        }
        if (failure.isPresent()) {
          throw new UnavailableModelException(entry, failure.get());
        }
        look = LOOK;
      }
    }
  }

  /** Models by a timeline that lacks retroactive entries from an offset on. */
  private static final class Earlier implements SlotModels {
    private final SlotModels models;
    private final long offset;
    private Plan seen;
    private Plan filtered;

    private Earlier(final SlotModels models, final long offset) {
      this.models = models;
      this.offset = offset;
      this.seen = models.plan();
      this.filtered = filtered(seen);
    }

    @Override
    public Plan plan() {
      final Plan now = models.plan();
      if (now != seen) {
        seen = now;
        filtered = filtered(now);
      }
      return filtered;
    }

    @Override
    public Plan awaitChange(final Plan before, final Duration patience) throws InterruptedException {
      models.awaitChange(seen, patience);
      return plan();
    }

    @Override
    public Acquisition acquire(final Entry entry, final Duration patience) throws InterruptedException {
      return models.acquire(entry, patience);
    }

    private Plan filtered(final Plan plan) {
      return new Plan(
          plan.timeline().filtered(entry -> entry.announcement().reach() == Reach.FORWARD || entry.countsSince() < offset), plan.confirmedUntil(), plan.undecidedFrom());
    }
  }
}
