package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

class StatusPublisherTest {
  private static final Map<String, Object> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:1");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void shouldEndItsThreadWithoutAnExceptionWhenKafkaIsAwayAtTheEnd() throws Exception {
    // Given
    final CompletableFuture<Thread> thread = new CompletableFuture<>();
    final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    final StatusPublisher publisher = StatusPublisher.start(
        new StatusPublisher.Settings("status", "i1", "token", "app", Duration.ofMinutes(1), Duration.ofMillis(1)), NOBODY, () -> {
          Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> thrown.add(failure));
          thread.complete(Thread.currentThread());
          return Statuses.heartbeat("running");
        }, InstantSource.system());
    Deadline.within(LIMIT, "a record waits for Kafka", () -> thread.join().getStackTrace(),
        trace -> Arrays.stream(trace).anyMatch(frame -> frame.getClassName().equals(KafkaProducer.class.getName())));

    // When
    publisher.close();

    // Then
    assertThat(thread.join().join(LIMIT)).isTrue();
    assertThat(thrown).isEmpty();
  }
}
