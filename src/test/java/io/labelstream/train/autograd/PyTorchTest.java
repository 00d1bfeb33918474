package io.labelstream.train.autograd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.train.data.TrainingDataException;
import org.junit.jupiter.api.Test;

/** Skipped where PyTorch is. */
class PyTorchTest {
  @Test
  void shouldSayHowToGetIt() {
    // Given
    assumeThat(PyTorch.class.getClassLoader().getResource("native/lib/pytorch.properties")).isNull();

    // When / Then
    assertThatThrownBy(() -> PyTorch.require(1)).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("this training needs PyTorch, which cannot be used: it is not on the class path; start by ./labelstream, which fetches it");
  }
}
