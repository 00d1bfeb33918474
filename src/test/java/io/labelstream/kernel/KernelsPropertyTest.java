package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Plain loops and vectors return the same bits, and both what the same sums in doubles come to. */
class KernelsPropertyTest {
  private static final Kernels SCALAR = new ScalarKernels();
  private static final Kernels VECTOR = new VectorKernels();
  private static final List<Kernels> BOTH = List.of(SCALAR, VECTOR);
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final float TOLERANCE = 2e-5f;
  private static final int[] DIVISORS = {1, 2, 3, 5, 7, 10, 64, 100, 65_536, 1 << 20, 2_000_000, 10_000_000, 1 << 30, Integer.MAX_VALUE - 1, Integer.MAX_VALUE};
  private static final byte[] SPECIAL_BYTES = {' ', '\t', '\n', 0x0B, '\f', '\r', 0, 8, 14, 31, 33, (byte) 0x80, (byte) 0xA0, (byte) 0xFF, 'a'};

  @Property(tries = 400)
  void shouldAddRows(
      @ForAll @IntRange(min = 1, max = 140) final int columns,
      @ForAll @IntRange(max = 12) final int gap,
      @ForAll @IntRange(max = 70) final int count,
      @ForAll @IntRange(max = 9) final int misalignment,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int tableRows = 40;
    final int stride = columns + gap;
    final int[] rows = random.ints(count, 0, tableRows).toArray();
    final float[] start = floats(random, Kernels.padded(columns));
    try (Arena arena = Arena.ofConfined()) {
      final Table table = Table.of(floats(random, tableRows * stride), misalignment, arena);
      // When
      final List<float[]> sums = BOTH.stream().map(kernels -> addRows(kernels, table, stride, columns, rows, start)).toList();
      // Then
      assertThat(bits(sums.get(1), columns)).isEqualTo(bits(sums.get(0), columns));
      for (int column = 0; column < columns; column++) {
        double expected = start[column];
        for (final int row : rows) {
          expected += table.values()[row * stride + column];
        }
        assertThat((double) sums.get(0)[column]).isCloseTo(expected, within(count + 1));
      }
    }
  }

  private static float[] addRows(
      final Kernels kernels, final Table table, final int stride, final int columns, final int[] rows, final float[] start) {
    final float[] sum = start.clone();
    kernels.addRows(table.address(), stride, columns, rows, rows.length, sum);
    return sum;
  }

  @Property(tries = 300)
  void shouldMultiplyAMatrixByAVector(
      @ForAll @IntRange(min = 1, max = 9) final int blocks,
      @ForAll @IntRange(min = 1, max = 140) final int columns,
      @ForAll @IntRange(max = 9) final int misalignment,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int rows = blocks * Kernels.LANES;
    final float[] x = floats(random, Kernels.padded(columns));
    try (Arena arena = Arena.ofConfined()) {
      final Table table = Table.of(floats(random, rows * columns), misalignment, arena);
      final float[] scalar = new float[rows];
      final float[] vector = new float[rows];
      // When
      SCALAR.multiply(table.address(), columns, rows, x, scalar);
      VECTOR.multiply(table.address(), columns, rows, x, vector);
      // Then
      assertThat(bits(vector, rows)).isEqualTo(bits(scalar, rows));
      for (int row = 0; row < rows; row++) {
        double expected = 0;
        for (int column = 0; column < columns; column++) {
          expected += (double) table.values()[column * rows + row] * x[column];
        }
        assertThat((double) scalar[row]).isCloseTo(expected, within(columns));
      }
    }
  }

  @Property(tries = 300)
  void shouldMultiplyARowByAVector(
      @ForAll @IntRange(min = 1, max = 140) final int columns,
      @ForAll @IntRange(max = 9) final int misalignment,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float[] x = Arrays.copyOf(floats(random, columns), Kernels.padded(columns));
    try (Arena arena = Arena.ofConfined()) {
      final Table table = Table.of(floats(random, Kernels.padded(columns)), misalignment, arena);
      // When
      final float scalar = SCALAR.dot(table.address(), columns, x, dirtyLanes());
      final float vector = VECTOR.dot(table.address(), columns, x, dirtyLanes());
      // Then
      assertThat(Float.floatToRawIntBits(vector)).isEqualTo(Float.floatToRawIntBits(scalar));
      double expected = 0;
      for (int column = 0; column < columns; column++) {
        expected += (double) table.values()[column] * x[column];
      }
      assertThat((double) scalar).isCloseTo(expected, within(columns));
    }
  }

