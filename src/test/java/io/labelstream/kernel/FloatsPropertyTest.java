package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

class FloatsPropertyTest {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Property(tries = 500)
  void shouldFindASingleValueThatIsNotFinite(
      @ForAll @IntRange(min = 1, max = 9000) final int count,
      @ForAll @IntRange(max = 9) final int misalignment,
      @ForAll @IntRange(max = 4) final int kind,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float[] kinds = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment table = arena.allocate(misalignment + (long) count * Float.BYTES, 64).asSlice(misalignment);
      for (int index = 0; index < count; index++) {
        table.set(FLOAT32, (long) index * Float.BYTES, random.nextFloat() - 0.5f);
      }
      table.set(FLOAT32, (long) random.nextInt(count) * Float.BYTES, kinds[kind]);
      // When
      final boolean finite = Floats.areFinite(table);
      // Then
      assertThat(finite).isEqualTo(kind < 2);
      assertThat(Floats.areFinite(table.toArray(FLOAT32))).isEqualTo(kind < 2);
    }
  }

  @Property(tries = 200)
  void shouldMultiplyRowsByAMatrix(
      @ForAll @IntRange(max = 9) final int rows,
      @ForAll @IntRange(min = 1, max = 140) final int columns,
      @ForAll @IntRange(min = 1, max = 5) final int fours,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = 4 * fours;
    final float[] source = floats(random, rows * columns);
    final float[] matrix = floats(random, columns * stride);
    final float[] target = new float[rows * stride];
    // When
    Floats.multiply(source, rows, columns, matrix, target, stride);
    // Then
    for (int row = 0; row < rows; row++) {
      for (int to = 0; to < stride; to++) {
        double expected = 0;
        for (int column = 0; column < columns; column++) {
          expected += (double) source[row * columns + column] * matrix[column * stride + to];
        }
        assertThat((double) target[row * stride + to]).isCloseTo(expected, Offset.offset(2e-5));
      }
    }
  }

  private static float[] floats(final Random random, final int count) {
    final float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
