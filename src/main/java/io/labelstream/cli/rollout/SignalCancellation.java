package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.StopSignal;
import io.labelstream.rollout.fleet.Cancellation;
import java.time.Duration;

/** Ctrl-C or SIGTERM, which ends a wait for the instances; the process then waits until the staged version is withdrawn. */
record SignalCancellation(StopSignal stop) implements Cancellation {
  private static final Duration STOPPING = Duration.ofSeconds(20);

  static SignalCancellation install() {
    return new SignalCancellation(StopSignal.install(STOPPING, StopSignal.Ending.OF_THE_SIGNAL));
  }

  @Override
  public Outcome await(final Duration atMost) throws InterruptedException {
    return switch (stop.await(atMost)) {
      case SIGNALLED -> Outcome.CANCELLED;
      case ELAPSED -> Outcome.ELAPSED;
    };
  }

  @Override
  public void close() {
    stop.close();
  }
}
