package io.labelstream.kernel;

import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API.
 *
 * <p>Vectors stay in local variables of one method, and every species is a constant there: a vector or a species that crosses a call is boxed as soon as the
 * compiler declines to inline the call, which it does once several models have passed through. Wider vectors than the processor has would be emulated,
 * hundreds of times slower.
 */
public final class VectorKernels extends Kernels {
  /** Made here, so that the JVM can do without this class where it is not used. */
  static Kernels provider() {
    return new VectorKernels();
  }

  /** The widest vectors of this processor. Apart, so that they are set up when they are first used: this takes longer than opening a small model. */
  private static final class Species {
    static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    static final VectorSpecies<Byte> BYTES_OF_BLOCK = ByteVector.SPECIES_128;
  }

  private static final int EDGES_AT_ONCE = 4;
  private static final int HIGHEST_BYTE = Long.SIZE - Byte.SIZE;
  private static final long EACH_GROUP = 0x0001000100010001L;
  private static final int MOST_VECTOR_CODE_POINTS = 2 * Long.SIZE / LANES;
  private static final long LOW_HALF = 0xFFFFFFFFL;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  @Override
  public String name() {
    return "vector, " + Species.WIDE.vectorBitSize() + " bits";
  }

  /** Whole vectors wherever this can be done: the JVM's own copying is slow at the few bytes that are left over. */
  @Override
  public void copy(final byte[] source, final int from, final byte[] target, final int to, final int length) {
    final int lanes = Species.BYTES.length();
    int index = 0;
    for (; index <= length - lanes; index += lanes) {
      ByteVector.fromArray(Species.BYTES, source, from + index).intoArray(target, to + index);
    }
    if (index == length) {
      return;
    }
    if (from + index <= source.length - lanes) {
      ByteVector.fromArray(Species.BYTES, source, from + index).intoArray(target, to + index);
    } else if (length >= lanes) {
      ByteVector.fromArray(Species.BYTES, source, from + length - lanes).intoArray(target, to + length - lanes);
    } else {
      System.arraycopy(source, from, target, to, length);
    }
  }

  @Override
  public int tokenEdges(final byte[] text, final int from, final int to, final int[] edges) {
    final int lanes = Species.BYTES.length();
    final long laneMask = -1L >>> (Long.SIZE - lanes);
    long carry = 1;
    int count = 0;
    for (int position = from; position < to; position += lanes) {
      final ByteVector bytes = ByteVector.fromArray(Species.BYTES, text, position);
      long white =
          bytes.eq((byte) ' ').or(bytes.eq((byte) 0)).or(bytes.sub((byte) 9).compare(VectorOperators.ULT, (byte) 5)).toLong();
      final int left = to - position;
      if (left < lanes) {
        white |= -1L << left;
      }
      long changes = (white ^ (white << 1 | carry)) & laneMask;
      carry = white >>> (lanes - 1) & 1;
      final int found = Long.bitCount(changes);
      // Several at once: the end of such a loop is easier to predict.
      for (int next = count; changes != 0; next += EDGES_AT_ONCE) {
        edges[next] = position + Long.numberOfTrailingZeros(changes);
        changes &= changes - 1;
        edges[next + 1] = position + Long.numberOfTrailingZeros(changes);
        changes &= changes - 1;
        edges[next + 2] = position + Long.numberOfTrailingZeros(changes);
        changes &= changes - 1;
        edges[next + 3] = position + Long.numberOfTrailingZeros(changes);
        changes &= changes - 1;
      }
      count += found;
    }
    if ((count & 1) != 0) {
      edges[count++] = to;
    }
    return count;
  }

  @Override
  public Encoding encoding(final byte[] text, final int from, final int to) {
    final int lanes = Species.BYTES.length();
    ByteVector any = ByteVector.zero(Species.BYTES);
    int position = from;
    for (; position <= to - lanes; position += lanes) {
      any = any.or(ByteVector.fromArray(Species.BYTES, text, position));
    }
    final long rest = any.or(ByteVector.fromArray(Species.BYTES, text, position)).compare(VectorOperators.LT, 0).toLong();
    final long all = any.compare(VectorOperators.LT, 0).toLong();
    return all == 0 && (rest & (1L << to - position) - 1) == 0 ? Encoding.ASCII : Encoding.UTF8;
  }

