package io.labelstream.train.tune;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.train.CompressionException;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Settings;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches the settings of training by trying them: trains, compresses if this is asked for, measures on texts that are held out, and goes on from the best
 * until the time is over. The first trial has the given settings, the next ones those that {@linkplain io.labelstream.train.Search#other() may be much better};
 * of the trials in the first two fifths of the time, half are anywhere in the {@link SearchSpace}; all others are near the best so far, and closer to it as
 * time goes by. Where all settings seem to need more than the time left, the quickest are tried all the same, as their time is only estimated; a trial that
 * is not over at the end is given up. (The autotune of fastText's tools has no such first part.) Of equally good models, the smallest is the best.
 *
 * <p>The result is the measured file of the best trial itself, not a model trained again with its settings. All trials have the given seed, so that training
 * again with the same texts, the same settings and one thread gives the same file.
 *
 * <p>Used for one search; {@link #stop()} may be called from any thread.
 */
public final class Tuner {
  private static final int MOST_REDRAWS = 50;

  /** Gives up after this many failed trials without a successful one. */
  private static final int MOST_FAILURES = 10;

  /** A trial should leave time for others: it gets one part in this many of the time left, if there are settings that need no more. */
  private static final int TRIALS_AHEAD = 4;

  private static final String BEST_FILE = "best";
  private static final String TRIAL_FILE = "trial";

  /** The state of the search's time. */
  private enum Time {
    LEFT,
    OVER
  }

  private final ExampleSource training;
  private final ExampleSource validation;
  private final TuningSettings settings;
  private final Path folder;
  private final Consumer<Trial> listener;
  private final SearchSpace space;
  private final SplittableRandom random;
  /** The most promising settings after the first trial. */
  private final Deque<Settings> others;
  private final List<Trial> trials = new ArrayList<>();
  private final TrialThread thread = new TrialThread();
  private Optional<Trial> best = Optional.empty();
  private Trial.Measured bestResult = new Trial.Measured(Double.NEGATIVE_INFINITY, Long.MAX_VALUE);

  private Tuner(
      final ExampleSource training, final ExampleSource validation, final TuningSettings settings, final Path folder, final Consumer<Trial> listener) {
    this.training = training;
    this.validation = validation;
    this.settings = settings;
    this.folder = folder;
    this.listener = listener;
    this.space = new SearchSpace(settings.family().settings());
    this.random = new SplittableRandom(settings.start().get(Settings.SEED));
    this.others = new ArrayDeque<>(space.others(settings.start()));
  }

  /**
   * A search that has not begun.
   *
   * @param folder the folder for models; the caller deletes it
   * @param listener receives each trial when it is over, in the searching thread
   */
  public static Tuner of(
      final ExampleSource training, final ExampleSource validation, final TuningSettings settings, final Path folder, final Consumer<Trial> listener) {
    return new Tuner(training, validation, settings, folder, listener);
  }

  /**
   * Searches.
   *
   * @throws IOException if texts cannot be read
   * @throws TrainingDataException if there is nothing to learn from the texts, or to measure with them
   * @throws TuningException if no model was found, or one could not be written
   * @throws InterruptedException if the thread was interrupted
   */
  public Tuned search() throws IOException, TrainingDataException, TuningException, InterruptedException {
    final long start = System.nanoTime();
    final long end = start + settings.time().toNanos();
    Settings next = settings.start();
    while (tryOut(next, end) == Time.LEFT && !hopeless()) {
      next = next(end - System.nanoTime());
    }
    if (best.isEmpty()) {
      throw nothing();
    }
    return new Tuned(best.get(), bestResult.score(), bestResult.bytes(), trials, Duration.ofNanos(System.nanoTime() - start), folder.resolve(BEST_FILE));
  }

  /** Ends the search at once, as if its time were over: the current trial is abandoned, and the best one before it is the result. */
  public void stop() {
    thread.stop();
  }

  private TuningException nothing() {
    if (trials.isEmpty()) {
      return new TuningException(
          TuningException.Reason.NO_TIME,
          "the first trial was not over when the search ended, after at most " + settings.time().toMillis() + " ms; give more time, or fewer texts");
    }
    final String first = trials.getFirst().result() instanceof Trial.Failed(final String reason) ? reason : "";
    return new TuningException(TuningException.Reason.NO_MODEL, "none of " + trials.size() + " trials came to a model; the first: " + first);
  }

  private boolean hopeless() {
    return best.isEmpty() && trials.size() >= MOST_FAILURES;
  }

  private Time tryOut(final Settings chosen, final long end) throws IOException, TrainingDataException, TuningException, InterruptedException {
    final long start = System.nanoTime();
    final TrialRun run = new TrialRun(training, validation, settings);
    try {
      final Optional<Trial.Measured> result = thread.run(() -> run.run(chosen, folder.resolve(TRIAL_FILE)), end);
      if (result.isEmpty()) {
        return Time.OVER;
      }
      note(chosen, result.get(), start);
    } catch (final ExecutionException failure) {
      note(chosen, failed(failure.getCause()), start);
    }
    return Time.LEFT;
  }

  /** The failure of a trial if its settings are the cause; other failures are thrown. */
  private static Trial.Failed failed(final @Nullable Throwable cause) throws IOException, TrainingDataException, TuningException {
    return switch (cause) {
      case DivergedException diverged -> new Trial.Failed(String.valueOf(diverged.getMessage()));
      case CompressionException uncompressed -> new Trial.Failed(String.valueOf(uncompressed.getMessage()));
      case ModelRefusedException refused -> new Trial.Failed(String.valueOf(refused.getMessage()));
      case null, default -> throw TrialThread.rethrown(cause);
    };
  }

  private void note(final Settings chosen, final Trial.Result result, final long start) throws TuningException {
    final Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    final Trial trial = new Trial(trials.size() + 1, chosen, result, elapsed);
    trials.add(trial);
    if (result instanceof Trial.Measured measured && better(measured)) {
      best = Optional.of(trial);
      bestResult = measured;
      try {
        Files.move(folder.resolve(TRIAL_FILE), folder.resolve(BEST_FILE), StandardCopyOption.REPLACE_EXISTING);
      } catch (final IOException failure) {
        throw TuningException.unwritable(folder.resolve(BEST_FILE), failure);
      }
    }
    listener.accept(trial);
  }

  private boolean better(final Trial.Measured other) {
    return other.score() > bestResult.score() || other.score() == bestResult.score() && other.bytes() < bestResult.bytes();
  }

  /** Settings that the time left is enough for, if a few draws give any, or else the quickest of them. */
  private Settings next(final long left) {
    while (!others.isEmpty()) {
      final Settings other = others.removeFirst();
      if (mostNanos(other) < left) {
        return other;
      }
    }
    final double spent = 1 - (double) left / settings.time().toNanos();
    final Settings from = best.map(Trial::settings).orElse(settings.start());
    Settings quickest = from;
    double least = Double.POSITIVE_INFINITY;
    for (int draw = 0; draw < MOST_REDRAWS; draw++) {
      final Settings drawn = space.next(from, Math.clamp(spent, 0, 1), random);
      final double expected = mostNanos(drawn);
      if (expected < (double) left / TRIALS_AHEAD) {
        return drawn;
      }
      if (expected < least) {
        least = expected;
        quickest = drawn;
      }
    }
    return quickest;
  }

  /**
   * An upper bound of a trial's duration. Each earlier trial gives a bound: as part of its time is the same for all trials, k times the work takes at most k
   * times as long, and less work takes no longer.
   */
  private double mostNanos(final Settings drawn) {
    final double work = settings.family().work(drawn);
    return trials.stream().mapToDouble(trial -> trial.elapsed().toNanos() * Math.max(1, work / settings.family().work(trial.settings()))).min().orElse(0);
  }
}
