package io.labelstream.pipeline;

import io.labelstream.pipeline.config.ConfigKeys;
import io.labelstream.pipeline.config.FailureLine;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.Rollout;
import io.labelstream.rollout.StatusCounters;
import io.labelstream.rollout.kafka.ControlReader;
import io.labelstream.rollout.kafka.FleetView;
import io.labelstream.rollout.kafka.KafkaVersion;
import io.labelstream.rollout.kafka.Refusal;
import io.labelstream.topology.Classification;
import io.labelstream.topology.ClassifyProcessor;
import io.labelstream.topology.PipelineStats;
import io.labelstream.topology.ShadowOutput;
import io.labelstream.topology.Slot;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.topology.internal.ModelSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts in, labels out: a Kafka Streams application from a configuration.
 *
 * <p><b>Life.</b> {@link #open} checks all that the pipeline needs and opens the models; {@link #start} starts it; {@link #close} stops it.
 * Each happens once, closing any number of times. Thread-safe.
 *
 * <p><b>Rollouts.</b> With a control topic, a started pipeline takes no record before it has read all that was announced, each slot has a version, and the
 * versions that count now are open; {@link PipelineState#WAITING_FOR_CONTROL} until then.
 *
 * <p><b>Failures.</b> A record that cannot be classified is a dead letter, and the stream goes on. While a broker or the schema registry is
 * away, the pipeline waits and tries again. A failure that repeats for another reason ends the pipeline, and so does the deletion of the input topic:
 * {@link #awaitEnd} tells.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  /** A slow machine that needs longer is warm soon after. */
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration PAUSE_BEFORE_REPLACEMENT = Duration.ofSeconds(1);
  private static final List<String> STATIC_MEMBER_KEYS = List.of(
      CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
      StreamsConfig.consumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG),
      StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG));

  private final PipelineConfig config;
  private final List<ModelSlot> slots;
  private final WireSetup wire;
  private final WarmUp warmUp;
  private final Optional<LiveModels> live;
  private final String instanceId;
  private final PipelineStats stats;
  private final Map<String, Object> properties;
  private final KafkaStreams streams;
  private final CloseOptions.GroupMembershipOperation leaving;
  private final AtomicReference<PipelineState> state;
  /** Held while the streams are resumed, so that no change of their state is judged by what was before. */
  private final Object resumption = new Object();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<PipelineEnd.Failed> failure =
      new AtomicReference<>(new PipelineEnd.Failed(StartupFailure.STREAM_FAILED, "all stream threads have ended"));
  private final CompletableFuture<PipelineEnd> end = new CompletableFuture<>();
  private final Thread waiter = Thread.ofPlatform().name("labelstream-start").daemon().unstarted(this::startWhenReady);

  private Pipeline(
      final PipelineConfig config, final Opened opened, final PipelineStats stats, final Map<String, Object> properties, final ProducerLimits limits) {
    this.config = config;
    this.state = opened.state;
    this.slots = List.copyOf(opened.slots);
    this.wire = opened.wire.orElseThrow();
    this.live = opened.live;
    this.instanceId = opened.instanceId;
    this.stats = stats;
    this.properties = Map.copyOf(properties);
    final Classification classification = new Classification(
        List.copyOf(slots), wire.decoder(), wire.encoder(), config.textRules(), limits.output(), config.tombstones(), stats,
        config.rollout().map(rollout ->
            new ShadowOutput(wire.shadowEncoder(rollout.shadowTopic()), limits.shadow(), rollout.shadowMaxDelay())));
    this.warmUp = new WarmUp(config, classification, wire);
    final Topology topology = config.rollout()
        .map(rollout -> topology(config.inputTopic(), config.outputTopic(), rollout.shadowTopic(), classification))
        .orElseGet(() -> topology(config.inputTopic(), config.outputTopic(), classification));
    this.streams = new KafkaStreams(topology, new StreamsConfig(properties), new PipelineClients(config.textRules().maxBytes()));
    this.leaving = STATIC_MEMBER_KEYS.stream().anyMatch(properties::containsKey)
        ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
        : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
    streams.setStateListener((now, before) -> changed(now));
    streams.setUncaughtExceptionHandler(
        new FailurePolicy(PAUSE_BEFORE_REPLACEMENT, stopping, (kind, reason) -> failure.set(new PipelineEnd.Failed(kind, reason)),
            refused -> RightsCheck.behind(refused, config).map(Refusal::line)));
  }

  /**
   * The topology of a pipeline: source, classification, sink, without a state store and without a repartition.
   *
   * @param input the topic with the texts
   * @param output the topic for the labels
   */
  public static Topology topology(final String input, final String output, final Classification classification) {
    final StreamsBuilder builder = new StreamsBuilder();
    classified(input, classification, builder).to(output, sink(ClassifyProcessor.LABELS_CHILD));
    return builder.build();
  }

  /**
   * The topology of a pipeline with shadow versions, whose disagreements go to a topic of their own in the same transaction.
   *
   * @param input the topic with the texts
   * @param output the topic for the labels
   * @param shadow the topic for the disagreements
   * @param classification with {@link Classification#shadow()}
   */
  public static Topology topology(final String input, final String output, final String shadow, final Classification classification) {
    final StreamsBuilder builder = new StreamsBuilder();
    final KStream<byte[], byte[]> classified = classified(input, classification, builder);
    classified.to(output, sink(ClassifyProcessor.LABELS_CHILD));
    classified.to(shadow, sink(ClassifyProcessor.SHADOW_CHILD));
    return builder.build();
  }

  private static KStream<byte[], byte[]> classified(final String input, final Classification classification, final StreamsBuilder builder) {
    return builder.stream(input, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("texts"))
        .processValues(ClassifyProcessor.supplier(classification), Named.as("classify"));
  }

  private static Produced<byte[], byte[]> sink(final String name) {
    return Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(name);
  }

  /**
   * Opens the models and checks the broker, the topics and the schema registry, and creates missing topics where that is allowed.
   *
   * @throws StartupException if something is missing or refuses, within {@link PipelineConfig#startTimeout()}; then nothing is left open
   */
  public static Pipeline open(final PipelineConfig config) throws StartupException, InterruptedException {
    final Optional<String> tooOld = KafkaVersion.deviation();
    if (tooOld.isPresent()) {
      throw new StartupException(StartupFailure.CONFIGURATION, tooOld.get());
    }
    final long deadline = System.nanoTime() + config.startTimeout().toNanos();
    final Opened opened = new Opened(config);
    try {
      if (config.rollout().isEmpty()) {
        for (final SlotConfig slot : config.slots()) {
          opened.slots.add(ModelFiles.open(slot, config));
        }
      }
      final Map<String, Object> properties = new HashMap<>(config.streamsProperties());
      final TopicSetup.Prepared topics = TopicSetup.prepare(config, properties, deadline);
      warnOfSmallDeadLetters(config, topics.limits());
      final ProducerLimits limits = ProducerLimits.of(properties, topics.limits());
      properties.putAll(limits.settings());
      opened.wire = Optional.of(WireSetup.prepare(config, deadline));
      if (config.rollout().isPresent()) {
        opened.open(LiveModels.open(
            config, config.rollout().get(), properties, topics.control().orElseThrow(), opened.instanceId, opened.state::get,
            Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
      }
      final Pipeline pipeline = new Pipeline(config, opened, new PipelineStats(), properties, limits);
      opened.kept = true;
      return pipeline;
    } catch (final KafkaException invalid) {
      throw new StartupException(StartupFailure.CONFIGURATION,
          "Kafka Streams does not take its settings: " + FailureLine.of(invalid), invalid);
    } finally {
      opened.closeUnlessKept();
    }
  }

  /**
   * Starts the pipeline and returns; {@link #state()} tells when it runs. While it joins its group, its code is warmed up on texts that are made up, for three
   * seconds at most; before that is done, no record is processed.
   *
   * @throws IllegalStateException if the pipeline was started or closed before
   */
  public void start() {
    if (!started.compareAndSet(false, true) || closing.get()) {
      throw new IllegalStateException("a pipeline starts once: its state is " + state.get());
    }
    become(live.isPresent() ? PipelineState.WAITING_FOR_CONTROL : PipelineState.STARTING);
    waiter.start();
    InputWatch.start(config, properties, stopping, () -> fail(StartupFailure.TOPIC_MISSING,
        "the input topic " + config.inputTopic() + " does not exist any more at " + config.bootstrapServers()
            + ", it was deleted while the pipeline ran: create it again, or correct " + ConfigKeys.INPUT_TOPIC_CONFIG));
    LOG.atInfo()
        .addKeyValue("application", config.applicationId())
        .addKeyValue("instance", instanceId)
        .addKeyValue("input", config.inputTopic())
        .addKeyValue("output", config.outputTopic())
        .addKeyValue("deadLetters", config.deadLetterTopic())
        .addKeyValue("control", config.rollout().map(RolloutConfig::controlTopic).orElse(""))
        .log("pipeline started");
  }

  private void startWhenReady() {
    try {
      switch (live.isPresent() ? live.get().awaitReady(stopping) : new LiveModels.Waiting.Over()) {
        case LiveModels.Waiting.Over() -> startStreams();
        case LiveModels.Waiting.Stopped() -> LOG.atDebug().log("pipeline was closed before its streams started");
        case LiveModels.Waiting.Failed(final StartupFailure kind, final String message) -> fail(kind, message);
      }
    } catch (final InterruptedException interrupted) {
      LOG.atDebug().log("pipeline was interrupted before its streams started");
    } catch (final RuntimeException | Error defect) {
      // Nobody else sees an error of this thread, and the pipeline would never end.
      LOG.atError().setCause(defect).log("the streams could not be started");
      fail(defect instanceof OutOfMemoryError ? StartupFailure.OUT_OF_MEMORY : StartupFailure.STREAM_FAILED, "the streams could not be started: " + FailureLine.of(defect));
    }
  }

  private void startStreams() throws InterruptedException {
    become(PipelineState.STARTING);
    if (stopping.getCount() > 0) {
      // Streams that are paused join their group and poll, and process nothing.
      streams.pause();
      streams.start();
      warmUp.run(WARM_UP, stopping);
    }
    if (stopping.getCount() > 0) {
      resume();
    }
  }

  private void resume() {
    synchronized (resumption) {
      streams.resume();
      if (streams.state() == KafkaStreams.State.RUNNING) {
        become(PipelineState.RUNNING);
      }
    }
  }

  /** Where the pipeline is in its life, at this moment. */
  public PipelineState state() {
    return state.get();
  }

  /** The configuration that the pipeline was opened with. */
  public PipelineConfig config() {
    return config;
  }

  /** The slots with their models, open until this pipeline is closed. */
  public List<ModelSlot> slots() {
    return slots;
  }

  /** The instance's name in status records: the configured one, or one that was made up. */
  public String instanceId() {
    return instanceId;
  }

  /** The rollout of models; empty without a control topic. Its close is this pipeline's. */
  public Optional<Rollout> rollout() {
    return live.map(LiveModels::rollout);
  }

  /** The reports of the rollout; empty without a control topic. */
  public Optional<StatusCounters> reports() {
    return live.map(LiveModels::reports);
  }

  /** The view of other instances of the application; empty without a control topic. */
  public Optional<FleetView> fleet() {
    return live.map(LiveModels::fleet);
  }

  /** Where the reader of the control topic stands; empty without a control topic, and before the start. */
  public Optional<ControlReader.State> control() {
    return live.flatMap(LiveModels::control);
  }

  /** The streams, for binding metrics to them. Starting and closing them is this pipeline's. */
  public KafkaStreams streams() {
    return streams;
  }

  /** The counters, which go on counting while the pipeline runs. */
  public PipelineStats stats() {
    return stats;
  }

  /** Waits until the pipeline has ended, by {@link #close()} or by itself. A pipeline that has ended by itself still has to be closed. */
  public PipelineEnd awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (final ExecutionException impossible) {
      throw new AssertionError("the end is never exceptional", impossible);
    }
  }

  /** Waits as {@link #awaitEnd()} does, but not longer than {@code limit}; empty if the pipeline has not ended by then. */
  public Optional<PipelineEnd> awaitEnd(final Duration limit) throws InterruptedException {
    try {
      return Optional.of(end.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (final TimeoutException still) {
      return Optional.empty();
    } catch (final ExecutionException impossible) {
      throw new AssertionError("the end is never exceptional", impossible);
    }
  }

  /**
   * Commits, leaves the group so that others, or the next start, need not wait, and frees the models. Takes no longer than
   * {@link PipelineConfig#shutdownTimeout()}; what is not committed by then is processed again at the next start. A static member
   * ({@code group.instance.id}) stays in its group, which is what it is for.
   *
   * <p>Callable from any thread, a shutdown hook for example; a second call waits for the first.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      awaitFirstClose();
      return;
    }
    stopping.countDown();
    state.updateAndGet(now -> now == PipelineState.FAILED ? now : PipelineState.STOPPING);
    try {
      stop();
    } finally {
      end.complete(new PipelineEnd.Closed());
      closed.countDown();
    }
  }

  private void stop() {
    awaitWaiter();
    final boolean complete = streams.close(CloseOptions.timeout(config.shutdownTimeout()).withGroupMembershipOperation(leaving));
    if (!complete) {
      LOG.atWarn().addKeyValue("timeoutMs", config.shutdownTimeout().toMillis())
          .log("pipeline did not stop in time; what it has not committed is processed again at the next start");
    }
    wire.close();
    live.ifPresent(LiveModels::close);
    slots.forEach(Slot::close);
    state.updateAndGet(now -> now == PipelineState.FAILED ? now : PipelineState.STOPPED);
    LOG.atInfo().addKeyValue("in", stats.in()).addKeyValue("out", stats.out()).addKeyValue("dead", stats.dead()).log("pipeline stopped");
  }

  /** Streams that start while they are being closed would go on. */
  private void awaitWaiter() {
    try {
      waiter.join();
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitFirstClose() {
    try {
      closed.await();
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void changed(final KafkaStreams.State now) {
    synchronized (resumption) {
      become(switch (now) {
        case CREATED -> PipelineState.READY;
        case REBALANCING -> PipelineState.STARTING;
        case RUNNING -> streams.isPaused() ? PipelineState.STARTING : PipelineState.RUNNING;
        case PENDING_SHUTDOWN, NOT_RUNNING -> PipelineState.STOPPING;
        case PENDING_ERROR, ERROR -> PipelineState.FAILED;
      });
    }
    if (now == KafkaStreams.State.ERROR) {
      final PipelineEnd.Failed last = failure.get();
      fail(last.failure(), "the pipeline has stopped by itself: " + (last.failure() == StartupFailure.OUT_OF_MEMORY
          ? "the heap, limited to " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, is too small, raise it with LABELSTREAM_JAVA_OPTS=-Xmx2g: "
          : "") + last.message());
    }
  }

  private void become(final PipelineState next) {
    final PipelineState before = state.getAndUpdate(
        old -> old == PipelineState.FAILED || old == PipelineState.STOPPED || old == PipelineState.STOPPING ? old : next);
    if (before != state.get()) {
      LOG.atInfo().addKeyValue("from", before).addKeyValue("to", state.get()).log("pipeline state");
    }
  }

  private void fail(final StartupFailure kind, final String message) {
    state.updateAndGet(old -> old == PipelineState.STOPPED || old == PipelineState.STOPPING ? old : PipelineState.FAILED);
    LOG.atError().addKeyValue("reason", message).log("pipeline failed");
    end.complete(new PipelineEnd.Failed(kind, message));
  }

  private static void warnOfSmallDeadLetters(final PipelineConfig config, final TopicLimits topics) {
    if (topics.deadLetter() < topics.input()) {
      LOG.atWarn()
          .addKeyValue("input", config.inputTopic())
          .addKeyValue("inputMaxBytes", topics.input())
          .addKeyValue("deadLetters", config.deadLetterTopic())
          .addKeyValue("deadLetterMaxBytes", topics.deadLetter())
          .log("the dead-letter topic takes smaller records than the input topic: the largest dead letters will lack their value;"
              + " raise its max.message.bytes");
    }
  }

  /** The resources that were opened on the way to a pipeline. They are closed if the start fails. */
  private static final class Opened {
    private final PipelineConfig config;
    private final String instanceId;
    private final AtomicReference<PipelineState> state = new AtomicReference<>(PipelineState.READY);
    private final List<ModelSlot> slots = new ArrayList<>();
    private Optional<WireSetup> wire = Optional.empty();
    private Optional<LiveModels> live = Optional.empty();
    private boolean kept;

    private Opened(final PipelineConfig config) {
      this.config = config;
      this.instanceId = config.rollout().flatMap(RolloutConfig::instanceId).orElseGet(InstanceId::random);
    }

    private void open(final LiveModels models) {
      live = Optional.of(models);
      config.slots().forEach(slot -> slots.add(models.slot(slot)));
    }

    private void closeUnlessKept() {
      if (!kept) {
        wire.ifPresent(WireSetup::close);
        live.ifPresent(LiveModels::close);
        slots.forEach(Slot::close);
      }
    }
  }
}
