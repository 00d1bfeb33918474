package io.labelstream.train.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.djl.ndarray.NDManager;
import io.labelstream.train.data.TrainingDataException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Skipped without the native library of PyTorch. */
class AdamArrayTest {
  @BeforeEach
  void requirePyTorch() {
    try {
      PyTorch.require(1);
    } catch (final TrainingDataException missing) {
      abort(missing.getMessage());
    }
  }

  @Test
  void shouldHardlyMoveNumbersWhoseGradientsAreFarBelowEpsilon() {
    try (NDManager manager = NDManager.newBaseManager()) {
      // Given
      final AdamArray numbers = new AdamArray(manager.create(new float[] {1, 1}), 0, 1e-3f);

      // When
      numbers.step(MemorySegment.ofArray(new float[] {1, 1e-6f}), 0, 2, 0.1f, 1);

      // Then
      assertThat(numbers.array().toFloatArray()[0]).isEqualTo(0.9f, within(1e-3f));
      assertThat(numbers.array().toFloatArray()[1]).isEqualTo(1f, within(1e-3f));
    }
  }

  @Test
  void shouldMoveNumbersAtTheFullRateWhenEpsilonIsTheUsualOne() {
    try (NDManager manager = NDManager.newBaseManager()) {
      // Given
      final AdamArray numbers = new AdamArray(manager.create(new float[] {1, 1}), 0);

      // When
      numbers.step(MemorySegment.ofArray(new float[] {1, 1e-6f}), 0, 2, 0.1f, 1);

      // Then
      assertThat(numbers.array().toFloatArray()).containsExactly(new float[] {0.9f, 0.9f}, within(2e-3f));
    }
  }
}
