package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureSpaceTest {
  private static final FeatureSettings SETTINGS = new FeatureSettings(TextTerms.words(), Weighting.TF_IDF);

  @Test
  void shouldKeepSomeFeaturesInTheirOrder() {
    // Given
    final FeatureSpace space = FeatureSpace.of(SETTINGS, new long[] {Long.MIN_VALUE, -1, 0, 5}, new float[] {1, 2, 3, 4});
    // When
    final FeatureSpace kept = space.only(new int[] {1, 3});
    // Then
    assertThat(kept.settings()).isEqualTo(SETTINGS);
    assertThat(kept.keys()).containsExactly(-1, 5);
    assertThat(kept.factors()).containsExactly(2, 4);
  }

  @Test
  void shouldRefuseKeysThatAreNotAscending() {
    final float[] factors = {1, 1};
    assertThatThrownBy(() -> FeatureSpace.of(SETTINGS, new long[] {2, 2}, factors)).hasMessageContaining("feature 1");
    assertThatThrownBy(() -> FeatureSpace.of(SETTINGS, new long[] {0, -1}, factors)).hasMessageContaining("feature 1");
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY})
  void shouldRefuseFactorsThatAreNoNumberGreaterThanZero(final float factor) {
    assertThatThrownBy(() -> FeatureSpace.of(SETTINGS, new long[] {7}, new float[] {factor})).hasMessageContaining("feature 0");
  }

  @Test
  void shouldRefuseOtherThanOneFactorForEachKey() {
    assertThatThrownBy(() -> FeatureSpace.of(SETTINGS, new long[] {7}, new float[2])).hasMessageContaining("2 factors");
  }
}
