package io.labelstream.pipeline;

import io.labelstream.pipeline.config.FailureLine;
import io.labelstream.topology.ModelPendingException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how the pipeline goes on after a stream thread died of a failure that is not a record's fault. Thread-safe.
 *
 * <p>While a broker or the schema registry is away, the thread is replaced again and again, with a growing pause: the work is not
 * committed, so nothing is lost, and the pipeline goes on when they are back. The same holds, with a pause that does not grow, while a record
 * waits for its model version. Anything else may pass by itself a few times in a while; then
 * the pipeline stops, because the same failure would only repeat, and other instances of the application are left alone. An {@link Error}
 * stops it at once.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);
  private static final int MOST_FAILURES = 3;
  private static final Duration WHILE = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 5;

  private final Duration firstPause;
  private final CountDownLatch stopping;
  private final BiConsumer<StartupFailure, String> end;
  private final Function<Throwable, Optional<String>> refusals;
  private final Deque<Long> failures = new ArrayDeque<>();
  private final Deque<Long> outages = new ArrayDeque<>();

  /**
   * @param firstPause the pause before a thread is replaced, which doubles up to 32 times that
   * @param stopping ends pauses
   * @param end told the kind and the reason when the pipeline stops
   * @param refusals knows the line for a failure that is a refusal by the broker
   */
  FailurePolicy(
      final Duration firstPause,
      final CountDownLatch stopping,
      final BiConsumer<StartupFailure, String> end,
      final Function<Throwable, Optional<String>> refusals) {
    this.firstPause = firstPause;
    this.stopping = stopping;
    this.end = end;
    this.refusals = refusals;
  }

  /** Who has to do something about a failure. */
  private enum Nature {
    OUTAGE,
    /** A model version is not ready yet, or cannot be known yet. */
    PENDING,
    FAILURE,
    FATAL
  }

  @Override
  public StreamThreadExceptionResponse handle(final Throwable failure) {
    final Nature nature = nature(failure);
    final int recent = switch (nature) {
      case OUTAGE -> remember(outages);
      case PENDING -> 1;
      case FAILURE -> remember(failures);
      case FATAL -> MOST_FAILURES + 1;
    };
    if ((nature == Nature.FAILURE || nature == Nature.FATAL) && recent > MOST_FAILURES) {
      final Optional<String> refused = refusals.apply(failure);
      final StartupFailure kind = refused.isPresent() ? StartupFailure.BROKER_REFUSED : StartupFailure.STREAM_FAILED;
      end.accept(isExhausted(failure) ? StartupFailure.OUT_OF_MEMORY : kind, refused.orElseGet(() -> FailureLine.of(failure)));
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.atWarn().addKeyValue("cause", FailureLine.of(failure)).addKeyValue("failures", recent).log("stream thread failed and is replaced");
    pause(recent);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static Nature nature(final Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Error || cause instanceof HeapExhaustedException) {
        return Nature.FATAL;
      }
      if (cause instanceof ModelPendingException) {
        return Nature.PENDING;
      }
      // Only InputWatch can tell if a missing topic is gone for good.
      if (cause instanceof RetriableException || cause instanceof RegistryUnavailableException || cause instanceof MissingSourceTopicException) {
        return Nature.OUTAGE;
      }
    }
    return Nature.FAILURE;
  }

  private static boolean isExhausted(final Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> cause instanceof OutOfMemoryError || cause instanceof HeapExhaustedException);
  }

  private static int remember(final Deque<Long> times) {
    final long now = System.nanoTime();
    synchronized (times) {
      while (!times.isEmpty() && now - times.peekFirst() > WHILE.toNanos()) {
        times.removeFirst();
      }
      times.addLast(now);
      return times.size();
    }
  }

  private void pause(final int recent) {
    final long nanos = firstPause.toNanos() << Math.min(recent - 1, MOST_DOUBLINGS);
    try {
      stopping.await(nanos, TimeUnit.NANOSECONDS);
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