  @Override
  public void tokenHashes(final long[] first, final long[] second, final long[] lengths, final int count) {
    for (int token = 0; token < count; token += Species.LONGS.length()) {
      final LongVector length = LongVector.fromArray(Species.LONGS, lengths, token);
      LongVector bytes = LongVector.fromArray(Species.LONGS, first, token);
      LongVector hash = LongVector.broadcast(Species.LONGS, HASH_START);
      for (int index = 0; index < Long.BYTES; index++) {
        final LongVector next = bytes.lanewise(VectorOperators.LSHL, HIGHEST_BYTE - Byte.SIZE * index).lanewise(VectorOperators.ASHR, HIGHEST_BYTE);
        hash = hash.blend(hash.lanewise(VectorOperators.XOR, next).mul(HASH_PRIME), length.compare(VectorOperators.GT, index));
      }
      if (length.compare(VectorOperators.GT, Long.BYTES).anyTrue()) {
        bytes = LongVector.fromArray(Species.LONGS, second, token);
        for (int index = 0; index < Long.BYTES; index++) {
          final LongVector next = bytes.lanewise(VectorOperators.LSHL, HIGHEST_BYTE - Byte.SIZE * index).lanewise(VectorOperators.ASHR, HIGHEST_BYTE);
          hash = hash.blend(hash.lanewise(VectorOperators.XOR, next).mul(HASH_PRIME), length.compare(VectorOperators.GT, Long.BYTES + index));
        }
      }
      hash.intoArray(first, token);
    }
  }

  @Override
  public int subwordHashes(
      final byte[] text,
      final int from,
      final int to,
      final Encoding encoding,
      final int shortest,
      final int longest,
      final int[] scratch,
      final int[] out) {
    if (Species.INTS.length() < LANES / 2 || longest > MOST_VECTOR_CODE_POINTS) {
      return Kernels.plain().subwordHashes(text, from, to, encoding, shortest, longest, scratch, out);
    }
    return encoding == Encoding.ASCII
        ? asciiSubwordHashes(text, from, to, shortest, longest, out)
        : utf8SubwordHashes(text, from, to, shortest, longest, out);
  }

  /**
   * The n-grams that start in a block grow together, byte by byte: each is a lane of a vector, and one bit in each group of 16 bits of an integer. Of
   * {@code reached}, group {@code k} holds those of more than {@code k} code points, and of {@code reachedMore} those of more than {@code k + 4}.
   */
  private static int utf8SubwordHashes(final byte[] text, final int from, final int to, final int shortest, final int longest, final int[] out) {
    int next = 0;
    for (int block = from; block < to; block += LANES) {
      ByteVector bytes = ByteVector.fromArray(Species.BYTES_OF_BLOCK, text, block);
      VectorMask<Byte> breaks = bytes.eq(WORD_BREAK);
      final int begins = (int) breaks.toLong();
      int growing = (int) bytes.compare(VectorOperators.GE, FIRST_NON_CONTINUATION).toLong() & (1 << Math.min(to - block, LANES)) - 1;
      int ends = 0;
      long reached = 0;
      long reachedMore = 0;
      IntVector low = IntVector.broadcast(Species.INTS, HASH_START);
      IntVector high = low;
      bytes = bytes.blend(WORD_BEGIN, breaks);
      for (int position = block + 1; growing != 0; position++) {
        low = low.lanewise(VectorOperators.XOR, (IntVector) bytes.convertShape(VectorOperators.B2I, Species.INTS, 0)).mul(HASH_PRIME);
        if (Species.INTS.length() < LANES) {
          high = high.lanewise(VectorOperators.XOR, (IntVector) bytes.convertShape(VectorOperators.B2I, Species.INTS, 1)).mul(HASH_PRIME);
        }
        final ByteVector behind = ByteVector.fromArray(Species.BYTES_OF_BLOCK, text, position);
        final int whole = ((int) behind.compare(VectorOperators.GE, FIRST_NON_CONTINUATION).toLong() | ends) & growing;
        final long wholeInEachGroup = whole * EACH_GROUP;
        reachedMore |= (reachedMore << LANES | reached >>> Long.SIZE - LANES) & wholeInEachGroup;
        reached |= (reached << LANES | (1 << LANES) - 1) & wholeInEachGroup;
        // A mark at the start alone is no n-gram.
        final int wanted = whole & group(shortest - 1, reached, reachedMore) & (group(1, reached, reachedMore) | ~begins);
        growing &= ~(ends | whole & group(longest - 1, reached, reachedMore));
        low.compress(VectorMask.fromLong(Species.INTS, wanted)).intoArray(out, next);
        if (Species.INTS.length() < LANES) {
          next += Integer.bitCount(wanted & (1 << Species.INTS.length()) - 1);
          high.compress(VectorMask.fromLong(Species.INTS, wanted >>> Species.INTS.length())).intoArray(out, next);
          next += Integer.bitCount(wanted >>> Species.INTS.length());
        } else {
          next += Integer.bitCount(wanted);
        }
        breaks = behind.eq(WORD_BREAK);
        ends = (int) breaks.toLong();
        bytes = behind.blend(WORD_END, breaks);
      }
    }
    return next;
  }

