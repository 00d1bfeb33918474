package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
  private static final Set<Thread.State> WAITS = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

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
}
