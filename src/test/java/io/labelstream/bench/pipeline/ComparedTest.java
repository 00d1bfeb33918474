package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.bench.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparedTest {
  @Test
  void shouldDivideRunsOfOneRepetition() {
    // Given: a machine that slows down
    final Compared<Double> compared = new Compared<>(List.of(50.0, 30.0, 10.0), List.of(100.0, 50.0, 20.0));

    // When
    final Spread ratio = compared.ratio(figure -> figure);

    // Then
    assertThat(ratio).isEqualTo(new Spread(0.5, 0.5, 0.6));
  }

  @Test
  void shouldRefuseARunWithoutItsPassThrough() {
    assertThatThrownBy(() -> new Compared<>(List.of(1.0, 2.0), List.of(1.0))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("runs=2");
  }
}