  /** Where all bytes are code points, the n-grams that start in a block grow by a code point at a time. */
  private static int asciiSubwordHashes(final byte[] text, final int from, final int to, final int shortest, final int longest, final int[] out) {
    int next = 0;
    for (int block = from; block < to; block += LANES) {
      ByteVector bytes = ByteVector.fromArray(Species.BYTES_OF_BLOCK, text, block);
      VectorMask<Byte> breaks = bytes.eq(WORD_BREAK);
      final int begins = (int) breaks.toLong();
      int growing = (1 << Math.min(to - block, LANES)) - 1;
      int ends = 0;
      IntVector low = IntVector.broadcast(Species.INTS, HASH_START);
      IntVector high = low;
      bytes = bytes.blend(WORD_BEGIN, breaks);
      for (int length = 1; length <= longest && growing != 0; length++) {
        low = low.lanewise(VectorOperators.XOR, (IntVector) bytes.convertShape(VectorOperators.B2I, Species.INTS, 0)).mul(HASH_PRIME);
        if (Species.INTS.length() < LANES) {
          high = high.lanewise(VectorOperators.XOR, (IntVector) bytes.convertShape(VectorOperators.B2I, Species.INTS, 1)).mul(HASH_PRIME);
        }
        if (length >= shortest) {
          // A mark at the start alone is no n-gram.
          final int wanted = length > 1 ? growing : growing & ~begins;
          low.compress(VectorMask.fromLong(Species.INTS, wanted)).intoArray(out, next);
          if (Species.INTS.length() < LANES) {
            next += Integer.bitCount(wanted & (1 << Species.INTS.length()) - 1);
            high.compress(VectorMask.fromLong(Species.INTS, wanted >>> Species.INTS.length())).intoArray(out, next);
            next += Integer.bitCount(wanted >>> Species.INTS.length());
          } else {
            next += Integer.bitCount(wanted);
          }
        }
        growing &= ~ends;
        final ByteVector behind = ByteVector.fromArray(Species.BYTES_OF_BLOCK, text, block + length);
        breaks = behind.eq(WORD_BREAK);
        ends = (int) breaks.toLong();
        bytes = behind.blend(WORD_END, breaks);
      }
    }
    return next;
  }

  private static int group(final int index, final long reached, final long reachedMore) {
    return (int) ((index < Long.SIZE / LANES ? reached : reachedMore) >>> index * LANES);
  }

  @Override
  public int split(final int[] ids, final int count, final int[] found, final int[] places, final int[] missing) {
    final int lanes = Species.INTS.length();
    int foundCount = 0;
    int missingCount = 0;
    for (int index = 0; index < count; index += lanes) {
      final IntVector some = IntVector.fromArray(Species.INTS, ids, index);
      final IntVector place = IntVector.broadcast(Species.INTS, index).addIndex(1);
      final VectorMask<Integer> inside = place.compare(VectorOperators.LT, count);
      final VectorMask<Integer> isFound = some.compare(VectorOperators.GE, 0).and(inside);
      final VectorMask<Integer> isMissing = some.compare(VectorOperators.EQ, MISSING);
      some.compress(isFound).intoArray(found, foundCount);
      place.compress(isFound).intoArray(places, foundCount);
      place.compress(isMissing).intoArray(missing, missingCount);
      foundCount += isFound.trueCount();
      missingCount += isMissing.trueCount();
    }
    return foundCount;
  }

  @Override
  public void remainders(final int[] x, final int count, final int divisor, final long reciprocal) {
    final int shift = reciprocalShift(divisor);
    for (int index = 0; index < count; index += Species.INTS.length()) {
      final IntVector hashes = IntVector.fromArray(Species.INTS, x, index);
      final LongVector pairs = hashes.reinterpretAsLongs();
      final LongVector low = pairs.and(LOW_HALF).mul(reciprocal).lanewise(VectorOperators.LSHR, shift);
      final LongVector high = pairs.lanewise(VectorOperators.LSHR, Integer.SIZE).mul(reciprocal).lanewise(VectorOperators.LSHR, shift);
      final IntVector quotients = low.or(high.lanewise(VectorOperators.LSHL, Integer.SIZE)).reinterpretAsInts();
      final IntVector remainders = hashes.sub(quotients.mul(divisor));
      remainders.lanewise(VectorOperators.UMIN, remainders.sub(divisor)).intoArray(x, index);
    }
  }

