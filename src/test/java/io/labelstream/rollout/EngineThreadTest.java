package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
  private static final Set<Thread.State> WAITS = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final EngineThread thread = new EngineThread();

  @Test
  void shouldTakeAllEventsBeforeItEndsWhenWhoeverEndsItIsInterrupted() {
    // Given
    final Thread caller = Thread.currentThread();
    final List<String> taken = new ArrayList<>();
    thread.post(() -> {
      while (!WAITS.contains(caller.getState())) {
        Thread.onSpinWait();
      }
      taken.add("first");
    });
    thread.post(() -> taken.add("second"));

    // When
    caller.interrupt();
    thread.end();

    // Then
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(taken).containsExactly("first", "second");
  }

  @Test
  void shouldLookAtAConditionNoMoreWhenWhoeverWaitedForItWasInterrupted() {
    // Given
    final AtomicInteger looks = new AtomicInteger();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> thread.await(() -> looks.incrementAndGet() < 0, PATIENCE));
    final int before = thread.ask(looks::get);

    // When
    thread.ask(() -> "an event");
    final int after = thread.ask(looks::get);

    // Then
    assertThat(after).isEqualTo(before);
  }
}