  @Property(tries = 200)
  void shouldScale(@ForAll @IntRange(max = 140) final int count, @ForAll @IntRange(max = 5) final int more, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float[] values = floats(random, count + more);
    final float factor = random.nextFloat();
    final float[] scalar = values.clone();
    final float[] vector = values.clone();
    // When
    SCALAR.scale(scalar, count, factor);
    VECTOR.scale(vector, count, factor);
    // Then
    final float[] expected = values.clone();
    for (int index = 0; index < count; index++) {
      expected[index] = values[index] * factor;
    }
    assertThat(bits(scalar, scalar.length)).isEqualTo(bits(expected, expected.length));
    assertThat(bits(vector, vector.length)).isEqualTo(bits(expected, expected.length));
  }

  @Property(tries = 500)
  void shouldTurnScoresIntoProbabilities(
      @ForAll @IntRange(min = 1, max = 140) final int count, @ForAll @IntRange(max = 5) final int magnitude, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float scale = new float[] {1e-30f, 1e-3f, 1f, 20f, 1e6f, Float.MAX_VALUE / 2}[magnitude];
    final float[] scores = floats(random, count);
    for (int index = 0; index < count; index++) {
      scores[index] *= scale;
    }
    final float[] scalar = Arrays.copyOf(scores, Kernels.padded(count));
    final float[] vector = scalar.clone();
    // When
    SCALAR.softmax(scalar, count, dirtyLanes());
    VECTOR.softmax(vector, count, dirtyLanes());
    // Then
    assertThat(bits(vector, count)).isEqualTo(bits(scalar, count));
    double max = Double.NEGATIVE_INFINITY;
    for (final float score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (final float score : scores) {
      sum += StrictMath.exp(score - max);
    }
    for (int index = 0; index < count; index++) {
      assertThat((double) scalar[index]).isCloseTo(StrictMath.exp(scores[index] - max) / sum, Offset.offset(1e-6));
    }
  }

  @Property(tries = 1000)
  void shouldHashTokens(@ForAll @IntRange(max = 40) final int count, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final long[] first = random.longs(Kernels.padded(count)).toArray();
    final long[] second = random.longs(first.length).toArray();
    final long[] lengths = random.longs(first.length, 1, 20).toArray();
    // When
    final List<int[]> hashes = BOTH.stream().map(kernels -> tokenHashes(kernels, first, second, lengths, count)).toList();
    // Then
    final int[] expected = new int[count];
    for (int token = 0; token < count; token++) {
      expected[token] = Kernels.HASH_START;
      final byte[] bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(first[token]).putLong(second[token]).array();
      for (int index = 0; index < Math.min(lengths[token], bytes.length); index++) {
        expected[token] = (expected[token] ^ bytes[index]) * Kernels.HASH_PRIME;
      }
    }
    assertThat(hashes).allSatisfy(found -> assertThat(found).isEqualTo(expected));
  }

  private static int[] tokenHashes(final Kernels kernels, final long[] first, final long[] second, final long[] lengths, final int count) {
    final long[] hashes = first.clone();
    kernels.tokenHashes(hashes, second, lengths, count);
    return Arrays.stream(hashes, 0, count).mapToInt(hash -> (int) hash).toArray();
  }

  @Property(tries = 1000)
  void shouldHashSubwordsInTheSameOrder(
      @ForAll @IntRange(min = 2, max = 90) final int length,
      @ForAll @IntRange(min = 1, max = 4) final int shortest,
      @ForAll @IntRange(max = 4) final int more,
      @ForAll final boolean ascii,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final byte[] text = bytes(random, length + Kernels.OVERREAD_BYTES);
    for (int position = 0; position < length; position++) {
      text[position] &= ascii ? 0x7F : (byte) 0xFF;
      if (text[position] == Kernels.WORD_BREAK && position > 0 && text[position - 1] == Kernels.WORD_BREAK) {
        text[position] = 'a';
      }
    }
    text[length - 1] = Kernels.WORD_BREAK;
    final int from = random.nextInt(length - 1);
    final int to = from + 1 + random.nextInt(length - 1 - from);
    final Encoding encoding = SCALAR.encoding(text, from, length);
    // When
    final List<int[]> hashes = BOTH.stream().map(kernels -> subwordHashes(kernels, text, from, to, encoding, shortest, shortest + more)).toList();
    // Then
    assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    assertThat(subwordHashes(VECTOR, text, from, to, Encoding.UTF8, shortest, shortest + more)).isEqualTo(hashes.get(0));
  }

  @Property(tries = 400)
  void shouldCopyBytes(
      @ForAll @IntRange(max = 200) final int length, @ForAll @IntRange(max = 80) final int behind, @ForAll @IntRange(max = 20) final int to, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int from = random.nextInt(80);
    final byte[] source = bytes(random, from + length + behind);
    // When
    final List<byte[]> targets = BOTH.stream().map(kernels -> copy(kernels, source, from, to, length)).toList();
    // Then
    final byte[] expected = new byte[to + length];
    System.arraycopy(source, from, expected, to, length);
    assertThat(targets).allSatisfy(target -> assertThat(target).isEqualTo(expected));
  }

  private static byte[] copy(final Kernels kernels, final byte[] source, final int from, final int to, final int length) {
    final byte[] target = new byte[to + length + Kernels.OVERREAD_BYTES];
    kernels.copy(source, from, target, to, length);
    return Arrays.copyOf(target, to + length);
  }

  @Property(tries = 400)
  void shouldTellWhetherAByteIsBeyondAscii(@ForAll @IntRange(max = 200) final int length, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int from = random.nextInt(5);
    final byte[] text = new byte[from + length + Kernels.OVERREAD_BYTES];
    final int place = random.nextInt(text.length);
    text[place] = (byte) (0x80 + random.nextInt(0x80));
    // When
    final List<Encoding> encodings = BOTH.stream().map(kernels -> kernels.encoding(text, from, from + length)).toList();
    // Then
    assertThat(encodings).containsOnly(place >= from && place < from + length ? Encoding.UTF8 : Encoding.ASCII);
  }

  private static int[] subwordHashes(
      final Kernels kernels, final byte[] text, final int from, final int to, final Encoding encoding, final int shortest, final int longest) {
    final int[] out = new int[(to - from) * (longest - shortest + 1) + Kernels.LANES];
    return Arrays.copyOf(out, kernels.subwordHashes(text, from, to, encoding, shortest, longest, new int[2 * Kernels.LANES], out));
  }

  @Property(tries = 2000)
  void shouldTakeUnsignedRemainders(
      @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) final int any, @ForAll @IntRange(max = 40) final int choice, @ForAll final long seed) {
    // Given
    final int divisor = choice < DIVISORS.length ? DIVISORS[choice] : any;
    final Random random = new Random(seed);
    final int[] hashes = random.ints(1 + random.nextInt(40)).map(hash -> random.nextBoolean() ? hash : aroundAMultiple(hash, divisor, random)).toArray();
    // When
    final List<int[]> remainders = BOTH.stream().map(kernels -> remainders(kernels, hashes, divisor)).toList();
    // Then
    final int[] expected = Arrays.stream(hashes).map(hash -> Integer.remainderUnsigned(hash, divisor)).toArray();
    assertThat(remainders).allSatisfy(found -> assertThat(found).as("mod %d", divisor).isEqualTo(expected));
  }

