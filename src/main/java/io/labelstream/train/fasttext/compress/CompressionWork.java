package io.labelstream.train.fasttext.compress;

import io.labelstream.train.CompressionListener;
import io.labelstream.train.Progress;
import io.labelstream.train.fasttext.SgdProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells how far a compression is. Work is counted in passes over the training texts; the time left follows from the time so far. A run that turns out to need
 * fewer passes than planned counts as planned when it is over, as the others will most likely need fewer as well. For the thread that compresses.
 */
final class CompressionWork {
  /** An epoch of retraining takes as long as this many passes of training the output: it moves the rows, one example after the other. */
  static final double EPOCH = 6;

  /** The passes of a run by which codings are compared, and of the last one: epochs of retraining, steps on the output, and measuring. */
  private static final double RUN_OF_COMPARISON = 2 * EPOCH + 10;
  private static final double LAST_RUN = 6 * EPOCH + 28;

  /** Before this part of the work is done, its time is a guess that nobody is told. */
  private static final double LEAST_FRACTION = 0.02;

  private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final CompressionListener listener;
  private final int compared;
  private final double share;
  private final LongSupplier clock;
  private long reported;
  /** The start, or that of the second run: the first one is slower, as the JVM compiles what the others use. */
  private long timed;

  private double timedFraction;
  private int runs;
  private double planned;
  private double before;
  private double passes;

  /**
   * @param compared the number of codings that are compared before the last run
   * @param share the share of the texts that they are compared on: their passes take so much less time
   * @param clock nanoseconds since any moment
   */
  CompressionWork(final CompressionListener listener, final int compared, final double share, final LongSupplier clock) {
    this.listener = listener;
    this.compared = compared;
    this.share = share;
    this.clock = clock;
    this.timed = clock.getAsLong();
    this.reported = timed;
  }

  /** A run begins; the one before it is over. */
  void begin() {
    before += planned * weight();
    planned = runs < compared ? RUN_OF_COMPARISON : LAST_RUN;
    passes = 0;
    if (runs++ == 1) {
      timed = clock.getAsLong();
      timedFraction = fraction();
    }
  }

  /** A part of the run is over. */
  void add(final double done) {
    passes += done;
    final long now = clock.getAsLong();
    if (now - reported >= REPORT_NANOS && fraction() - timedFraction >= LEAST_FRACTION) {
      reported = now;
      listener.at(state(now - timed));
    }
  }

  /** Counts the epochs of a training as they pass. */
  SgdProgress retraining(final int epochs) {
    final double at = passes;
    return state -> add(at + state.fraction() * epochs * EPOCH - passes);
  }

  private Progress.State state(final long nanos) {
    final double fraction = fraction();
    final Duration left = Duration.ofNanos((long) (nanos * (1 - fraction) / (fraction - timedFraction)));
    final String figures = String.format(Locale.ROOT, "%.0f of %.0f passes", Math.min(passes, planned), planned);
    return new Progress.State(runs <= compared ? "coding " + runs + " of " + compared : "compressing", fraction, figures, left);
  }

  private double fraction() {
    return (before + Math.min(passes, planned) * weight()) / (compared * share * RUN_OF_COMPARISON + LAST_RUN);
  }

  private double weight() {
    return runs <= compared ? share : 1;
  }
}
