package io.labelstream.train.encoder.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayerChoiceTest {
  @Test
  void shouldTakeTheFirstLayerAndAnyOfTheOthersInTheirOrder() {
    // When
    final List<List<Integer>> choices = LayerChoice.all(4, 3);

    // Then
    assertThat(choices).containsExactly(List.of(0, 1, 2), List.of(0, 1, 3), List.of(0, 2, 3));
  }

  @Test
  void shouldTakeTheFirstLayerAlone() {
    // When
    final List<List<Integer>> choices = LayerChoice.all(12, 1);

    // Then
    assertThat(choices).containsExactly(List.of(0));
  }

  @Test
  void shouldTakeAllLayers() {
    // When
    final List<List<Integer>> choices = LayerChoice.all(3, 3);

    // Then
    assertThat(choices).containsExactly(List.of(0, 1, 2));
  }
}
