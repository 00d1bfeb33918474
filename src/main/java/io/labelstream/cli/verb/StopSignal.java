package io.labelstream.cli.verb;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, for a verb that runs until it is told to stop. The process then waits, for a limited time, until the verb has closed this, so that the
 * verb's work after its wait is done before the JVM ends.
 */
public final class StopSignal implements AutoCloseable {
  /** The exit status after a signal. */
  public enum Ending {
    /** The status of the signal, 130 or 143. */
    OF_THE_SIGNAL,
    /** {@link ExitCode#OK}: this verb is meant to end by a signal. */
    OK
  }

  /** How a wait ended. */
  public enum Outcome {
    SIGNALLED,
    ELAPSED
  }

  private final CountDownLatch signalled = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Duration patience;
  private final Ending ending;

  private StopSignal(final Duration patience, final Ending ending) {
    this.patience = patience;
    this.ending = ending;
  }

  /** Heeds signals from now on. The process waits at most {@code patience} for the verb to finish. */
  public static StopSignal install(final Duration patience, final Ending ending) {
    final StopSignal signal = new StopSignal(patience, ending);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("labelstream-stop").unstarted(signal::stop));
    return signal;
  }

  /** Waits for a signal, but no longer than {@code atMost}. */
  public Outcome await(final Duration atMost) throws InterruptedException {
    return signalled.await(atMost.toNanos(), TimeUnit.NANOSECONDS) ? Outcome.SIGNALLED : Outcome.ELAPSED;
  }

  /** Waits for a signal. */
  public void await() throws InterruptedException {
    signalled.await();
  }

  /** Does something as soon as there is a signal, on a thread of its own. */
  public void whenSignalled(final Runnable action) {
    Thread.ofPlatform().daemon().name("labelstream-signalled").start(() -> {
      try {
        await();
        action.run();
      } catch (final InterruptedException nobodyDoes) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** Tells that the verb is done. */
  @Override
  public void close() {
    finished.countDown();
  }

  private void stop() {
    final boolean bySignal = finished.getCount() > 0;
    signalled.countDown();
    try {
      final boolean done = finished.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (bySignal && done && ending == Ending.OK) {
        Runtime.getRuntime().halt(ExitCode.OK.code());
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
