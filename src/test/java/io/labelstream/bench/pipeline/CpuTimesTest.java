package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CpuTimesTest {
  @Test
  void shouldReadTheLineOfAllProcessors() {
    // When
    final CpuTimes times = CpuTimes.of("cpu  1000 200 300 5000 500 0 50 150 40 0", 7);

    // Then
    assertThat(times).isEqualTo(new CpuTimes(72, 15.5, 1.5, 7));
  }

  @Test
  void shouldTellThePartThatOthersTook() {
    // When
    final Noise noise = Noise.between(new CpuTimes(100, 50, 1, 10), new CpuTimes(120, 66, 2, 22));

    // Then
    assertThat(noise.others()).isEqualTo(0.2, within(1e-9));
    assertThat(noise.steal()).isEqualTo(0.05, within(1e-9));
  }

  @Test
  void shouldTellNoNoiseWhereTheSystemDoesNotSay() {
    assertThat(Noise.between(CpuTimes.of("", 1), CpuTimes.of("", 5))).isEqualTo(Noise.NONE);
  }
}
