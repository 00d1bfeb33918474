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

/** Loops on arrays return the same bits as those on memory outside the heap. */
class ArrayKernelsPropertyTest {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int TABLE_ROWS = 20;

  /** Numbers of no meaning, and a copy of the table outside the heap. */
  private static final class Given implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final int stride;
    private final int[] rows;
    private final float[] table;
    private final float[] x;
    private final float[] y;
    private final float[] factors;
    private final MemorySegment memory;

    Given(final int blocks, final int count, final long seed) {
      final Random random = new Random(seed);
      stride = blocks * Kernels.LANES;
      rows = random.ints(count, 0, TABLE_ROWS).toArray();
      table = floats(random, TABLE_ROWS * stride);
      x = floats(random, stride);
      y = floats(random, stride);
      factors = floats(random, count);
      memory = arena.allocate((long) table.length * Float.BYTES, Kernels.OVERREAD_BYTES);
      MemorySegment.copy(table, 0, memory, FLOAT32, 0, table.length);
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  @Property(tries = 200)
  void shouldAddRows(@ForAll @IntRange(min = 1, max = 10) final int blocks, @ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    try (Given given = new Given(blocks, count, seed)) {
      final float[] expected = given.x.clone();
      Kernels.plain().addRows(given.memory.address(), given.stride, given.stride, given.rows, count, expected);
      // When
      ArrayKernels.addRows(given.table, given.stride, given.rows, count, given.x);
      // Then
      assertThat(bits(given.x)).isEqualTo(bits(expected));
    }
  }

  @Property(tries = 200)
  void shouldAddToRows(@ForAll @IntRange(min = 1, max = 10) final int blocks, @ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    try (Given given = new Given(blocks, count, seed)) {
      new ScalarTrainingKernels().addToRows(given.memory.address(), given.stride, given.rows, count, given.x);
      // When
      ArrayKernels.addToRows(given.table, given.stride, given.rows, count, given.x);
      // Then
      assertThat(bits(given.table)).isEqualTo(bits(given.memory.toArray(FLOAT32)));
    }
  }

  @Property(tries = 200)
  void shouldStep(@ForAll @IntRange(min = 1, max = 10) final int blocks, @ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    try (Given given = new Given(blocks, count, seed)) {
      final float[] gradient = given.y.clone();
      new ScalarTrainingKernels().step(given.memory.address(), given.stride, given.rows, count, given.factors, given.x, gradient);
      // When
      ArrayKernels.step(given.table, given.stride, given.rows, count, given.factors, given.x, given.y);
      // Then
      assertThat(bits(given.table)).isEqualTo(bits(given.memory.toArray(FLOAT32)));
      assertThat(bits(given.y)).isEqualTo(bits(gradient));
    }
  }

  @Property(tries = 200)
  void shouldMultiplyRows(@ForAll @IntRange(min = 1, max = 10) final int blocks, @ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    try (Given given = new Given(blocks, count, seed)) {
      final float[] expected = new float[count];
      new ScalarTrainingKernels()
          .products(given.memory.address(), given.stride, given.rows, count, given.x, expected, new float[Kernels.LANES]);
      final float[] out = new float[count];
      // When
      ArrayKernels.products(given.table, given.stride, given.rows, count, given.x, out);
      // Then
      assertThat(bits(out)).isEqualTo(bits(expected));
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
}
