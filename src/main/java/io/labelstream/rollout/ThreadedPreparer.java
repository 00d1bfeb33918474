package io.labelstream.rollout;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads that fetch, verify, open and prove: a virtual one for each fetch, and one for all the rest, as one model is worked on at a time. If a step fails,
 * so does the attempt; the thread goes on.
 */
final class ThreadedPreparer implements Preparer {
  private final EngineThread events;
  private final RolloutEngine engine;
  private final Preparation preparation;
  private final RolloutSettings settings;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("labelstream-rollout-models").factory());

  /**
   * @param events takes the results
   * @param engine is told them
   */
  ThreadedPreparer(final EngineThread events, final RolloutEngine engine, final Preparation preparation, final RolloutSettings settings) {
    this.events = events;
    this.engine = engine;
    this.preparation = preparation;
    this.settings = settings;
  }

  /** A step, which posts its result. */
  private interface Step {
    void take() throws Exception;
  }

  @Override
  public void fetch(final Attempt attempt) {
    attempt.fetcher = Thread.ofVirtual().name("labelstream-fetch").start(() -> take(attempt, () -> {
      final Fetched fetched = preparation.fetch(attempt, settings.fetchTimeout());
      events.post(() -> engine.fetched(attempt, fetched), fetched::close);
    }));
  }

  @Override
  public void verify(final Attempt attempt) {
    thread.execute(() -> take(attempt, () -> {
      final Verified verified = preparation.verify(attempt.entry, Objects.requireNonNull(attempt.fetched), attempt.steps);
      events.post(() -> engine.verified(attempt, verified), verified::close);
    }));
  }

  @Override
  public void open(final Attempt attempt) {
    thread.execute(() -> take(attempt, () -> {
      final Resident resident = new Resident(attempt.version.id.sha256(),
          preparation.open(Objects.requireNonNull(attempt.fetched), Objects.requireNonNull(attempt.verified), attempt.steps));
      events.post(() -> engine.opened(attempt, resident), resident.classifier()::close);
    }));
  }

  @Override
  public void prove(final Attempt attempt) {
    thread.execute(() -> take(attempt, () -> {
      final Resident resident = Objects.requireNonNull(attempt.resident);
      Preparation.requireFamily(attempt.entry.announcement().family(), resident.family());
      Preparation.requireVectors(settings.vectorSlots(), attempt.entry.announcement().slot(), resident.classifier());
      Preparation.prove(resident.classifier(), Objects.requireNonNull(attempt.verified).samples(), attempt.steps);
      events.post(() -> engine.proved(attempt));
    }));
  }

  private void take(final Attempt attempt, final Step step) {
    try {
      step.take();
    } catch (final Throwable failure) {
      events.post(() -> engine.failed(attempt, Preparation.rejectionOf(failure)));
    }
  }

  /** Ends the thread that verifies, opens and proves after its present step; the engine ends fetches. */
  void close() {
    thread.close();
  }
}
