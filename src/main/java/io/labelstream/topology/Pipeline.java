package io.labelstream.topology;

import io.labelstream.model.ModelRefusedException;
import java.io.IOException;
import java.nio.file.Files;
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
 * <p><b>Failures.</b> A record that cannot be classified is a dead letter, and the stream goes on. While a broker or the schema registry is
 * away, the pipeline waits and tries again. What fails again and again for another reason ends the pipeline: {@link #awaitEnd} tells.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  /** About what joining a group takes. */
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration PAUSE_BEFORE_REPLACEMENT = Duration.ofSeconds(1);
  private static final List<String> STATIC_MEMBER_KEYS = List.of(
      CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
      StreamsConfig.consumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG),
      StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG));

  private final PipelineConfig config;
  private final List<Slot> slots;
  private final WireSetup wire;
  private final PipelineStats stats;
  private final KafkaStreams streams;
  private final CloseOptions.GroupMembershipOperation leaving;
  private final AtomicReference<PipelineState> state = new AtomicReference<>(PipelineState.READY);
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
  private final CompletableFuture<PipelineEnd> end = new CompletableFuture<>();

  private Pipeline(
      final PipelineConfig config,
      final List<Slot> slots,
      final WireSetup wire,
      final PipelineStats stats,
      final Map<String, Object> properties,
      final ProducerLimits limits) {
    this.config = config;
    this.slots = List.copyOf(slots);
    this.wire = wire;
    this.stats = stats;
    final Classification classification = new Classification(
        slots, wire.decoder(), wire.encoder(), config.maxTextBytes(), limits.output(), config.tombstones(), stats);
    this.streams = new KafkaStreams(topology(config.inputTopic(), config.outputTopic(), classification), new StreamsConfig(properties));
    this.leaving = STATIC_MEMBER_KEYS.stream().anyMatch(properties::containsKey)
        ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
        : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
    streams.setStateListener((now, before) -> changed(now));
    streams.setUncaughtExceptionHandler(
        new FailurePolicy(PAUSE_BEFORE_REPLACEMENT, stopping, reason -> failure.set(Optional.of(reason))));
  }

  /**
   * The topology of a pipeline: source, classification, sink, without a state store and without a repartition.
   *
   * @param input the topic with the texts
   * @param output the topic for the labels
   */
  public static Topology topology(final String input, final String output, final Classification classification) {
    final StreamsBuilder builder = new StreamsBuilder();
    builder.stream(input, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("texts"))
        .processValues(ClassifyProcessor.supplier(classification), Named.as("classify"))
        .to(output, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("labels"));
    return builder.build();
  }

  /**
   * Opens the models and checks the broker, the topics and the schema registry, and creates missing topics where that is allowed.
   *
   * @throws StartupException if something is missing or refuses, within {@link PipelineConfig#startTimeout()}; then nothing is left open
   */
  public static Pipeline open(final PipelineConfig config) throws StartupException, InterruptedException {
    final long deadline = System.nanoTime() + config.startTimeout().toNanos();
    final Opened opened = new Opened();
    try {
      for (final SlotConfig slot : config.slots()) {
        opened.slots.add(openSlot(slot, config));
      }
      final Map<String, Object> properties = new HashMap<>(config.streamsProperties());
      final TopicLimits topics = TopicSetup.prepare(config, properties, deadline);
      warnOfSmallDeadLetters(config, topics);
      final ProducerLimits limits = ProducerLimits.of(properties, topics);
      properties.putAll(limits.settings());
      final WireSetup wire = WireSetup.prepare(config, deadline);
      opened.wire = Optional.of(wire);
      final Pipeline pipeline = new Pipeline(config, opened.slots, wire, new PipelineStats(), properties, limits);
      opened.kept = true;
      return pipeline;
    } catch (final KafkaException invalid) {
      throw new StartupException(StartupFailure.CONFIGURATION,
          "Kafka Streams does not take its settings: " + FailurePolicy.describe(invalid), invalid);
    } finally {
      opened.closeUnlessKept();
    }
  }

  /**
   * Starts the stream threads and returns; {@link #state()} tells when they run.
   *
   * @throws IllegalStateException if the pipeline was started or closed before
   */
  public void start() {
    if (!started.compareAndSet(false, true) || closing.get()) {
      throw new IllegalStateException("a pipeline starts once: its state is " + state.get());
    }
    WarmUp.start(slots, WARM_UP, stopping);
    streams.start();
    LOG.atInfo()
        .addKeyValue("application", config.applicationId())
        .addKeyValue("input", config.inputTopic())
        .addKeyValue("output", config.outputTopic())
        .addKeyValue("deadLetters", config.deadLetterTopic())
        .log("pipeline started");
  }

  /** Where the pipeline is in its life, at this moment. */
  public PipelineState state() {
    return state.get();
  }

  /** What the pipeline was opened with. */
  public PipelineConfig config() {
    return config;
  }

  /** The slots with their models, open until this pipeline is closed. */
  public List<Slot> slots() {
    return slots;
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
    final boolean complete = streams.close(CloseOptions.timeout(config.shutdownTimeout()).withGroupMembershipOperation(leaving));
    if (!complete) {
      LOG.atWarn().addKeyValue("timeoutMs", config.shutdownTimeout().toMillis())
          .log("pipeline did not stop in time; what it has not committed is processed again at the next start");
    }
    wire.close();
    slots.forEach(slot -> slot.classifier().close());
    state.updateAndGet(now -> now == PipelineState.FAILED ? now : PipelineState.STOPPED);
    LOG.atInfo().addKeyValue("in", stats.in()).addKeyValue("out", stats.out()).addKeyValue("dead", stats.dead()).log("pipeline stopped");
  }

  private void awaitFirstClose() {
    try {
      closed.await();
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void changed(final KafkaStreams.State now) {
    final PipelineState next = switch (now) {
      case CREATED -> PipelineState.READY;
      case REBALANCING -> PipelineState.STARTING;
      case RUNNING -> PipelineState.RUNNING;
      case PENDING_SHUTDOWN, NOT_RUNNING -> PipelineState.STOPPING;
      case PENDING_ERROR, ERROR -> PipelineState.FAILED;
    };
    final PipelineState before = state.getAndUpdate(
        old -> old == PipelineState.FAILED || old == PipelineState.STOPPED || old == PipelineState.STOPPING ? old : next);
    if (before != state.get()) {
      LOG.atInfo().addKeyValue("from", before).addKeyValue("to", state.get()).log("pipeline state");
    }
    if (now == KafkaStreams.State.ERROR) {
      final String reason = failure.get().orElse("all stream threads have ended");
      LOG.atError().addKeyValue("reason", reason).log("pipeline failed");
      end.complete(new PipelineEnd.Failed(StartupFailure.STREAM_FAILED, "the pipeline has stopped by itself: " + reason));
    }
  }

  private static Slot openSlot(final SlotConfig slot, final PipelineConfig config) throws StartupException {
    final String what = "the model " + slot.model() + " of slot " + slot.name();
    if (!Files.isRegularFile(slot.model()) || !Files.isReadable(slot.model())) {
      throw new StartupException(StartupFailure.MODEL_MISSING,
          what + " is not a readable file: correct " + ConfigKeys.slotKey(slot.name(), ConfigKeys.SLOT_MODEL));
    }
    try {
      return Slot.open(slot, config.modelOptions());
    } catch (final IOException e) {
      throw new StartupException(StartupFailure.MODEL_MISSING, what + " cannot be read: " + e.getMessage(), e);
    } catch (final ModelRefusedException e) {
      throw new StartupException(StartupFailure.MODEL_REFUSED, what + " is refused, " + e.defect().meaning() + ": " + e.getMessage(), e);
    }
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

  /** What has been opened on the way to a pipeline, and is closed again if there will be none. */
  private static final class Opened {
    private final List<Slot> slots = new ArrayList<>();
    private Optional<WireSetup> wire = Optional.empty();
    private boolean kept;

    private void closeUnlessKept() {
      if (!kept) {
        wire.ifPresent(WireSetup::close);
        slots.forEach(slot -> slot.classifier().close());
      }
    }
  }
}
