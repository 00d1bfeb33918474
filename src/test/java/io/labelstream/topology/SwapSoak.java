package io.labelstream.topology;

import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.Judge;
import io.labelstream.rollout.MemoryPolicy;
import io.labelstream.rollout.Rollout;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tasks that classify without pause while two models are swapped. The clock goes on with each swap only, so that nothing depends on how fast the machine is.
 */
final class SwapSoak implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(30));
  private static final String SLOT = "language";
  private static final long MOST_BYTES = 1 << 30;
  private static final int TEXTS_BETWEEN_LOOKS = 50;

  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
  private final List<ArtifactReference> models = new ArrayList<>();
  private final List<byte[]> texts = SharedFiles.lines(Path.of("src/main/resources/io/labelstream/cli/verb/sentences.tsv"));
  private final AtomicLong classified = new AtomicLong();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private final Rollout rollout;
  private volatile boolean stopped;
  private int announced;

  /** The outcome of one swap. */
  record Swapped(ArtifactReference to, long residentBytes, long openModels) {}

  SwapSoak(final Path staging, final Path... files) throws Exception {
    for (final Path file : files) {
      models.add(new ArtifactReference(file.toAbsolutePath().toUri().toString(), Files.size(file), Sha256.of(file)));
    }
    rollout = Rollout.open(
        new RolloutSettings(
            LEAD, ModelOptions.defaults(), MOST_BYTES, MOST_BYTES, MemoryPolicy.AVAILABILITY, LIMIT, Duration.ZERO, staging),
        Map.of(SLOT, Optional.empty()), Map.of("file", FileArtifacts.everywhere()), new Judge.Reader(), new SilentSink(), clock);
    announce(Entry.BEGINNING);
    confirm();
    rollout.awaitSettled(LIMIT);
  }

  private record SilentSink() implements StatusSink {
    @Override
    public void model(final ModelReport report) {}

    @Override
    public void control(final ControlReport report) {}
  }

  Rollout rollout() {
    return rollout;
  }

  long classified() {
    return classified.get();
  }

  /** Starts threads with so many tasks each; a thread gives its tasks a text in turn. */
  void start(final int threads, final int tasks) {
    final Classification classification =
        Classification.of(
            List.of(ModelSlot.of(SLOT, rollout.slot(SLOT)).withRules(new RolloutRules(UncertainPolicy.WAIT, LEAD, LIMIT, clock))),
            PlainTextDecoder::new, JsonLabelEncoder::new);
    for (int thread = 0; thread < threads; thread++) {
      running.add(CompletableFuture.runAsync(() -> classify(classification, tasks), work -> Thread.ofPlatform().daemon().start(work)));
    }
  }

  private void classify(final Classification classification, final int count) {
    final List<LocalTask> tasks = new ArrayList<>();
    for (int task = 0; task < count; task++) {
      tasks.add(LocalTask.open(classification));
    }
    for (int next = 0; !stopped; next++) {
      for (final LocalTask task : tasks) {
        task.process(texts.get(next % texts.size()), null, clock.millis());
        if (next % TEXTS_BETWEEN_LOOKS == 0) {
          task.refresh();
        }
      }
      classified.addAndGet(count);
    }
    tasks.forEach(LocalTask::close);
  }

  /** Announces the other model, has it take over, and waits until the one before is closed. */
  Swapped swap() throws InterruptedException {
    final long effective = LEAD.earliest(millis.get());
    final ArtifactReference to = announce(effective);
    rollout.awaitSettled(LIMIT);
    millis.set(effective);
    final long open = Deadline.within(LIMIT, "open models after swap " + announced, this::open, count -> count <= 1);
    return new Swapped(to, rollout.residentBytes(), open);
  }

  private ArtifactReference announce(final long effective) {
    final int model = announced % models.size();
    announced++;
    final Announcement announcement = new Announcement(
        SLOT, announced, "model", String.valueOf(model), "fasttext", models.get(model), Optional.empty(), new Traffic.Live(),
        new EffectiveFrom.AfterLead(), Reach.FORWARD, "", "");
    rollout.accept(List.of(new Entry(announcement, announced - 1, effective)));
    return models.get(model);
  }

  /** How many models are open, those that are just being closed included: each has bytes of its own. */
  private long open() {
    confirm();
    final List<Long> bytes = rollout.versions().stream().map(StatusSink.ModelReport::residentBytes).filter(resident -> resident > 0).toList();
    return bytes.size() + (bytes.stream().mapToLong(Long::longValue).sum() == rollout.residentBytes() ? 0 : 1);
  }

  private void confirm() {
    rollout.confirm(LEAD.confirmedUntil(millis.get()));
  }

  /**
   * Ends the tasks.
   *
   * @throws java.util.concurrent.CompletionException if a task has failed
   */
  void stop() {
    stopped = true;
    running.forEach(CompletableFuture::join);
  }

  @Override
  public void close() {
    stopped = true;
    running.forEach(task -> task.handle((done, failure) -> done).join());
    rollout.close();
  }
}
