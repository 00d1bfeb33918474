package io.labelstream.train.evaluate;

import static io.labelstream.train.evaluate.FrequencyBand.HEAD;
import static io.labelstream.train.evaluate.FrequencyBand.TAIL;
import static io.labelstream.train.evaluate.FrequencyBand.TORSO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrequencyBandTest {

  @Test
  void shouldDivideLabelsByThirdsOfTheirMass() {
    assertThat(FrequencyBand.of(new long[] {1, 30, 10, 1, 20, 1})).containsExactly(TAIL, HEAD, TAIL, TAIL, TORSO, TAIL);
  }

  @Test
  void shouldKeepLabelsOfEqualFrequencyTogether() {
    assertThat(FrequencyBand.of(new long[] {5, 5, 5, 5})).containsOnly(HEAD);
  }

  @Test
  void shouldPutLabelsThatDoNotOccurIntoTheTail() {
    assertThat(FrequencyBand.of(new long[] {7, 0})).containsExactly(HEAD, TAIL);
    assertThat(FrequencyBand.of(new long[] {0})).containsExactly(TAIL);
  }

  @Property(tries = 200)
  void shouldNeverPutALabelBehindARarerOne(@ForAll final long seed) {
    // Given
    final long[] frequencies = new Random(seed).longs(40, 0, 30).toArray();

    // When
    final FrequencyBand[] bands = FrequencyBand.of(frequencies);

    // Then
    for (int one = 0; one < bands.length; one++) {
      for (int other = 0; other < bands.length; other++) {
        assertThat(frequencies[one] <= frequencies[other] || bands[one].compareTo(bands[other]) <= 0).as(Arrays.toString(frequencies)).isTrue();
      }
    }
  }
}
