package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TreeCostTest {
  private static final Offset<Double> TOLERANCE = Offset.offset(1e-12);

  /** A root with the label 2 and a node that has the labels 0, 1 and 3. */
  private static final TreeShape SHAPE = TreeShape.of(new int[] {2, 0, 3, 0, 0, 0}, new int[] {2, 0, 1, 3});

  @Test
  void shouldWeighPathsByTheOccurrencesOfTheirLabels() {
    // Given
    final long[] counts = {1, 2, 5, 0};
    // When
    final TreeCost cost = TreeCost.of(SHAPE, counts);
    // Then
    assertThat(cost.expectedDepth()).isEqualTo((5 + 2 * 3) / 8.0, TOLERANCE);
    assertThat(cost.expectedNodes()).isEqualTo((5 * 2 + 3 * (2 + 3)) / 8.0, TOLERANCE);
    assertThat(cost.massByDepth()).containsExactly(new double[] {0, 5 / 8.0, 3 / 8.0}, TOLERANCE);
    assertThat(cost.mass(2)).isEqualTo(3 / 8.0, TOLERANCE);
  }

  @Test
  void shouldCountAllLabelsTheSameWhenNoneOccurs() {
    assertThat(TreeCost.of(SHAPE, new long[4]).expectedDepth()).isEqualTo((1 + 2 * 3) / 4.0, TOLERANCE);
  }

  @Test
  void shouldRefuseCountsOfOtherLabels() {
    assertThatThrownBy(() -> TreeCost.of(SHAPE, new long[3]))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("counts of 3 labels, expected those of 4");
  }
}
