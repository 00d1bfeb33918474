package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final int ROWS = 300;

  @Property(tries = 50)
  void shouldStartARowOfTheFileFromTheSameNumbersWhereverItIsHeld(@ForAll @IntRange(min = 1, max = 40) final int columns, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final BitSet kept = new BitSet();
    random.ints(40, 0, ROWS).forEach(kept::set);
    final RowMap map = RowMap.of(kept, ROWS);
    try (Arena arena = Arena.ofConfined()) {
      final Weights all = Weights.zeros(ROWS, columns, arena);
      all.randomise(seed, RowMap.all(ROWS));
      final Weights some = Weights.zeros(map.newRows(), columns, arena);
      // When
      some.randomise(seed, map);
      // Then
      for (int row = 0; row < some.rows(); row++) {
        for (int column = 0; column < columns; column++) {
          assertThat(some.get(row, column)).isEqualTo(all.get(map.oldRow(row), column));
        }
      }
    }
  }

  @Property(tries = 20)
  void shouldStartFromUniformNumbers(@ForAll @IntRange(min = 1, max = 40) final int columns, @ForAll final long seed) {
    // Given
    try (Arena arena = Arena.ofConfined()) {
      final int rows = 40_000 / columns;
      final Weights weights = Weights.zeros(rows, columns, arena);
      // When
      weights.randomise(seed, RowMap.all(rows));
      // Then
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          final double scaled = weights.get(row, column) * columns;
          assertThat(scaled).isBetween(-1.000001, 1.000001);
          sum += scaled;
          squares += scaled * scaled;
        }
      }
      assertThat(sum / (rows * columns)).isCloseTo(0, Offset.offset(0.02));
      assertThat(squares / (rows * columns)).isCloseTo(1 / 3.0, Offset.offset(0.02));
    }
  }

  @Property(tries = 20)
  void shouldHoldTheSameInAnArrayAsOutsideTheHeap(@ForAll @IntRange(min = 1, max = 40) final int columns, @ForAll final long seed) {
    // Given
    final RowMap map = RowMap.all(ROWS);
    try (Arena arena = Arena.ofConfined()) {
      final Weights outside = Weights.zeros(ROWS, columns, arena);
      outside.randomise(seed, map);
      final Weights inArray = Weights.zerosInArray(ROWS, columns);
      // When
      inArray.randomise(seed, map);
      // Then
      assertThat(inArray.segment().mismatch(outside.segment())).isEqualTo(-1);
      final float[][] rows = new float[2][columns];
      inArray.copyRow(ROWS - 1, rows[0]);
      outside.copyRow(ROWS - 1, rows[1]);
      assertThat(rows[0]).containsExactly(rows[1]);
      assertThat(inArray.isFinite()).isTrue();
    }
  }

  @Test
  void shouldBeginEachRowAtALineOfTheCache() {
    // Given
    try (Arena arena = Arena.ofConfined()) {
      // When
      final Weights weights = Weights.zeros(3, 17, arena);
      // Then
      assertThat(weights.segment().address() % 64).isZero();
      assertThat(weights.stride()).isEqualTo(32);
    }
  }
}
