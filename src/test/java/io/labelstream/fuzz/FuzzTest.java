package io.labelstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A few inputs for every reader, the same ones each time. {@code Fuzz} gives millions. */
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 400);
  private static final Path FAULTS = Path.of("target", "fuzz");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> shouldRefuseOrAcceptWhateverComes() throws Exception {
    return FuzzTargets.all(folder).stream().map(target -> DynamicTest.dynamicTest(target.name(), () -> {
      // Given
      final Mutator mutator = new Mutator(target.seeds(), 1);
      try (Trial trial = new Trial(target, FAULTS)) {
        for (int count = 0; count < INPUTS; count++) {
          final byte[] input = count % 2 == 0 ? mutator.next() : target.layout().apply(mutator.next());

          // When
          mutator.learn(input, trial.run(input));
        }

        // Then
        assertThat(trial.faults()).isEmpty();
      }
    }));
  }
}
