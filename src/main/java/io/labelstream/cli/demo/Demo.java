package io.labelstream.cli.demo;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.stream.LocalCluster;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Failures;
import io.labelstream.cli.verb.Sentences;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.model.ModelDescription;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.pipeline.config.ConfigKeys;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RegistryKeys;
import io.labelstream.pipeline.config.RolloutKeys;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayVerification;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.fleet.RolloutPlace;
import io.labelstream.topology.PipelineStats;
import io.labelstream.topology.StartupException;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.StreamsConfig;

/** The whole product in one process: broker, registry, publisher, pipeline, reader, view. */
final class Demo {
  private static final String TEXTS = "texts";
  private static final String LABELS = "labels";
  private static final String DEAD_LETTERS = "texts.dead";
  private static final String CONTROL = "models";
  private static final String STATUS = "model-status";
  private static final String ARTIFACTS = "model-artifacts";
  private static final String SLOT = "language";
  private static final int PARTITIONS = 2;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  /** The most texts that are labelled again: more would take longer than somebody who ends the demo wants to wait. */
  private static final long MOST_REPLAYED = 100_000;
  /** The time until the second model takes over; half of the demo's time where that is less. */
  private static final Duration LATEST_TAKEOVER = Duration.ofSeconds(20);
  /** The lead, short so that the rollout can be watched; a quarter of the demo's time where that is less. */
  private static final Duration LONGEST_LEAD = Duration.ofSeconds(3);
  /** About the time to upload and stage the second model; a quarter of the demo's time where that is less. */
  private static final Duration LONGEST_STAGING = Duration.ofSeconds(2);

  /**
   * The demo that was asked for.
   *
   * @param limit how long to publish; empty: until a signal
   * @param rate texts per second
   * @param port the broker's port; 0: any free one
   * @param model the model to start with
   * @param nextName the name of the model that is rolled out
   * @param next its file
   */
  record Options(Optional<Duration> limit, double rate, int port, Path model, String nextName, Path next) {
    /** The time from the start of the stream to the rollout of the second model. */
    Duration untilRollout() {
      return untilTakeover().minus(lead()).minus(atMost(LONGEST_STAGING, 4));
    }

    /** The time from the start of the stream until about the moment when the second model takes over. */
    Duration untilTakeover() {
      return atMost(LATEST_TAKEOVER, 2);
    }

    /** The time from an announcement to its effective time. */
    Duration lead() {
      return atMost(LONGEST_LEAD, 4);
    }

    private Duration atMost(final Duration most, final int part) {
      final Duration share = limit.map(whole -> whole.dividedBy(part)).orElse(most);
      return share.compareTo(most) < 0 ? share : most;
    }
  }

  private final Options options;
  private final DemoView view;
  private final Sentences sentences = Sentences.bundled();
  private final DemoTally tally = new DemoTally();
  private Optional<DemoRollout> rollout = Optional.empty();
  private Optional<Entry> announced = Optional.empty();
  private Optional<Entry> switched = Optional.empty();

  private Demo(final Options options, final DemoView view) {
    this.options = options;
    this.view = view;
  }

  /** Runs until the limit or a signal; either is a normal end. */
  static void run(final Options options, final DemoView view) throws IOException, InterruptedException {
    new Demo(options, view).run();
  }