  private static int aroundAMultiple(final int hash, final int divisor, final Random random) {
    return Integer.divideUnsigned(hash, divisor) * divisor + random.nextInt(5) - 2;
  }

  private static int[] remainders(final Kernels kernels, final int[] hashes, final int divisor) {
    final int[] x = Arrays.copyOf(hashes, hashes.length + Kernels.LANES);
    kernels.remainders(x, hashes.length, divisor, Kernels.reciprocal(divisor));
    return Arrays.copyOf(x, hashes.length);
  }

  @Property(tries = 1000)
  void shouldFindTheEdgesOfTokens(
      @ForAll @IntRange(max = 400) final int length, @ForAll @IntRange(max = 70) final int from, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final byte[] text = bytes(random, from + length + Kernels.OVERREAD_BYTES);
    // When
    final List<int[]> edges = BOTH.stream().map(kernels -> edges(kernels, text, from, from + length)).toList();
    // Then
    final int[] expected = naiveEdges(text, from, from + length);
    assertThat(edges.get(0)).isEqualTo(expected);
    assertThat(edges.get(1)).isEqualTo(expected);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void shouldTakeTheSevenWhiteSpaceBytesForWhiteSpaceAndNoOthers(@ForAll @IntRange(min = 0, max = 255) final int value) {
    // Given
    final byte[] text = new byte[3 + Kernels.OVERREAD_BYTES];
    Arrays.fill(text, (byte) 'x');
    text[1] = (byte) value;
    // When
    final List<int[]> edges = BOTH.stream().map(kernels -> edges(kernels, text, 0, 3)).toList();
    // Then
    final boolean white = value == 0 || value >= 9 && value <= 13 || value == ' ';
    assertThat(edges).allSatisfy(found -> assertThat(found).containsExactly(white ? new int[] {0, 1, 2, 3} : new int[] {0, 3}));
  }

  @Property(tries = 400)
  void shouldSplitWhatWasFoundFromWhatIsMissing(@ForAll @IntRange(max = 70) final int count, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int[] ids = random.ints(Kernels.padded(count), -3, 5).toArray();
    // When
    final List<List<int[]>> splits = BOTH.stream().map(kernels -> split(kernels, ids, count)).toList();
    // Then
    final int[] places = IntStream.range(0, count).filter(index -> ids[index] >= 0).toArray();
    final int[] missing = IntStream.range(0, count).filter(index -> ids[index] == Kernels.MISSING).toArray();
    assertThat(splits).allSatisfy(split -> assertThat(split).containsExactly(IntStream.of(places).map(index -> ids[index]).toArray(), places, missing));
  }

  private static List<int[]> split(final Kernels kernels, final int[] ids, final int count) {
    final int[] found = new int[ids.length];
    final int[] places = new int[ids.length];
    final int[] missing = new int[ids.length];
    final int foundCount = kernels.split(ids, count, found, places, missing);
    final int missingCount = (int) Arrays.stream(ids, 0, count).filter(id -> id == Kernels.MISSING).count();
    return List.of(Arrays.copyOf(found, foundCount), Arrays.copyOf(places, foundCount), Arrays.copyOf(missing, missingCount));
  }

  private static int[] edges(final Kernels kernels, final byte[] text, final int from, final int to) {
    final int[] edges = new int[to - from + 2 + Kernels.LANES];
    return Arrays.copyOf(edges, kernels.tokenEdges(text, from, to, edges));
  }

  private static int[] naiveEdges(final byte[] text, final int from, final int to) {
    final IntStream.Builder edges = IntStream.builder();
    int position = from;
    while (position < to) {
      if (isWhite(text[position])) {
        position++;
        continue;
      }
      edges.add(position);
      while (position < to && !isWhite(text[position])) {
        position++;
      }
      edges.add(position);
    }
    return edges.build().toArray();
  }

  private static boolean isWhite(final byte value) {
    return " \t\n\u000B\f\r\0".indexOf(value & 0xFF) >= 0;
  }

  /** Half of the texts are of bytes at the borders of white space, half of any bytes. */
  private static byte[] bytes(final Random random, final int length) {
    final byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      for (int index = 0; index < length; index++) {
        bytes[index] = SPECIAL_BYTES[random.nextInt(SPECIAL_BYTES.length)];
      }
    }
    return bytes;
  }

