package io.labelstream.train.tune;

import io.labelstream.train.compress.CompressionException;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.DivergedException;
import io.labelstream.train.fasttext.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches the settings of training by trying them: trains, compresses where this is asked for, measures on texts that are held out, and goes on from the best,
 * until the time is over. The first trial has the settings that are given; half of those in the first two fifths of the time are anywhere in the
 * {@link SearchSpace}, the others near the best so far, and closer to it as time goes by. (The reference's autotune has no first part.)
 *
 * <p>What was measured is what is kept: the best trial's own file, not a model that is trained again with its settings.
 */
public final class Tuner {
  /** More columns than compression keeps are a waste; the plain model may have as many as the reference's default. */
  private static final int MOST_DIMENSIONS = 100;

  private static final int MOST_REDRAWS = 50;
  private static final String BEST_FILE = "best";
  private static final String TRIAL_FILE = "trial";

  /** Whether the search goes on. */
  private enum Time {
    LEFT,
    OVER
  }

  private final ExampleSource training;
  private final ExampleSource validation;
  private final TuningSettings settings;
  private final Path folder;
  private final Consumer<Trial> listener;
  private final SearchSpace space = new SearchSpace(MOST_DIMENSIONS);
  private final SplittableRandom random;
  private final List<Trial> trials = new ArrayList<>();
  private Optional<Trial> best = Optional.empty();
  private Trial.Measured bestResult = new Trial.Measured(Double.NEGATIVE_INFINITY, 0);
  /** Nanoseconds for each epoch and column, from the slowest trial: a bound for the next. */
  private double slowest;

  private Tuner(
      final ExampleSource training, final ExampleSource validation, final TuningSettings settings, final Path folder, final Consumer<Trial> listener) {
    this.training = training;
    this.validation = validation;
    this.settings = settings;
    this.folder = folder;
    this.listener = listener;
    this.random = new SplittableRandom(settings.seed());
  }

  /**
   * Searches.
   *
   * @param folder where models are written; the caller deletes it
   * @param listener takes each trial when it is over
   * @throws IOException if texts cannot be read or models not be written
   * @throws TrainingDataException if there is nothing to learn from the texts
   * @throws TuningException if there was no time for one trial, or all of them failed
   * @throws InterruptedException if the thread was interrupted
   */
  public static Tuned tune(
      final ExampleSource training, final ExampleSource validation, final TuningSettings settings, final Path folder, final Consumer<Trial> listener)
      throws IOException, TrainingDataException, TuningException, InterruptedException {
    return new Tuner(training, validation, settings, folder, listener).search();
  }

  private Tuned search() throws IOException, TrainingDataException, TuningException, InterruptedException {
    final long end = System.nanoTime() + settings.time().toNanos();
    // Trials have a thread of their own, so that the one under way can be given up when the time is over.
    try (ExecutorService executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tune").factory())) {
      Optional<TrainingSettings> next = Optional.of(settings.start());
      while (next.isPresent() && tryOut(next.get(), end, executor) == Time.LEFT) {
        next = next(end - System.nanoTime());
      }
    }
    if (best.isEmpty()) {
      throw new TuningException(
          trials.isEmpty()
              ? "the first trial was not over after " + settings.time().toMillis() + " ms: give more time, or fewer epochs to begin with"
              : "none of " + trials.size() + " trials came to a model; the first: " + trials.getFirst().result());
    }
    return new Tuned(best.get(), bestResult.score(), bestResult.bytes(), trials, folder.resolve(BEST_FILE));
  }

  private Time tryOut(final TrainingSettings chosen, final long end, final ExecutorService executor)
      throws IOException, TrainingDataException, InterruptedException {
    final long start = System.nanoTime();
    final Path file = folder.resolve(TRIAL_FILE);
    final Future<Trial.Measured> running = executor.submit(() -> new Attempt(training, validation, settings).run(chosen, file));
    final Trial.Result result;
    try {
      result = running.get(Math.max(end - start, 0), TimeUnit.NANOSECONDS);
    } catch (final TimeoutException timeIsOver) {
      return Time.OVER;
    } catch (final ExecutionException failure) {
      note(chosen, failed(failure.getCause()), start);
      return Time.LEFT;
    } finally {
      running.cancel(true);
    }
    note(chosen, result, start);
    return Time.LEFT;
  }

  /** What a trial has failed with, if that is owed to its settings. */
  private static Trial.Failed failed(final @Nullable Throwable cause) throws IOException, TrainingDataException {
    return switch (cause) {
      case DivergedException diverged -> new Trial.Failed(String.valueOf(diverged.getMessage()));
      case CompressionException uncompressed -> new Trial.Failed(String.valueOf(uncompressed.getMessage()));
      case IOException unreadable -> throw unreadable;
      case TrainingDataException unsuitable -> throw unsuitable;
      case null, default -> throw new IllegalStateException("a trial failed: " + cause, cause);
    };
  }

  private void note(final TrainingSettings chosen, final Trial.Result result, final long start) throws IOException {
    final long nanos = System.nanoTime() - start;
    slowest = Math.max(slowest, nanos / (double) cost(chosen));
    final Trial trial = new Trial(trials.size() + 1, chosen, result, Duration.ofNanos(nanos));
    trials.add(trial);
    if (result instanceof Trial.Measured measured && measured.score() > bestResult.score()) {
      best = Optional.of(trial);
      bestResult = measured;
      Files.move(folder.resolve(TRIAL_FILE), folder.resolve(BEST_FILE), StandardCopyOption.REPLACE_EXISTING);
    }
    listener.accept(trial);
  }

  /** Settings for which there is time, if a few draws give any. */
  private Optional<TrainingSettings> next(final long left) {
    final double spent = 1 - (double) left / settings.time().toNanos();
    final TrainingSettings from = best.map(Trial::settings).orElse(settings.start());
    for (int draw = 0; draw < MOST_REDRAWS; draw++) {
      final TrainingSettings drawn = space.next(from, Math.clamp(spent, 0, 1), random).withSeed(settings.start().seed() + trials.size());
      if (slowest * cost(drawn) < left) {
        return Optional.of(drawn);
      }
    }
    return Optional.empty();
  }

  private static long cost(final TrainingSettings settings) {
    return (long) settings.epochs() * settings.dimensions();
  }
}
