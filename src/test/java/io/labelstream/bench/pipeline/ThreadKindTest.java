package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadKindTest {
  @ParameterizedTest
  @CsvSource({
    "bench-1-0b7a-StreamThread-1, STREAM",
    "kafka-producer-network-thread | bench-1-0b7a-StreamThread-1-producer, PRODUCER",
    "bench-1-0b7a-CleanupThread, OTHER"
  })
  void shouldKnowJavaThreadsByName(final String name, final ThreadKind kind) {
    assertThat(ThreadKind.ofJavaThread(name)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"C2 CompilerThre, JIT", "C1 CompilerThre, JIT", "GC Thread#0, GC", "G1 Refine#0, GC", "VM Thread, OTHER", "bench-1-0b7a-St, OTHER"})
  void shouldKnowThreadsOfTheJvmByName(final String name, final ThreadKind kind) {
    assertThat(ThreadKind.ofNativeThread(name)).isEqualTo(kind);
  }

  @Test
  void shouldCountEachNanosecondOfThisProcessOnce() {
    // When
    final Reading reading = new ThreadCosts().read(Reading.Phase.RUNNING);

    // Then
    assertThat(reading.cpuNanos()).containsOnlyKeys(ThreadKind.values()).allSatisfy((kind, nanos) -> assertThat(nanos).isNotNegative());
  }
}
