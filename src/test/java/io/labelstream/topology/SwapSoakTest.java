package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.Deadline;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.topology.SwapSoak.Swapped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapSoakTest {
  private static final Path FIRST = Path.of("models/lid.176.ftz");
  private static final Path SECOND = Path.of("models/common-voice-83.ftz");
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int SWAPS = 100;

  @TempDir private Path staging;

  @Test
  void shouldComeBackToTheMemoryOfOneModelAfterEachSwap() throws Exception {
    try (SwapSoak soak = new SwapSoak(staging, FIRST, SECOND)) {
      // Given
      final Map<String, Long> plateau = Map.of(Sha256.of(FIRST), residentBytes(FIRST), Sha256.of(SECOND), residentBytes(SECOND));
      soak.start(2, 1);

      // When
      final List<Swapped> swaps = new ArrayList<>();
      for (int swap = 0; swap < SWAPS; swap++) {
        swaps.add(soak.swap());
      }

      // Then
      soak.stop();
      assertThat(swaps).allSatisfy(swap -> {
        assertThat(swap.residentBytes()).isEqualTo(plateau.get(swap.to().sha256()));
        assertThat(swap.openModels()).isEqualTo(1);
      });
      assertThat(soak.rollout().swaps()).isEqualTo(SWAPS);
      assertThat(soak.classified()).isGreaterThan(SWAPS);
      assertThat(soak.rollout().holds()).isZero();
    }
  }

  @Test
  void shouldHoldOneCopyForAllTasksOfAllThreads() throws Exception {
    try (SwapSoak soak = new SwapSoak(staging, FIRST)) {
      // Given
      final int tasks = 4 * 8;

      // When
      soak.start(4, 8);

      // Then
      Deadline.within(LIMIT, "every task holds the model", soak.rollout()::holds, holds -> holds == tasks);
      assertThat(soak.rollout().residentBytes()).isEqualTo(residentBytes(FIRST));
      soak.stop();
    }
  }

  @Test
  void shouldGiveMemoryBackToTheSystem() throws Exception {
    // Given
    assumeThat(SwapSoakProcess.STATUS).as("the file in which the system tells a process's memory").exists();

    // When
    try (ChildJvm process = ChildJvm.start(SwapSoakProcess.class, List.of(FIRST.toString(), SECOND.toString()))) {
      // Then
      process.awaitLine(SwapSoakProcess.CAME_BACK);
    }
  }

  private static long residentBytes(final Path model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(model)) {
      return classifier.memory().residentBytes();
    }
  }
}