  @Override
  public void addRows(
      final long table, final int stride, final int columns, final int[] rows, final int count, final float[] sum) {
    if (columns <= 4) {
      addNarrowRows(table, stride, rows, count, sum);
      return;
    }
    int column = 0;
    for (; columns - column > 3 * Species.WIDE.length(); column += 4 * Species.WIDE.length()) {
      addRowsFourWide(table, stride, column, rows, count, sum);
    }
    for (; column < columns; column += Species.WIDE.length()) {
      addRowsWide(table, stride, column, rows, count, sum);
    }
  }

  /** Rows of up to four floats: each column waits for its own additions, so a vector would not be faster. */
  private static void addNarrowRows(final long table, final int stride, final int[] rows, final int count, final float[] sum) {
    final long start = Memory.start(table);
    final long rowBytes = (long) stride * Float.BYTES;
    float first = sum[0];
    float second = sum[1];
    float third = sum[2];
    float fourth = sum[3];
    for (int index = 0; index < count; index++) {
      final long row = start + Memory.row(rows[index], rowBytes);
      first += Memory.float32(row);
      second += Memory.float32(row + Float.BYTES);
      third += Memory.float32(row + 2 * Float.BYTES);
      fourth += Memory.float32(row + 3 * Float.BYTES);
    }
    sum[0] = first;
    sum[1] = second;
    sum[2] = third;
    sum[3] = fourth;
  }

