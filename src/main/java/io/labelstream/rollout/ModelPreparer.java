package io.labelstream.rollout;

import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.RejectedException;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads that fetch, open, prove and close, and the order of these steps. A failure of any step is one of the attempt, never the thread's end. */
final class ModelPreparer implements VersionWork {
  private final RolloutState state;
  private final Preparation preparation;
  private final Duration patience;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("labelstream-rollout").factory());

  /** @param patience how long each location may take to give an artefact */
  ModelPreparer(final RolloutState state, final Preparation preparation, final Duration patience) {
    this.state = state;
    this.preparation = preparation;
    this.patience = patience;
  }

  /**
   * Opens a slot's base version, on the caller's thread.
   *
   * @throws IOException if its file cannot be read
   * @throws ModelRefusedException if it is not a sound model
   */
  void openBase(final String slot, final BaseModel base) throws IOException, ModelRefusedException {
    final Steps steps = new Steps();
    try (FileChannel channel = FileChannel.open(base.path())) {
      final long verifying = System.nanoTime();
      final String sha256 = Sha256.of(channel);
      steps.end(ModelState.VERIFIED, verifying);
      final Optional<Resident> open = state.resident(sha256);
      final Resident resident = open.isPresent() ? open.get() : new Resident(sha256, preparation.openBase(channel, steps));
      try {
        state.addBase(slot, entry(slot, base, resident, channel.size()), base, resident, steps);
      } catch (final RuntimeException failure) {
        if (open.isEmpty()) {
          resident.classifier().close();
        }
        throw failure;
      }
    }
  }

  private static Entry entry(final String slot, final BaseModel base, final Resident resident, final long bytes) {
    return BaseModel.entry(
        slot, base.id(resident.sha256()), resident.classifier().description().family(), base.path().toAbsolutePath().toUri().toString(), bytes);
  }

  @Override
  public void fetch(final Attempt attempt) {
    attempt.fetcher = Thread.ofVirtual().name("labelstream-fetch").start(() -> fetchNow(attempt));
  }

  private void fetchNow(final Attempt attempt) {
    try {
      state.fetched(attempt, fetchedFor(attempt));
    } catch (final Throwable failure) {
      state.failed(attempt, Preparation.rejectionOf(failure), Optional.empty());
    }
  }

  private Fetched fetchedFor(final Attempt attempt) throws RejectedException, IOException, InterruptedException {
    final Version version = attempt.version;
    Preparation.requireKnown(attempt.entry.announcement().family());
    if (state.resident(version.id.sha256()).isPresent()) {
      return preparation.fetchSamples(attempt.entry, patience);
    }
    return version.file.isPresent()
        ? Preparation.open(version.file.get(), version.id.sha256())
        : preparation.fetch(attempt.entry, attempt.locations, patience, attempt.steps, step -> state.reached(attempt, step));
  }

  @Override
  public void load(final Attempt attempt) {
    thread.execute(() -> loadNow(attempt));
  }

  private void loadNow(final Attempt attempt) {
    final Loading loading = state.beginLoading(attempt);
    @Nullable Resident resident = loading instanceof Loading.Shared(final Resident shared) ? shared : null;
    try {
      final Fetched fetched = attempt.fetched;
      if (loading instanceof Loading.Over || fetched == null) {
        return;
      }
      final String family = attempt.entry.announcement().family();
      Optional<GoldenSamples> samples = fetched.samples();
      if (resident == null) {
        // What has waited for memory knows how much it needs, and is read again only once there is that much.
        if (attempt.estimate.isPresent() && !hasRoom(attempt, attempt.estimate.get())) {
          return;
        }
        final FileChannel model = fetched.model().orElseThrow(() -> new RejectedException(RejectionCode.LOAD_FAILED, "the open model was closed meanwhile"));
        final long start = System.nanoTime();
        try (ModelArtifact artifact = Preparation.read(model)) {
          Preparation.requireFamily(family, artifact.description().family());
          if (samples.isEmpty() && attempt.version.file.isEmpty()) {
            samples = Preparation.samplesInside(artifact);
          }
          final MemoryPlan plan = preparation.plan(artifact);
          final long estimate = plan.memory().residentBytes();
          attempt.estimate = Optional.of(estimate);
          if (!hasRoom(attempt, estimate)) {
            return;
          }
          resident = new Resident(attempt.version.id.sha256(), Preparation.open(plan, attempt.steps, start));
        }
        state.reached(attempt, ModelState.MAPPED);
      } else {
        Preparation.requireFamily(family, resident.classifier().description().family());
      }
      Preparation.prove(resident.classifier(), samples, attempt.steps);
      state.reached(attempt, ModelState.PROVED);
      state.loaded(attempt, resident);
    } catch (final Throwable failure) {
      state.failed(attempt, Preparation.rejectionOf(failure), Optional.ofNullable(resident));
    }
  }

  /** Asks for memory; where there will be some only later, the attempt waits. */
  private boolean hasRoom(final Attempt attempt, final long estimate) throws RejectedException {
    switch (state.makeRoom(attempt, estimate)) {
      case Residents.Room.Enough _ -> {
        closeNow();
        return true;
      }
      case Residents.Room.Later _ -> {
        return false;
      }
      case Residents.Room.Never(final Rejection rejection) -> throw new RejectedException(rejection);
    }
  }

  @Override
  public void closeUnused() {
    thread.execute(this::closeNow);
  }

  private void closeNow() {
    for (final Resident resident : state.closing()) {
      try {
        resident.classifier().close();
      } finally {
        state.closed(resident);
      }
    }
  }

  /** Ends the thread that opens and closes, after what it is at. */
  void close() {
    boolean interrupted = false;
    thread.shutdown();
    try {
      while (!thread.awaitTermination(1, TimeUnit.DAYS)) {
        // A model that is being opened cannot be given up.
      }
    } catch (final InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
