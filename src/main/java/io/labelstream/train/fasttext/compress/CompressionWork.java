package io.labelstream.train.fasttext.compress;

import io.labelstream.train.CompressionListener;
import io.labelstream.train.Progress;
import io.labelstream.train.fasttext.SgdProgress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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
  private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final CompressionListener listener;
  private final int compared;
  private final long start = System.nanoTime();
  private long reported = start;
  private int runs;
  private double planned;
  private double before;
  private double passes;

  /** @param compared the number of codings that are compared before the last run */
  CompressionWork(final CompressionListener listener, final int compared) {
    this.listener = listener;
    this.compared = compared;
  }

  /** A run begins; the one before it is over. */
  void begin() {
    before += planned;
    planned = runs < compared ? RUN_OF_COMPARISON : LAST_RUN;
    runs++;
    passes = 0;
  }

  /** A part of the run is over. */
  void add(final double done) {
    passes += done;
    final long now = System.nanoTime();
    if (now - reported >= REPORT_NANOS) {
      reported = now;
      listener.at(after(now - start));
    }
  }

  /** Counts the epochs of a training as they pass. */
  SgdProgress retraining(final int epochs) {
    final double at = passes;
    return state -> add(at + state.fraction() * epochs * EPOCH - passes);
  }

  /** The state if the work so far took some time. */
  Progress.State after(final long nanos) {
    final double fraction = (before + Math.min(passes, planned)) / (compared * RUN_OF_COMPARISON + LAST_RUN);
    final Duration left = fraction > 0 ? Duration.ofNanos((long) (nanos * (1 - fraction) / fraction)) : Duration.ZERO;
    return new Progress.State(runs <= compared ? "coding " + runs + " of " + compared : "compressing", fraction, "", left);
  }
}