  private void run() throws IOException, InterruptedException {
    try (StopSignal stop = StopSignal.install(STOP_LIMIT, StopSignal.Ending.OK);
        this.view) {
      view.phase("Starting a Kafka broker and a schema registry in this process");
      try (LocalCluster cluster = LocalCluster.start(options.port(), 0, Optional.empty());
          SchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(cluster.registryUrl()))) {
        cluster.createTopics(List.of(
            new NewTopic(TEXTS, PARTITIONS, (short) 1), new NewTopic(LABELS, PARTITIONS, (short) 1), new NewTopic(DEAD_LETTERS, 1, (short) 1)));
        view.phase("Starting the pipeline");
        try (Pipeline pipeline = Failures.explained(() -> Pipeline.open(config(cluster)))) {
          pipeline.start();
          if (awaitRunning(pipeline, stop) == StopSignal.Outcome.ELAPSED) {
            view.begin(introduction(cluster));
            stream(cluster, registry, pipeline, stop);
          }
        }
      }
    }
  }

  private void stream(final LocalCluster cluster, final SchemaRegistry registry, final Pipeline pipeline, final StopSignal stop)
      throws IOException, InterruptedException {
    final long start = System.nanoTime();
    try (DemoReader reader = new DemoReader(cluster.bootstrapServers(), registry, sentences, LABELS, PARTITIONS);
        DemoFeed feed = DemoFeed.start(cluster.bootstrapServers(), registry, sentences, TEXTS, options.rate())) {
      while (stop.await(Duration.ZERO) == StopSignal.Outcome.ELAPSED && !reached(options.limit(), start)) {
        rollOut(cluster, start);
        show(reader.read(TICK));
        view.status(status(start, feed.published(), pipeline.stats()));
        Failures.failIfEnded(pipeline);
      }
      feed.stop();
      final long drainStart = System.nanoTime();
      while (tally.labelled() + pipeline.stats().dead() < feed.published() && !reached(Optional.of(DRAIN_LIMIT), drainStart)) {
        show(reader.read(TICK));
        Failures.failIfEnded(pipeline);
      }
      final Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      view.end(summary(elapsed, feed.published(), pipeline.stats(), replay(feed.published(), pipeline.config())));
    }
  }

  /** Announces the second model when it is time, and shows when that is done. */
  private void rollOut(final LocalCluster cluster, final long start) throws IOException, InterruptedException {
    if (rollout.isEmpty() && reached(Optional.of(options.untilRollout()), start)) {
      view.event("~ rolling out " + options.nextName() + ": uploading it to Kafka and announcing it");
      final RolloutPlace place = new RolloutPlace(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()), CONTROL, STATUS,
          Optional.of(options.lead()), List.of());
      rollout = Optional.of(DemoRollout.start(new DemoRollout.Target(place, ARTIFACTS, SLOT, options.nextName(), options.next())));
    }
    if (rollout.isPresent() && announced.isEmpty()) {
      announced = rollout.get().announced();
      if (announced.isPresent()) {
        tally.announced(announced.get());
        view.event("~ announced " + DemoTally.by(announced.get()) + ", effective from event time "
            + Instant.ofEpochMilli(announced.get().effectiveFrom()));
      }
    }
  }

  /** Labels all texts once more, as {@code replay-verify} does; empty where that would take long. */
  private Optional<ReplayReport> replay(final long published, final PipelineConfig config) throws IOException, InterruptedException {
    if (published > MOST_REPLAYED) {
      return Optional.empty();
    }
    view.phase("Labelling all texts once more, to compare");
    final ReplayRange all = new ReplayRange(new ReplayRange.Bound.AtOffset(0), Optional.empty());
    return Optional.of(Failures.explained(() -> ReplayVerification.verify(config, all, 0)));
  }

  private void show(final List<DemoRow> rows) throws IOException {
    for (final DemoRow row : rows) {
      tally.add(row);
      if (switched.isEmpty() && tally.switched().isPresent()) {
        switched = tally.switched();
        view.event("~ " + row.by() + " has taken over");
      }
      view.row(row);
    }
  }

  private DemoStatus status(final long start, final long published, final PipelineStats stats) {
    final long now = System.nanoTime();
    return new DemoStatus(Duration.ofNanos(now - start), published, tally.labelled(), stats.dead(), tally.rate(now), tally.latency().percentile(50),
        tally.latency().percentile(99), tally.agreementPercent(), tally.model());
  }

  private DemoSummary summary(final Duration elapsed, final long published, final PipelineStats stats, final Optional<ReplayReport> replay) {
    return new DemoSummary(elapsed, published, tally.labelled(), stats.dead(), tally.repeated(), tally.misplaced(), tally.shares(), announced, replay,
        tally.latency().percentile(50), tally.latency().percentile(99), stats.processing().percentile(50), stats.processing().percentile(99));
  }

  private String introduction(final LocalCluster cluster) {
    final ModelDescription model = Models.describe(options.model());
    final String rate = options.rate() == Math.rint(options.rate()) ? Long.toString((long) options.rate()) : Double.toString(options.rate());
    return String.format(
        Locale.ROOT,
        """
        %d sentences in %d languages, %s a second, Avro through Kafka at %s.
        Model %s: %d labels, %.1f MB. %s takes over after about %d s.
        Sentences: Common Voice (CC0).""",
        sentences.list().size(), sentences.languages(), rate, cluster.bootstrapServers(), options.model().getFileName(), model.labels(),
        model.fileBytes() / 1e6, options.nextName(), options.untilTakeover().toSeconds());
  }

  private PipelineConfig config(final LocalCluster cluster) throws StartupException {
    final Map<String, String> settings = new HashMap<>();
    settings.put(ConfigKeys.APPLICATION_ID_CONFIG, "labelstream-demo");
    settings.put(ConfigKeys.INPUT_TOPIC_CONFIG, TEXTS);
    settings.put(ConfigKeys.INPUT_FORMAT_CONFIG, "avro");
    settings.put(ConfigKeys.OUTPUT_TOPIC_CONFIG, LABELS);
    settings.put(ConfigKeys.OUTPUT_FORMAT_CONFIG, "avro");
    settings.put(ConfigKeys.DEAD_LETTER_TOPIC_CONFIG, DEAD_LETTERS);
    settings.put(ConfigKeys.SLOTS_CONFIG, SLOT);
    settings.put(ConfigKeys.slotKey(SLOT, ConfigKeys.SLOT_MODEL), options.model().toString());
    settings.put(ConfigKeys.TOPICS_CREATE_CONFIG, "on");
    settings.put(RolloutKeys.CONTROL_TOPIC_CONFIG, CONTROL);
    settings.put(RolloutKeys.STATUS_TOPIC_CONFIG, STATUS);
    settings.put(RolloutKeys.ARTIFACT_TOPIC_CONFIG, ARTIFACTS);
    settings.put(RolloutKeys.LEAD_MS_CONFIG, Long.toString(options.lead().toMillis()));
    settings.put(RolloutKeys.FETCH_TIMEOUT_MS_CONFIG, Long.toString(options.lead().toMillis() / 2));
    settings.put(RegistryKeys.URL_CONFIG, cluster.registryUrl());
    settings.put(ConfigKeys.KAFKA_PREFIX + StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    return PipelineConfig.of(settings);
  }

  private static StopSignal.Outcome awaitRunning(final Pipeline pipeline, final StopSignal stop) throws InterruptedException {
    final long start = System.nanoTime();
    while (pipeline.state() != PipelineState.RUNNING) {
      Failures.failIfEnded(pipeline);
      if (reached(Optional.of(START_LIMIT), start)) {
        throw new CliException(
            ExitCode.PIPELINE_FAILED, "the pipeline is still " + pipeline.state() + " after " + START_LIMIT.toSeconds() + " s");
      }
      if (stop.await(TICK) == StopSignal.Outcome.SIGNALLED) {
        return StopSignal.Outcome.SIGNALLED;
      }
    }
    return StopSignal.Outcome.ELAPSED;
  }

  private static boolean reached(final Optional<Duration> limit, final long start) {
    return limit.isPresent() && System.nanoTime() - start >= limit.get().toNanos();
  }
}
