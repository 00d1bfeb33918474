package io.labelstream.rollout.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** The failures of Kafka's clients in one shape: {@link KafkaException}, and {@link InterruptedException} where a thread was interrupted. */
final class KafkaFailures {
  private KafkaFailures() {}

  /** The exception that a client has thrown, out of its wrapping. */
  static KafkaException unwrapped(final ExecutionException failure) {
    return failure.getCause() instanceof final KafkaException cause ? cause : new KafkaException(failure.getCause());
  }

  /** Kafka's own exception for an interrupt as Java's. Kafka's leaves the thread's flag set, Java's does not. */
  static InterruptedException interrupted(final InterruptException kafkas) {
    Thread.interrupted();
    final InterruptedException interrupted = new InterruptedException(kafkas.getMessage());
    interrupted.initCause(kafkas);
    return interrupted;
  }

  /** The answer of an {@code Admin}. */
  static <T> T answer(final KafkaFuture<T> future, final String what, final long nanos) throws InterruptedException {
    try {
      return future.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    } catch (final ExecutionException e) {
      throw unwrapped(e);
    } catch (final TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(what + ": no broker answers in time", e);
    }
  }
}
