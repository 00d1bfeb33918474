package io.labelstream.train.evaluate;

import io.labelstream.train.evaluate.EvaluationReport.Speed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures speed without the start, during which code is interpreted and compiled. Not thread-safe. */
final class WarmSpeed {
  private static final long COLD_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long coldNanos;
  private long nanos;
  private long texts;
  private long bytes;

  /** Adds a text of that many bytes. */
  void add(final int length, final long took) {
    if (coldNanos < COLD_NANOS) {
      coldNanos += took;
    } else {
      nanos += took;
      texts++;
      bytes += length;
    }
  }

  /** The speed after the start; empty if hardly any texts followed the start. */
  Optional<Speed> speed() {
    return nanos < LEAST_NANOS ? Optional.empty() : Optional.of(new Speed(texts, bytes, Duration.ofNanos(nanos)));
  }
}
