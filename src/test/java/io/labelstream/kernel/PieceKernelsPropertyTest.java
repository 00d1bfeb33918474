package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Plain loops and vectors return the same bits, and both what the same sums in doubles come to. */
class PieceKernelsPropertyTest {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int TABLE_ROWS = 40;

  @Property(tries = 300)
  void shouldAddRowsOfIntegers(
      @ForAll @IntRange(min = 1, max = 20) final int groups,
      @ForAll @IntRange(max = 70) final int count,
      @ForAll @IntRange(max = 9) final int misalignment,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int columns = groups * Kernels.LANES;
    final int[] rows = random.ints(count, 0, TABLE_ROWS).toArray();
    final byte[] values = new byte[TABLE_ROWS * columns];
    random.nextBytes(values);
    final float[] start = new float[columns];
    for (int column = 0; column < columns; column++) {
      start[column] = (float) random.nextGaussian();
    }
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment table = arena.allocate(misalignment + values.length).asSlice(misalignment);
      MemorySegment.copy(values, 0, table, ValueLayout.JAVA_BYTE, 0, values.length);
      final MemorySegment scales = arena.allocate((long) TABLE_ROWS * Float.BYTES);
      for (int row = 0; row < TABLE_ROWS; row++) {
        scales.set(FLOAT32, (long) row * Float.BYTES, random.nextFloat());
      }
      final float[] scalar = start.clone();
      final float[] vector = start.clone();
      // When
      new ScalarPieceKernels().addRows(table.address(), columns, scales.address(), rows, count, scalar);
      new VectorPieceKernels().addRows(table.address(), columns, scales.address(), rows, count, vector);
      // Then
      assertThat(vector).isEqualTo(scalar);
      for (int column = 0; column < columns; column++) {
        final int at = column;
        final double expected =
            start[column] + Arrays.stream(rows).mapToDouble(row -> (double) values[row * columns + at] * scales.get(FLOAT32, (long) row * Float.BYTES)).sum();
        assertThat((double) scalar[column]).isCloseTo(expected, Offset.offset(1e-4 * (count + 1)));
      }
    }
  }
}
