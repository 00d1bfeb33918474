package io.labelstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A few inputs for every reader, the same ones each time. {@link Fuzz} gives millions. */
class FuzzTest {
  private static final int INPUTS = 300;
  private static final Path FAULTS = Path.of("target", "fuzz");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> shouldRefuseOrAcceptWhateverComes() throws Exception {
    return FuzzTargets.all(folder).stream().map(target -> DynamicTest.dynamicTest(target.name(), () -> {
      // Given
      try (Trial trial = new Trial(target, FAULTS)) {

        // When
        trial.run(new Mutator(target.seeds(), 1), INPUTS);

        // Then
        assertThat(trial.faults()).isEmpty();
      }
    }));
  }
}
