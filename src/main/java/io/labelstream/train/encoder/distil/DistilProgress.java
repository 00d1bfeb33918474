package io.labelstream.train.encoder.distil;

import io.labelstream.train.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Reports the progress of a distillation in words. For the thread that distils. */
final class DistilProgress {
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

  private final Progress progress;
  private String step = "";
  private long start;
  private long next;

  DistilProgress(final Progress progress) {
    this.progress = progress;
  }

  /** A step has begun. */
  void begin(final String name) {
    step = name;
    start = System.nanoTime();
    next = start;
  }

  /** Vectors of texts were found; those before were in a file. */
  void found(final int before, final int now, final int all) {
    final double seconds = (System.nanoTime() - start) / 1e9;
    final double rate = (now - before) / Math.max(seconds, 1e-3);
    at((double) now / all, String.format(Locale.ROOT, "%,d of %,d texts, %,.0f a second", now, all, rate), (all - now) / rate);
    if (now == all) {
      progress.over(String.format(Locale.ROOT, "%s: %,d texts, %,.0f a second", step, all - before, rate));
    }
  }

  /** A part of the training is done. */
  void training(final String round, final double done) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (done == 0) {
      begin(round);
    } else {
      step = round;
      at(done, "training", (System.nanoTime() - start) / 1e9 / done * (1 - done));
    }
  }

  private void at(final double fraction, final String figures, final double secondsLeft) {
    if (System.nanoTime() - next >= 0) {
      next = System.nanoTime() + INTERVAL;
      progress.at(new Progress.State(step, fraction, figures, Duration.ofMillis((long) (1000 * secondsLeft))));
    }
  }

  /** A step is over. */
  void over(final String result) {
    progress.over(result);
  }
}
