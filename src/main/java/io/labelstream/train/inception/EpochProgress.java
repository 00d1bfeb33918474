package io.labelstream.train.inception;

import io.labelstream.train.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Reports the progress of training in words. For the thread that trains. */
final class EpochProgress {
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

  private final Progress progress;
  private final long start = System.nanoTime();
  private long next = start;
  /** The texts that were trained on before {@link #start}, since when, and in the end. */
  private double before;
  private double done;
  private double all;

  EpochProgress(final Progress progress) {
    this.progress = progress;
  }

  /** Sets the number of texts that are trained on in the end, each as often as it is visited. */
  void expect(final double visits) {
    all = visits;
  }

  /** Texts were trained on before this run of the program. */
  void skip(final double visits) {
    before += visits;
  }

  /** Texts were trained on. */
  void visited(final int texts, final String epoch, final double loss) {
    done += texts;
    if (System.nanoTime() - next >= 0) {
      next = System.nanoTime() + INTERVAL;
      final double spent = System.nanoTime() - start;
      final double left = Math.max(0, all - before - done);
      progress.at(new Progress.State(epoch, Math.min(1, (before + done) / all), String.format(Locale.ROOT, "loss %.3f", loss),
          Duration.ofNanos((long) (spent / done * left))));
    }
  }

  /** A step is over. */
  void over(final String line) {
    progress.over(line);
  }
}
