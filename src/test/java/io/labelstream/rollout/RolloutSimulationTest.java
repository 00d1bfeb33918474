package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class RolloutSimulationTest {
  private static final Logger ENGINE = (Logger) LoggerFactory.getLogger(RolloutEngine.class);
  private static final int SEEDS = 400;
  private static final int STEPS = 5_000;

  @BeforeAll
  static void silence() {
    ENGINE.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    ENGINE.setLevel(null);
  }

  @Test
  void shouldLabelByTheLogAloneWhateverGoesWrong() {
    // Given
    final Map<String, Long> decisions = new HashMap<>();
    long steps = 0;
    long labels = 0;

    // When
    for (long seed = 0; seed < SEEDS; seed++) {
      final RolloutSimulation simulation = new RolloutSimulation(seed, RolloutSimulation.Fault.NONE);
      simulation.run(STEPS);
      simulation.calmDown();
      steps += simulation.steps();
      labels += simulation.labelCount();
      simulation.decisions().forEach((decision, count) -> decisions.merge(decision, count, Long::sum));

      // Then
      assertThat(simulation.violations()).as("labels that are not by the log, seed " + seed).isEmpty();
      assertThat(simulation.unfinished()).as("left undone, seed " + seed).isEmpty();
    }
    assertThat(steps).isEqualTo((long) SEEDS * STEPS);
    assertThat(labels).isGreaterThan(steps / 100);
    assertThat(decisions).containsKeys("Proved", "Vetoed", "Cancelled", "Unconditional");
  }

  @ParameterizedTest
  @EnumSource(value = RolloutSimulation.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void shouldNoticeWhenARuleIsTakenOut(final RolloutSimulation.Fault fault) {
    // When
    long seed = 0;
    int violations = 0;
    while (violations == 0 && seed < 10L * SEEDS) {
      final RolloutSimulation simulation = new RolloutSimulation(seed, fault);
      simulation.run(STEPS);
      violations = simulation.violations().size();
      seed++;
    }

    // Then
    assertThat(violations).as("violations with " + fault).isPositive();
  }
}
