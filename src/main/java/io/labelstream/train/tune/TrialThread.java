package io.labelstream.train.tune;

import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs trials one after the other on a thread of its own, so that the current one can be abandoned. Only {@link #stop()} may be called from any thread. */
final class TrialThread {
  private final Object lock = new Object();
  /** Guarded by the lock, like the next field. */
  private boolean stopped;

  private Optional<Future<?>> running = Optional.empty();

  /**
   * Runs a trial and waits until its thread is at its end.
   *
   * @param end the value of {@link System#nanoTime()} at which the trial is abandoned
   * @return empty if it was abandoned, or {@link #stop()} was called before
   * @throws ExecutionException if it failed
   * @throws InterruptedException if the calling thread was interrupted
   */
  <T> Optional<T> run(final Callable<T> trial, final long end) throws ExecutionException, InterruptedException {
    try (ExecutorService executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tune").factory())) {
      final Future<T> future;
      synchronized (lock) {
        if (stopped) {
          return Optional.empty();
        }
        future = executor.submit(trial);
        running = Optional.of(future);
      }
      try {
        return Optional.of(future.get(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS));
      } catch (final TimeoutException | CancellationException timeIsOver) {
        return Optional.empty();
      } finally {
        future.cancel(true);
      }
    }
  }

  /** Abandons the current trial, and runs no other. */
  void stop() {
    synchronized (lock) {
      stopped = true;
      running.ifPresent(trial -> trial.cancel(true));
    }
  }

  /** True after {@link #stop()}. */
  boolean isStopped() {
    synchronized (lock) {
      return stopped;
    }
  }

  /** Throws the failure of a trial that its settings are not the cause of. */
  static IllegalStateException rethrown(final @Nullable Throwable failure) throws IOException, TrainingDataException, TuningException {
    return switch (failure) {
      case IOException unreadable -> throw unreadable;
      case TrainingDataException unsuitable -> throw unsuitable;
      case TuningException unwritable -> throw unwritable;
      case OutOfMemoryError exhausted -> throw exhausted;
      case null, default -> new IllegalStateException("a trial failed: " + failure, failure);
    };
  }
}
