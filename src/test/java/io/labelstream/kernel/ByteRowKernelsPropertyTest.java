package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Plain loops and vectors give the exact products. */
class ByteRowKernelsPropertyTest {
  private static final ByteRowKernels SCALAR = new ScalarByteRowKernels();
  private static final ByteRowKernels VECTOR = new VectorByteRowKernels();

  @Property(tries = 300)
  void shouldMultiplyRows(@ForAll @IntRange(min = 1, max = 40) final int rows, @ForAll @IntRange(min = 1, max = 400) final int columns, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int rowBytes = ByteRowKernels.padded(columns);
    final byte[] table = new byte[rows * rowBytes];
    random.nextBytes(table);
    final short[] x = new short[rowBytes];
    for (int column = 0; column < columns; column++) {
      x[column] = (short) (random.nextInt(2 * ByteRowKernels.MOST + 1) - ByteRowKernels.MOST);
    }
    final int[] order = random.ints(rows, 0, rows).toArray();
    final int[] exact = IntStream.range(0, rows).map(row -> exact(table, row * rowBytes, x)).toArray();
    final int[] exactInOrder = Arrays.stream(order).map(row -> exact[row]).toArray();

    // When
    final Products plain = products(SCALAR, table, rows, rowBytes, order, x);
    final Products vectors = products(VECTOR, table, rows, rowBytes, order, x);

    // Then
    assertThat(plain.all()).isEqualTo(exact);
    assertThat(vectors.all()).isEqualTo(exact);
    assertThat(plain.some()).isEqualTo(exactInOrder);
    assertThat(vectors.some()).isEqualTo(exactInOrder);
  }

  @Test
  void shouldAddTheGreatestProducts() {
    // Given
    final byte[] table = new byte[ByteRowKernels.padded(384)];
    final short[] x = new short[table.length];
    Arrays.fill(table, Byte.MIN_VALUE);
    Arrays.fill(x, (short) ByteRowKernels.MOST);

    // When
    final Products vectors = products(VECTOR, table, 1, table.length, new int[1], x);

    // Then
    assertThat(vectors.all()).containsExactly(Byte.MIN_VALUE * ByteRowKernels.MOST * table.length);
  }

  private record Products(int[] all, int[] some) {}

  private static Products products(final ByteRowKernels kernels, final byte[] table, final int rows, final int rowBytes, final int[] order, final short[] x) {
    final Products products = new Products(new int[rows], new int[rows]);
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment memory = arena.allocate(table.length);
      memory.copyFrom(MemorySegment.ofArray(table));
      kernels.dots(memory.address(), rowBytes, rows, x, products.all());
      kernels.dots(memory.address(), rowBytes, order, rows, x, products.some());
    }
    return products;
  }

  private static int exact(final byte[] table, final int from, final short[] x) {
    return IntStream.range(0, x.length).map(column -> table[from + column] * x[column]).sum();
  }
}
