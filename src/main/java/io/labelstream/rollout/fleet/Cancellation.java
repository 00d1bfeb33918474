package io.labelstream.rollout.fleet;

import java.time.Duration;

/** Ends a wait early if somebody wishes it. It is closed when the wait is over. */
public interface Cancellation extends AutoCloseable {
  /** The outcome of a pause. */
  enum Outcome {
    /** The wait is to end. */
    CANCELLED,
    /** It goes on. */
    ELAPSED
  }

  /** Pauses until it is cancelled, but no longer than {@code atMost}. */
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
