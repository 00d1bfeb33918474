package io.labelstream.rollout.fleet;

import java.time.Duration;

/** Ends a wait early, when somebody wishes it. Closed when nothing is waited for any more. */
public interface Cancellation extends AutoCloseable {
  /** The end of a pause. */
  enum Outcome {
    /** The wait is to end. */
    CANCELLED,
    /** It goes on. */
    ELAPSED
  }

  /** Pauses until it is cancelled, at most so long. */
  Outcome await(Duration atMost) throws InterruptedException;

  @Override
  void close();

  /** A wait that nobody ends early. */
  static Cancellation none() {
    return new Cancellation() {
      @Override
      public Outcome await(final Duration atMost) throws InterruptedException {
        Thread.sleep(atMost);
        return Outcome.ELAPSED;
      }

      @Override
      public void close() {}
    };
  }
}
