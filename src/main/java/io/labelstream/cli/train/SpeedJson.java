package io.labelstream.cli.train;

import io.labelstream.train.evaluate.Speed;
import java.time.Duration;

/** A {@link Speed} as fields of JSON. */
record SpeedJson(double textsPerSecond, double bytesPerSecond, double p50Micros, double p95Micros, double p99Micros) {
  private static final double NANOS_A_MICRO = 1e3;

  static SpeedJson of(final Speed speed) {
    return new SpeedJson(speed.textsPerSecond(), speed.bytesPerSecond(), micros(speed.p50()), micros(speed.p95()), micros(speed.p99()));
  }

  private static double micros(final Duration time) {
    return time.toNanos() / NANOS_A_MICRO;
  }
}