  /** A table in memory and on the heap, with not-a-numbers where vectors may read but nothing may matter. */
  private record Table(float[] values, MemorySegment memory) {
    static Table of(final float[] values, final int misalignment, final Arena arena) {
      final long bytes = (long) values.length * Float.BYTES;
      final MemorySegment all = arena.allocate(misalignment + bytes + Kernels.OVERREAD_BYTES, 64);
      final MemorySegment memory = all.asSlice(misalignment);
      for (int index = 0; index < values.length + Kernels.OVERREAD_BYTES / Float.BYTES; index++) {
        memory.set(FLOAT32, (long) index * Float.BYTES, index < values.length ? values[index] : Float.NaN);
      }
      return new Table(values, memory);
    }

    long address() {
      return memory.address();
    }
  }

  private static float[] floats(final Random random, final int count) {
    final float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  private static float[] dirtyLanes() {
    final float[] lanes = new float[Kernels.LANES];
    Arrays.fill(lanes, Float.NaN);
    return lanes;
  }

  private static int[] bits(final float[] values, final int count) {
    final int[] bits = new int[count];
    for (int index = 0; index < count; index++) {
      bits[index] = Float.floatToRawIntBits(values[index]);
    }
    return bits;
  }

  private static Offset<Double> within(final int additions) {
    return Offset.offset((double) TOLERANCE * (1 + additions / 16));
  }
}
