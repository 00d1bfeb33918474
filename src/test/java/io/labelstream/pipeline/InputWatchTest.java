package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.pipeline.InputWatch.Presence;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InputWatchTest {
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger gone = new AtomicInteger();

  @Test
  void shouldSayOnceThatTheTopicIsGoneWhenItIsMissingThriceInARow() throws Exception {
    // When
    watch(List.of(Presence.THERE, Presence.MISSING, Presence.MISSING, Presence.MISSING, Presence.MISSING));

    // Then
    assertThat(gone).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("answersOfATopicThatIsThere")
  void shouldNotTakeAnOutageForADeletion(final List<Presence> answers) throws Exception {
    // When
    watch(answers);

    // Then
    assertThat(gone).hasValue(0);
  }

  static Stream<List<Presence>> answersOfATopicThatIsThere() {
    return Stream.of(
        List.of(Presence.UNKNOWN, Presence.UNKNOWN, Presence.UNKNOWN, Presence.UNKNOWN),
        List.of(Presence.MISSING, Presence.MISSING, Presence.UNKNOWN, Presence.MISSING, Presence.MISSING),
        List.of(Presence.MISSING, Presence.MISSING, Presence.THERE, Presence.MISSING, Presence.MISSING));
  }

  /** Answers in turn; the pipeline stops with the last answer. */
  private void watch(final List<Presence> answers) throws InterruptedException {
    final Deque<Presence> left = new ArrayDeque<>(answers);
    new InputWatch(() -> {
      final Presence answer = left.removeFirst();
      if (left.isEmpty()) {
        stopping.countDown();
      }
      return answer;
    }, Duration.ofNanos(1), stopping, gone::incrementAndGet).watch();
  }
}
