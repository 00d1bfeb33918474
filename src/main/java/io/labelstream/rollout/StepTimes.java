package io.labelstream.rollout;

import io.labelstream.rollout.StatusSink.StepTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes the times of the steps of one preparation. Thread-safe. */
final class StepTimes {
  private final List<StepTime> times = new ArrayList<>();

  /** Ends a step that began at {@code start} by {@link System#nanoTime()}. */
  synchronized void end(final ModelState step, final long start) {
    times.add(new StepTime(step, Duration.ofNanos(System.nanoTime() - start)));
  }

  /** The steps so far, in order. */
  synchronized List<StepTime> times() {
    return List.copyOf(times);
  }
}
