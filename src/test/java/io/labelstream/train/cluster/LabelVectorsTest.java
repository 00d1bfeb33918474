package io.labelstream.train.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LabelVectorsTest {
  private static final Offset<Float> TOLERANCE = Offset.offset(1e-6f);

  @Test
  void shouldAddTextsAtUnitLengthByTheRootOfTheNumberOfTheirLabels() {
    // Given
    final FeatureMatrix features = new FeatureMatrix(new int[] {0, 2, 3, 3}, new int[] {1, 4, 4}, new float[] {3, 4, 7}, 5);
    final LabelMatrix labels = new LabelMatrix(new int[] {0, 1, 3, 4}, new int[] {0, 0, 1, 2}, 4);
    // When
    final LabelVectors vectors = LabelVectors.of(features, labels);
    // Then
    final double first = 0.6;
    final double second = 0.8 + 1 / Math.sqrt(2);
    final double length = Math.hypot(first, second);
    assertThat(vectors.columns()).as("the feature of two texts first").containsExactly(0, 1, 0);
    assertThat(vectors.values()).containsExactly(new float[] {(float) (second / length), (float) (first / length), 1}, TOLERANCE);
    assertThat(vectors.starts()).as("two labels have no features").containsExactly(0, 2, 3, 3, 3);
  }

  @Test
  void shouldHaveFiniteValuesWhenThoseOfTextsAreHugeTinyAndCancelEachOther() {
    // Given
    final FeatureMatrix features = new FeatureMatrix(
        new int[] {0, 2, 4, 6, 8}, new int[] {0, 1, 0, 1, 0, 1, 0, 1},
        new float[] {Float.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE, Float.MIN_VALUE, 1, 2, -1, -2}, 2);
    final LabelMatrix labels = new LabelMatrix(new int[] {0, 1, 2, 3, 4}, new int[] {0, 1, 2, 2}, 3);
    // When
    final LabelVectors vectors = LabelVectors.of(features, labels);
    // Then
    final float half = (float) Math.sqrt(0.5);
    assertThat(Arrays.copyOf(vectors.values(), 4)).containsExactly(new float[] {half, half, half, half}, TOLERANCE);
    assertThat(vectors.values()).hasSize(6).endsWith(0, 0);
  }
}
