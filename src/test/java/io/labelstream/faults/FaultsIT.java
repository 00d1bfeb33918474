package io.labelstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short form of {@link Faults}: a few of them, alone and in a pair, by a fixed seed. */
class FaultsIT {
  private static final long SEED = 5;
  private static final int INSTANCES = 2;
  private static final int STEPS = 6;

  @TempDir private static Path folder;
  @TempDir private static Path logs;
  private static Harness harness;

  @BeforeAll
  static void start() throws Exception {
    harness = new Harness(folder, logs, INSTANCES, SEED);
    harness.settle();
  }

  @AfterAll
  static void end() throws Exception {
    if (harness != null) {
      harness.close();
    }
  }

  private static Stream<FaultPlan.Step> steps() {
    final List<Fault> faults = List.of(Fault.KILL, Fault.BROKER_KILL, Fault.CUT, Fault.CONTROL_CUT, Fault.LATE_VETO);
    return Stream.generate(new FaultPlan(SEED, faults, INSTANCES)::next).limit(STEPS);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void shouldGiveEachTextOneResultInOrderAndByItsVersionWhenThereAreFaults(final FaultPlan.Step step) throws Exception {
    // When
    final Harness.Outcome outcome = harness.run(step);

    // Then
    assertThat(outcome.findings().records()).isPositive();
    assertThat(outcome.passes()).as("%s", outcome).isTrue();
  }

  @Test
  void shouldNoticeOneFalsifiedLabelWhenItIsReplayed() throws Exception {
    // When
    final Harness.Falsified falsified = harness.replayOfAFalsifiedLabel();

    // Then
    assertThat(falsified.isNoticed()).as("%s", falsified).isTrue();
  }
}
