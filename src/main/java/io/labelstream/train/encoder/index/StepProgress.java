package io.labelstream.train.encoder.index;

import io.labelstream.train.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The progress of a step that takes documents one by one. Not thread-safe. */
final class StepProgress {
  private static final long NANOS_BETWEEN = TimeUnit.MILLISECONDS.toNanos(250);

  private final String step;
  private final long all;
  private final Progress progress;
  private final long start = System.nanoTime();
  private long last = start;
  private long done;

  StepProgress(final String step, final long all, final Progress progress) {
    this.step = step;
    this.all = all;
    this.progress = progress;
  }

  /** A document is done. */
  void next() {
    done++;
    final long now = System.nanoTime();
    if (now - last >= NANOS_BETWEEN) {
      last = now;
      final double perDocument = (double) (now - start) / done;
      progress.at(new Progress.State(step, (double) done / all, String.format(Locale.ROOT, "%,.0f documents/s", TimeUnit.SECONDS.toNanos(1) / perDocument),
          Duration.ofNanos((long) (perDocument * (all - done)))));
    }
  }
}
