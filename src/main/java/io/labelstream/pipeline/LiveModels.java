package io.labelstream.pipeline;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.VersionId;
import io.labelstream.pipeline.config.ConfigKeys;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import io.labelstream.pipeline.config.RolloutKeys;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.Judge;
import io.labelstream.rollout.Rollout;
import io.labelstream.rollout.StatusCounters;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.artifact.ArtifactSource;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.artifact.HttpsArtifacts;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.ControlReader;
import io.labelstream.rollout.kafka.FleetView;
import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.KafkaArtifacts;
import io.labelstream.rollout.kafka.StatusPublisher;
import io.labelstream.rollout.kafka.VerdictWriter;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a pipeline with a control topic has besides its streams: the reader of that topic, the rollout that it drives, the publisher of its status, the
 * watch of other instances.
 */
public final class LiveModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveModels.class);
  private static final String HTTPS = "https";
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration TIME_BETWEEN_REPORTS = Duration.ofSeconds(15);

  private final PipelineConfig config;
  private final RolloutConfig settings;
  private final Map<String, Object> properties;
  private final Trust trust;
  private final Presence presence;
  private final StatusPublisher status;
  private final StatusCounters reports;
  private final VerdictWriter verdicts;
  private final InstantSource clock = InstantSource.system();
  private volatile @Nullable Rollout rollout;
  private volatile @Nullable ControlReader reader;

  private LiveModels(
      final PipelineConfig config,
      final RolloutConfig settings,
      final Map<String, Object> properties,
      final Trust trust,
      final Presence presence,
      final Supplier<PipelineState> state) {
    this.config = config;
    this.settings = settings;
    this.properties = properties;
    this.trust = trust;
    this.presence = presence;
    this.status = StatusPublisher.start(presence.naming(), properties, () -> heartbeat(state.get()), clock);
    this.reports = new StatusCounters(status);
    this.verdicts = new VerdictWriter(properties, settings.controlTopic());
  }

  /**
   * Opens the base versions; nothing is read from the control topic before {@link #awaitReady}.
   *
   * @param topics the state of the control topic as the broker described it
   * @param instance the instance's name
   * @param state the pipeline's state, for signs of life
   * @param patience how long to wait, at most, whether another process lives under the instance's name
   * @throws StartupException if one does, the control topic is unfit, a key or a base version cannot be used
   */
  static LiveModels open(
      final PipelineConfig config,
      final RolloutConfig settings,
      final Map<String, Object> properties,
      final ControlGround topics,
      final String instance,
      final Supplier<PipelineState> state,
      final Duration patience)
      throws StartupException, InterruptedException {
    final Map<String, Optional<BaseModel>> slots = bases(config);
    final Map<String, ArtifactSource> sources = sources(settings, properties);
    final Trust trust = trust(settings, topics.clusterId());
    final Presence presence = Presence.claim(config, settings, properties, trust, instance, patience);
    final LiveModels live;
    try {
      live = new LiveModels(config, settings, properties, trust, presence, state);
    } catch (final KafkaException wrong) {
      presence.close();
      throw wrong;
    }
    if (!topics.defects().isEmpty()) {
      throw live.unfit(topics.defects());
    }
    try {
      final Rollout opened =
          Rollout.open(settings.settings(), slots, sources, new Judge.Instance(instance, live.verdicts), live.reports, live.clock);
      live.rollout = opened;
      presence.tellBaseModels(opened.baseEntries());
      return live;
    } catch (final IOException e) {
      live.close();
      throw new StartupException(StartupFailure.MODEL_MISSING, "a model of the configuration cannot be read: " + e.getMessage(), e);
    } catch (final ModelRefusedException e) {
      live.close();
      throw new StartupException(StartupFailure.MODEL_REFUSED,
          "a model of the configuration is refused, " + e.defect().meaning() + ": " + e.getMessage(), e);
    } catch (final RuntimeException | Error failure) {
      live.close();
      throw failure;
    }
  }

  /**
   * The same for a topology whose own topics are somebody else's: looks at the topics of rollouts first.
   *
   * @throws StartupException if something is missing or refuses, within {@link PipelineConfig#startTimeout()}; then nothing is left open
   */
  public static LiveModels open(final PipelineConfig config, final RolloutConfig settings, final Supplier<PipelineState> state)
      throws StartupException, InterruptedException {
    final long deadline = System.nanoTime() + config.startTimeout().toNanos();
    final Map<String, Object> properties = config.streamsProperties();
    final ControlGround topics = TopicSetup.prepareRollout(config, settings, properties, deadline);
    return open(config, settings, properties, topics, settings.instanceId().orElseGet(InstanceId::random), state,
        Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  /** The control topic as the broker describes it before the start: its defects, and the id of its cluster. */
  record ControlGround(String clusterId, List<Rejection> defects) {}

  /** The outcome of waiting until records can be labelled. */
  public sealed interface Waiting {
    /** Each slot has a version, and those that count now are open. */
    record Over() implements Waiting {}

    /** The pipeline is being closed. */
    record Stopped() implements Waiting {}

    /** It will never be ready. */
    record Failed(StartupFailure failure, String message) implements Waiting {}
  }

  public Rollout rollout() {
    final Rollout opened = rollout;
    if (opened == null) {
      throw new IllegalStateException("the rollout is not open yet");
    }
    return opened;
  }

  /** A slot with the models that change, and with the configured rules for records whose version is not known yet. */
  public ModelSlot slot(final SlotConfig slot) {
    return slot.slot(rollout().slot(slot.name()), RolloutRules.of(settings.uncertain(), settings.settings().lead()));
  }

  /** The reports so far. */
  StatusCounters reports() {
    return reports;
  }

  /** The view of other instances. */
  FleetView fleet() {
    return presence.fleet();
  }

  /** Where the reader of the control topic stands; empty before {@link #awaitReady}. */
  Optional<ControlReader.State> control() {
    return Optional.ofNullable(reader).map(ControlReader::state);
  }

  /**
   * Starts to read the control topic, and waits until all that was announced is known, each slot has a version, and the versions that count now are open.
   *
   * @param stopping ends the wait when it has counted down to 0
   */
  public Waiting awaitReady(final CountDownLatch stopping) throws InterruptedException {
    if (stopping.getCount() == 0) {
      return new Waiting.Stopped();
    }
    final Lead lead = settings.settings().lead();
    final ControlReader reading = ControlReader.start(new ControlReader.Settings(settings.controlTopic(), lead),
        new ControlLog(lead, trust, rollout().baseEntries()), rollout(), reports, clock, properties);
    reader = reading;
    long nextReport = System.nanoTime() + TIME_BETWEEN_REPORTS.toNanos();
    while (stopping.getCount() > 0) {
      switch (reading.awaitCaughtUp(LOOK)) {
        case ControlReader.Unfit(final List<Rejection> defects) -> {
          return new Waiting.Failed(StartupFailure.CONTROL_TOPIC_UNFIT, unfitness(defects));
        }
        case ControlReader.Behind(final ControlReader.State state) when state.phase() == ControlReader.Phase.FAILED -> {
          return new Waiting.Failed(StartupFailure.STREAM_FAILED, "the reader of the control topic " + settings.controlTopic() + " has failed");
        }
        case ControlReader.Behind _ -> { }
        case ControlReader.CaughtUp _ -> {
          if (rollout().awaitSettled(LOOK) instanceof Rollout.Outcome.Settled && obstacles().isEmpty()) {
            return new Waiting.Over();
          }
          stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      if (System.nanoTime() - nextReport > 0) {
        LOG.atInfo().addKeyValue("obstacles", String.join("; ", obstacles())).log("waiting until records can be labelled");
        nextReport += TIME_BETWEEN_REPORTS.toNanos();
      }
    }
    return new Waiting.Stopped();
  }

  /** Why records of the present cannot be labelled, a line each; empty: they can. */
  public List<String> obstacles() {
    final List<String> obstacles = new ArrayList<>();
    final ControlReader.Phase phase = control().map(ControlReader.State::phase).orElse(ControlReader.Phase.STARTING);
    if (phase != ControlReader.Phase.CAUGHT_UP) {
      obstacles.add("the control topic " + settings.controlTopic() + " is not known to its end, its reader is " + word(phase));
    }
    slotsWithoutVersion().forEach(slot -> obstacles.add(
        "slot " + slot + " has no version: announce one, or set " + ConfigKeys.slotKey(slot, ConfigKeys.SLOT_MODEL)));
    if (settings.uncertain() == UncertainPolicy.WAIT) {
      rollout().missing().forEach((version, failure) -> obstacles.add(missing(version, failure)));
    }
    return List.copyOf(obstacles);
  }

  private static String missing(final VersionId version, final Optional<Rejection> failure) {
    return "version " + version.name() + " " + version.version() + " counts and is not open here"
        + failure.map(rejection -> ", " + rejection.code().code() + ": " + rejection.detail()).orElse("");
  }

  private static String word(final Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Ends watching and reading, then frees all models, then takes the instance off the status topic. A caller that is interrupted is so again afterwards: an
   * instance that was closed halfway would go on to show itself as a live one.
   */
  @Override
  public void close() {
    final boolean interrupted = Thread.interrupted();
    presence.close();
    final ControlReader reading = reader;
    if (reading != null) {
      reading.close();
    }
    final Rollout opened = rollout;
    if (opened != null) {
      opened.close();
    }
    verdicts.close();
    status.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> slotsWithoutVersion() {
    return config.slots().stream().map(SlotConfig::name)
        .filter(slot -> rollout().slot(slot).plan().timeline().settlement() == Timeline.Settlement.OPEN)
        .toList();
  }

  private StatusPublisher.Heartbeat heartbeat(final PipelineState state) {
    final Optional<ControlReader.State> control = control();
    final boolean current = control.isPresent() && control.get().phase() == ControlReader.Phase.CAUGHT_UP;
    final Rollout opened = rollout;
    return new StatusPublisher.Heartbeat(
        config.slots().stream().map(SlotConfig::name).toList(),
        word(state),
        control.map(ControlReader.State::position).orElse(0L),
        current ? InstanceState.Currency.CAUGHT_UP : InstanceState.Currency.BEHIND,
        opened == null ? 0 : opened.residentBytes(),
        presence.config(),
        presence.fleet().configDiffers().stream().map(ConfigDiffers::instance).toList());
  }

  /** Reports on the status topic, where operators look. */
  private StartupException unfit(final List<Rejection> defects) {
    defects.forEach(defect -> status.control(new StatusSink.ControlReport(Optional.empty(), OptionalLong.empty(), defect)));
    verdicts.close();
    status.closeKeepingStatus();
    presence.close();
    return new StartupException(StartupFailure.CONTROL_TOPIC_UNFIT, unfitness(defects));
  }

  private String unfitness(final List<Rejection> defects) {
    return "the control topic " + settings.controlTopic() + " is unfit: " + defects.stream()
        .map(defect -> defect.code().code() + ", " + defect.detail() + " (" + defect.code().remedy() + ")")
        .collect(Collectors.joining("; "));
  }

  /** The base versions by slot, each looked into. */
  public static Map<String, Optional<BaseModel>> bases(final PipelineConfig config) throws StartupException {
    final Map<String, Optional<BaseModel>> bases = new LinkedHashMap<>();
    for (final SlotConfig slot : config.slots()) {
      final Optional<BaseModel> base = slot.base();
      if (base.isPresent()) {
        ModelFiles.check(slot, base.get().path());
      }
      bases.put(slot.name(), base);
    }
    return bases;
  }

  /** The readers of artefacts, by the scheme of their locations. */
  public static Map<String, ArtifactSource> sources(final RolloutConfig settings, final Map<String, Object> properties) throws StartupException {
    final Map<String, ArtifactSource> sources = new HashMap<>();
    final List<String> urls = settings.locations().stream().filter(location -> location.startsWith(HTTPS)).toList();
    sources.put("file", FileArtifacts.below(settings.locations().stream().filter(location -> !location.startsWith(HTTPS)).map(Path::of).toList()));
    sources.put("kafka", new KafkaArtifacts(properties, settings.artifactTopic()));
    try {
      if (!urls.isEmpty()) {
        sources.put(HTTPS, HttpsArtifacts.below(urls));
      }
    } catch (final IllegalArgumentException wrong) {
      throw new StartupException(StartupFailure.CONFIGURATION, RolloutKeys.LOCATIONS_CONFIG + ": " + wrong.getMessage(), wrong);
    }
    return sources;
  }

  /** The keys whose announcements are trusted. */
  public static Trust trust(final RolloutConfig settings, final String clusterId) throws StartupException {
    if (settings.publicKeys().isEmpty()) {
      return Trust.none();
    }
    final List<PublicKey> keys = new ArrayList<>();
    try {
      for (final Path file : settings.publicKeys()) {
        keys.add(Trust.readKey(file));
      }
      return Trust.of(keys, clusterId);
    } catch (final KeyFileException | IllegalArgumentException unusable) {
      throw new StartupException(StartupFailure.CONFIGURATION, RolloutKeys.PUBLIC_KEYS_CONFIG + ": " + unusable.getMessage(), unusable);
    }
  }
}