  private static void addRowsWide(
      final long table, final int stride, final int column, final int[] rows, final int count, final float[] sum) {
    final long rowBytes = (long) stride * Float.BYTES;
    final long start = Memory.start(table + (long) column * Float.BYTES);
    FloatVector total = FloatVector.fromArray(Species.WIDE, sum, column);
    for (int index = 0; index < count; index++) {
      total = total.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, start + Memory.row(rows[index], rowBytes), ORDER));
    }
    total.intoArray(sum, column);
  }

  private static void addRowsFourWide(
      final long table, final int stride, final int column, final int[] rows, final int count, final float[] sum) {
    final int lanes = Species.WIDE.length();
    final long vectorBytes = (long) lanes * Float.BYTES;
    final long rowBytes = (long) stride * Float.BYTES;
    final long start = Memory.start(table + (long) column * Float.BYTES);
    FloatVector first = FloatVector.fromArray(Species.WIDE, sum, column);
    FloatVector second = FloatVector.fromArray(Species.WIDE, sum, column + lanes);
    FloatVector third = FloatVector.fromArray(Species.WIDE, sum, column + 2 * lanes);
    FloatVector fourth = FloatVector.fromArray(Species.WIDE, sum, column + 3 * lanes);
    for (int index = 0; index < count; index++) {
      final long row = start + Memory.row(rows[index], rowBytes);
      first = first.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, row, ORDER));
      second = second.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, row + vectorBytes, ORDER));
      third = third.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, row + 2 * vectorBytes, ORDER));
      fourth = fourth.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, row + 3 * vectorBytes, ORDER));
    }
    first.intoArray(sum, column);
    second.intoArray(sum, column + lanes);
    third.intoArray(sum, column + 2 * lanes);
    fourth.intoArray(sum, column + 3 * lanes);
  }

  @Override
  public void multiply(final long columns, final int columnCount, final int rows, final float[] x, final float[] out) {
    final int lanes = Species.WIDE.length();
    final long vectorBytes = (long) lanes * Float.BYTES;
    final long columnBytes = (long) rows * Float.BYTES;
    int row = 0;
    for (; row <= rows - 4 * lanes; row += 4 * lanes) {
      FloatVector first = FloatVector.zero(Species.WIDE);
      FloatVector second = first;
      FloatVector third = first;
      FloatVector fourth = first;
      long at = columns + (long) row * Float.BYTES;
      for (int column = 0; column < columnCount; column++, at += columnBytes) {
        final long start = Memory.start(at);
        final FloatVector factor = FloatVector.broadcast(Species.WIDE, x[column]);
        first = first.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, start, ORDER).mul(factor));
        second = second.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, start + vectorBytes, ORDER).mul(factor));
        third = third.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, start + 2 * vectorBytes, ORDER).mul(factor));
        fourth = fourth.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, start + 3 * vectorBytes, ORDER).mul(factor));
      }
      first.intoArray(out, row);
      second.intoArray(out, row + lanes);
      third.intoArray(out, row + 2 * lanes);
      fourth.intoArray(out, row + 3 * lanes);
    }
    for (; row < rows; row += lanes) {
      FloatVector total = FloatVector.zero(Species.WIDE);
      long at = columns + (long) row * Float.BYTES;
      for (int column = 0; column < columnCount; column++, at += columnBytes) {
        total = total.add(FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, Memory.start(at), ORDER).mul(x[column]));
      }
      total.intoArray(out, row);
    }
  }

  @Override
  public float dot(final long row, final int columns, final float[] x, final float[] lanes) {
    final long start = Memory.start(row);
    for (int lane = 0; lane < LANES; lane += Species.WIDE.length()) {
      FloatVector total = FloatVector.zero(Species.WIDE);
      for (int column = lane; column < columns || column < LANES; column += LANES) {
        total =
            total.add(
                FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, start + Memory.row(column, Float.BYTES), ORDER)
                    .mul(FloatVector.fromArray(Species.WIDE, x, column)));
      }
      total.intoArray(lanes, lane);
    }
    return sum(lanes);
  }

  @Override
  public void scale(final float[] x, final int count, final float factor) {
    int index = 0;
    for (; index <= count - Species.WIDE.length(); index += Species.WIDE.length()) {
      FloatVector.fromArray(Species.WIDE, x, index).mul(factor).intoArray(x, index);
    }
    for (; index < count; index++) {
      x[index] *= factor;
    }
  }

  @Override
  public void softmax(final float[] x, final int count, final float[] lanes) {
    final int width = Species.WIDE.length();
    final int whole = count - count % width;
    float max = x[0];
    if (whole > 0) {
      FloatVector maxima = FloatVector.fromArray(Species.WIDE, x, 0);
      for (int index = width; index < whole; index += width) {
        maxima = maxima.max(FloatVector.fromArray(Species.WIDE, x, index));
      }
      max = maxima.reduceLanes(VectorOperators.MAX);
    }
    for (int index = whole; index < count; index++) {
      max = Math.max(max, x[index]);
    }
    for (int index = 0; index < whole; index += width) {
      // The steps of Exponential.of.
      final FloatVector argument = FloatVector.fromArray(Species.WIDE, x, index).sub(max).max(Exponential.LEAST).min(Exponential.MOST);
      final FloatVector rounded = argument.mul(Exponential.LOG2_E).add(Exponential.ROUNDER);
      final FloatVector n = rounded.sub(Exponential.ROUNDER);
      final FloatVector r = argument.sub(n.mul(Exponential.LN2_HIGH)).sub(n.mul(Exponential.LN2_LOW));
      final FloatVector high = r.mul(Exponential.C7).add(Exponential.C6).mul(r).add(Exponential.C5).mul(r).add(Exponential.C4);
      final FloatVector tail = high.mul(r).add(Exponential.C3).mul(r).add(Exponential.C2);
      final FloatVector mantissa = tail.mul(r.mul(r)).add(r).add(1f);
      final IntVector exponent = rounded.reinterpretAsInts().sub(Exponential.ROUNDER_BITS).add(Exponential.EXPONENT_BIAS);
      final FloatVector power = exponent.lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS).reinterpretAsFloats();
      mantissa.mul(power).intoArray(x, index);
    }
    for (int index = whole; index < count; index++) {
      x[index] = Exponential.of(x[index] - max);
    }
    Arrays.fill(lanes, 0, LANES, 0f);
    int index = 0;
    for (; index <= count - LANES; index += LANES) {
      for (int lane = 0; lane < LANES; lane += width) {
        FloatVector.fromArray(Species.WIDE, lanes, lane).add(FloatVector.fromArray(Species.WIDE, x, index + lane)).intoArray(lanes, lane);
      }
    }
    for (; index < count; index++) {
      lanes[index % LANES] += x[index];
    }
    final float sum = sum(lanes);
    for (index = 0; index < whole; index += width) {
      FloatVector.fromArray(Species.WIDE, x, index).div(sum).intoArray(x, index);
    }
    for (; index < count; index++) {
      x[index] /= sum;
    }
  }
}
