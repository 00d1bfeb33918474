package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Plain loops and vectors return the same bits, and both what the same sums in doubles come to. */
class TrainingKernelsPropertyTest {
  private static final List<TrainingKernels> BOTH = List.of(new ScalarTrainingKernels(), new VectorTrainingKernels());
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int TABLE_ROWS = 20;
  private static final Offset<Double> TOLERANCE = Offset.offset(1e-3);

  @Property(tries = 300)
  void shouldAddToRows(@ForAll @IntRange(min = 1, max = 10) final int blocks, @ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = blocks * Kernels.LANES;
    final float[] table = floats(random, TABLE_ROWS * stride);
    final float[] x = floats(random, stride);
    final int[] rows = random.ints(count, 0, TABLE_ROWS).toArray();
    // When
    final List<float[]> tables = BOTH.stream().map(kernels -> changed(table, address -> kernels.addToRows(address, stride, rows, count, x))).toList();
    // Then
    assertThat(bits(tables.get(1))).isEqualTo(bits(tables.get(0)));
    final double[] expected = doubles(table);
    for (final int row : rows) {
      for (int column = 0; column < stride; column++) {
        expected[row * stride + column] += x[column];
      }
    }
    assertThat(doubles(tables.get(0))).containsExactly(expected, TOLERANCE);
  }

  @Property(tries = 300)
  void shouldStep(@ForAll @IntRange(min = 1, max = 10) final int blocks, @ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = blocks * Kernels.LANES;
    final float[] table = floats(random, TABLE_ROWS * stride);
    final float[] x = floats(random, stride);
    final float[] factors = floats(random, count);
    final float[] start = floats(random, stride);
    final int[] rows = random.ints(count, 0, TABLE_ROWS).toArray();
    final float[][] gradients = {start.clone(), start.clone()};
    // When
    final float[] scalar = changed(table, address -> BOTH.get(0).step(address, stride, rows, count, factors, x, gradients[0]));
    final float[] vector = changed(table, address -> BOTH.get(1).step(address, stride, rows, count, factors, x, gradients[1]));
    // Then
    assertThat(bits(vector)).isEqualTo(bits(scalar));
    assertThat(bits(gradients[1])).isEqualTo(bits(gradients[0]));
    final double[] expected = doubles(table);
    final double[] gradient = doubles(start);
    for (int index = 0; index < count; index++) {
      for (int column = 0; column < stride; column++) {
        gradient[column] += factors[index] * expected[rows[index] * stride + column];
        expected[rows[index] * stride + column] += factors[index] * x[column];
      }
    }
    assertThat(doubles(scalar)).containsExactly(expected, TOLERANCE);
    assertThat(doubles(gradients[0])).containsExactly(gradient, TOLERANCE);
  }

  @Property(tries = 300)
  void shouldMultiplyRows(@ForAll @IntRange(min = 1, max = 10) final int blocks, @ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = blocks * Kernels.LANES;
    final float[] table = floats(random, TABLE_ROWS * stride);
    final float[] x = floats(random, stride);
    final int[] rows = random.ints(count, 0, TABLE_ROWS).toArray();
    final float[][] products = new float[2][count];
    // When
    for (int provider = 0; provider < 2; provider++) {
      final float[] out = products[provider];
      final TrainingKernels kernels = BOTH.get(provider);
      changed(table, address -> kernels.products(address, stride, rows, count, x, out, new float[Kernels.LANES]));
    }
    // Then
    assertThat(bits(products[1])).isEqualTo(bits(products[0]));
    for (int index = 0; index < count; index++) {
      double expected = 0;
      for (int column = 0; column < stride; column++) {
        expected += (double) table[rows[index] * stride + column] * x[column];
      }
      assertThat((double) products[0][index]).isCloseTo(expected, TOLERANCE);
    }
  }

  /** Something that works on a table at an address. */
  private interface Work {
    void on(long address);
  }

  private static float[] changed(final float[] table, final Work work) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment memory = arena.allocate((long) table.length * Float.BYTES, Kernels.OVERREAD_BYTES);
      MemorySegment.copy(table, 0, memory, FLOAT32, 0, table.length);
      work.on(memory.address());
      return memory.toArray(FLOAT32);
    }
  }

  private static float[] floats(final Random random, final int count) {
    final float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = (float) random.nextGaussian();
    }
    return values;
  }

  private static int[] bits(final float[] values) {
    final int[] bits = new int[values.length];
    Arrays.setAll(bits, index -> Float.floatToRawIntBits(values[index]));
    return bits;
  }

  private static double[] doubles(final float[] values) {
    final double[] doubles = new double[values.length];
    Arrays.setAll(doubles, index -> values[index]);
    return doubles;
  }
}
