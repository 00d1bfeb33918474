package io.labelstream.train.encoder.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final int LONGEST = 4;

  @Test
  void shouldPutTextsOfTheSameLengthIntoABatch() {
    // Given
    final StudentTexts texts = texts(3, 1, 3, 3, 1, 2);

    // When
    final List<int[]> batches = Batches.of(texts, LONGEST, 2, new Random(1));

    // Then
    assertThat(batches).hasSize(4).allSatisfy(batch -> assertThat(Arrays.stream(batch).map(texts::length).distinct().count()).isEqualTo(1));
    assertThat(batches.stream().flatMapToInt(Arrays::stream)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void shouldTreatTextsThatAreTooLongAlike() {
    // When
    final List<int[]> batches = Batches.of(texts(4, 5, 9), LONGEST, 8, new Random(1));

    // Then
    assertThat(batches).hasSize(1);
  }

  @Test
  void shouldLeaveOutTextsWithoutAPiece() {
    // When
    final List<int[]> batches = Batches.of(texts(0, 1, 0), LONGEST, 8, new Random(1));

    // Then
    assertThat(batches).containsExactly(new int[] {1});
  }

  private static StudentTexts texts(final int... lengths) {
    final int[] starts = new int[lengths.length + 1];
    for (int text = 0; text < lengths.length; text++) {
      starts[text + 1] = starts[text] + lengths[text];
    }
    return new StudentTexts(new int[starts[lengths.length]], starts, new float[lengths.length], 1);
  }
}
