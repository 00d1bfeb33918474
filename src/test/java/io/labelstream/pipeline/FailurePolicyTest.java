package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.pipeline.config.FailureLine;
import io.labelstream.topology.ModelPendingException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.wire.RegistryRefusedException;
import io.labelstream.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailurePolicyTest {
  private final List<PipelineEnd.Failed> ends = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final FailurePolicy policy = new FailurePolicy(Duration.ofMillis(1), stopping, this::end, _ -> Optional.empty());

  @ParameterizedTest
  @MethodSource("outages")
  void shouldReplaceTheThreadForAsLongAsSomethingIsAway(final Throwable outage) {
    for (int attempt = 0; attempt < 20; attempt++) {
      // When
      final StreamThreadExceptionResponse response = policy.handle(outage);

      // Then
      assertThat(response).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }
    assertThat(ends).isEmpty();
  }

  static Stream<Throwable> outages() {
    return Stream.of(
        new StreamsException("task 0_0", new TimeoutException("no answer in 60000 ms")),
        new MissingSourceTopicException("One or more source topics were missing during rebalance"),
        new StreamsException("task 0_0", new RegistryUnavailableException("no answer", new IllegalStateException())));
  }

  @Test
  void shouldGoOnAfterAShortPauseForAsLongAsAVersionIsPending() {
    // Given
    final FailurePolicy patient = new FailurePolicy(Duration.ofMillis(5), stopping, this::end, _ -> Optional.empty());
    final Throwable pending = new StreamsException("task 0_0", new ModelPendingException("version model 2 is not ready"));
    final long start = System.nanoTime();
    for (int attempt = 0; attempt < 100; attempt++) {
      // When
      final StreamThreadExceptionResponse response = patient.handle(pending);

      // Then
      assertThat(response).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }
    assertThat(ends).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as("pauses that double would take 15 s").isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void shouldStopThisInstanceWhenAFailureComesBack() {
    // Given
    final Throwable failure = new StreamsException("task 0_0", new RegistryRefusedException("401 from http://registry"));
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(policy.handle(failure)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }

    // When
    final StreamThreadExceptionResponse response = policy.handle(failure);

    // Then
    assertThat(response).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(ends).containsExactly(new PipelineEnd.Failed(StartupFailure.STREAM_FAILED, "RegistryRefusedException: 401 from http://registry"));
  }

  @Test
  void shouldEndAsRefusedWhereTheBrokerRefuses() {
    // Given
    final FailurePolicy refusing = new FailurePolicy(Duration.ofMillis(1), stopping, this::end, _ -> Optional.of("no right to Write"));
    final Throwable denied = new StreamsException("task 0_0", new TopicAuthorizationException("labels"));
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(refusing.handle(denied)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }

    // When
    refusing.handle(denied);

    // Then
    assertThat(ends).containsExactly(new PipelineEnd.Failed(StartupFailure.BROKER_REFUSED, "no right to Write"));
  }

  @Test
  void shouldStopAtOnceWhenTheJvmIsInTrouble() {
    // When
    final StreamThreadExceptionResponse response = policy.handle(new OutOfMemoryError("Java heap space"));

    // Then
    assertThat(response).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(ends).containsExactly(new PipelineEnd.Failed(StartupFailure.OUT_OF_MEMORY, "java.lang.OutOfMemoryError"));
  }

  @Test
  void shouldTellHowToSkipARecordForWhichThereIsNoHeap() {
    // When
    final StreamThreadExceptionResponse response =
        policy.handle(new StreamsException(new HeapExhaustedException("no room at offset 3; run kafka-consumer-groups.sh --to-offset 4")));

    // Then
    assertThat(response).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(ends).containsExactly(new PipelineEnd.Failed(StartupFailure.OUT_OF_MEMORY,
        "HeapExhaustedException: no room at offset 3; run kafka-consumer-groups.sh --to-offset 4"));
  }

  @Test
  void shouldNotQuoteMessagesThatMayHoldContent() {
    // When
    final String line = FailureLine.of(new StreamsException("task 0_0\nmore", new IllegalStateException("kanarienvogel")));

    // Then
    assertThat(line).isEqualTo("StreamsException: task 0_0 (java.lang.IllegalStateException)");
  }

  @Test
  void shouldNotPauseWhileThePipelineStops() {
    // Given
    final FailurePolicy patient = new FailurePolicy(Duration.ofHours(1), stopping, this::end, _ -> Optional.empty());
    stopping.countDown();

    // When
    final StreamThreadExceptionResponse response = patient.handle(new TimeoutException("away"));

    // Then
    assertThat(response).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
  }

  private void end(final StartupFailure kind, final String reason) {
    ends.add(new PipelineEnd.Failed(kind, reason));
  }
}
