package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SwapFiguresTest {
  @Test
  void shouldTellATrendByLeastSquares() {
    assertThat(SwapFigures.trend(List.of(5L, 7L, 9L, 11L)).orElseThrow()).isEqualTo(2, within(1e-9));
    assertThat(SwapFigures.trend(List.of(5L, 9L, 5L, 9L, 5L)).orElseThrow()).isEqualTo(0, within(1e-9));
    assertThat(SwapFigures.trend(List.of(5L))).isEmpty();
  }
}
