package io.labelstream.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API.
 *
 * <p>Vectors stay in local variables of one method: one that crosses a call that is not inlined is boxed. Widths are chosen from those the
 * processor has; wider ones would be emulated, hundreds of times slower.
 */
public final class VectorKernels extends Kernels {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> EIGHT = atMostPreferred(FloatVector.SPECIES_256);
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private static VectorSpecies<Float> atMostPreferred(final VectorSpecies<Float> species) {
    return species.length() <= WIDE.length() ? species : WIDE;
  }

  @Override
  public String name() {
    return "vector, " + WIDE.vectorBitSize() + " bits";
  }

  @Override
  public int tokenEdges(final byte[] text, final int from, final int to, final int[] edges) {
    final int lanes = BYTES.length();
    final long laneMask = -1L >>> (Long.SIZE - lanes);
    long carry = 1;
    int count = 0;
    for (int position = from; position < to; position += lanes) {
      final ByteVector bytes = ByteVector.fromArray(BYTES, text, position);
      long white =
          bytes.eq((byte) ' ').or(bytes.eq((byte) 0)).or(bytes.sub((byte) 9).compare(VectorOperators.ULT, (byte) 5)).toLong();
      final int left = to - position;
      if (left < lanes) {
        white |= -1L << left;
      }
      long changes = (white ^ (white << 1 | carry)) & laneMask;
      carry = white >>> (lanes - 1) & 1;
      while (changes != 0) {
        edges[count++] = position + Long.numberOfTrailingZeros(changes);
        changes &= changes - 1;
      }
    }
    if ((count & 1) != 0) {
      edges[count++] = to;
    }
    return count;
  }

  @Override
  public void addRows(
      final MemorySegment table, final int stride, final int columns, final int[] rows, final int count, final float[] sum) {
    if (columns <= FOUR.length()) {
      addRows(FOUR, table, stride, 0, rows, count, sum);
    } else if (columns <= EIGHT.length()) {
      addRows(EIGHT, table, stride, 0, rows, count, sum);
    } else {
      int column = 0;
      for (; columns - column > 3 * WIDE.length(); column += 4 * WIDE.length()) {
        addRowsFourWide(table, stride, column, rows, count, sum);
      }
      for (; column < columns; column += WIDE.length()) {
        addRows(WIDE, table, stride, column, rows, count, sum);
      }
    }
  }

  private static void addRows(
      final VectorSpecies<Float> species,
      final MemorySegment table,
      final int stride,
      final int column,
      final int[] rows,
      final int count,
      final float[] sum) {
    final long rowBytes = (long) stride * Float.BYTES;
    final long start = (long) column * Float.BYTES;
    FloatVector total = FloatVector.fromArray(species, sum, column);
    for (int index = 0; index < count; index++) {
      total = total.add(FloatVector.fromMemorySegment(species, table, start + rows[index] * rowBytes, ORDER));
    }
    total.intoArray(sum, column);
  }

  private static void addRowsFourWide(
      final MemorySegment table, final int stride, final int column, final int[] rows, final int count, final float[] sum) {
    final int lanes = WIDE.length();
    final long vectorBytes = (long) lanes * Float.BYTES;
    final long rowBytes = (long) stride * Float.BYTES;
    final long start = (long) column * Float.BYTES;
    FloatVector first = FloatVector.fromArray(WIDE, sum, column);
    FloatVector second = FloatVector.fromArray(WIDE, sum, column + lanes);
    FloatVector third = FloatVector.fromArray(WIDE, sum, column + 2 * lanes);
    FloatVector fourth = FloatVector.fromArray(WIDE, sum, column + 3 * lanes);
    for (int index = 0; index < count; index++) {
      final long row = start + rows[index] * rowBytes;
      first = first.add(FloatVector.fromMemorySegment(WIDE, table, row, ORDER));
      second = second.add(FloatVector.fromMemorySegment(WIDE, table, row + vectorBytes, ORDER));
      third = third.add(FloatVector.fromMemorySegment(WIDE, table, row + 2 * vectorBytes, ORDER));
      fourth = fourth.add(FloatVector.fromMemorySegment(WIDE, table, row + 3 * vectorBytes, ORDER));
    }
    first.intoArray(sum, column);
    second.intoArray(sum, column + lanes);
    third.intoArray(sum, column + 2 * lanes);
    fourth.intoArray(sum, column + 3 * lanes);
  }

  @Override
  public void multiply(final MemorySegment columns, final int columnCount, final int rows, final float[] x, final float[] out) {
    final int lanes = WIDE.length();
    final long vectorBytes = (long) lanes * Float.BYTES;
    final long columnBytes = (long) rows * Float.BYTES;
    int row = 0;
    for (; row <= rows - 4 * lanes; row += 4 * lanes) {
      FloatVector first = FloatVector.zero(WIDE);
      FloatVector second = first;
      FloatVector third = first;
      FloatVector fourth = first;
      long at = (long) row * Float.BYTES;
      for (int column = 0; column < columnCount; column++, at += columnBytes) {
        final FloatVector factor = FloatVector.broadcast(WIDE, x[column]);
        first = first.add(FloatVector.fromMemorySegment(WIDE, columns, at, ORDER).mul(factor));
        second = second.add(FloatVector.fromMemorySegment(WIDE, columns, at + vectorBytes, ORDER).mul(factor));
        third = third.add(FloatVector.fromMemorySegment(WIDE, columns, at + 2 * vectorBytes, ORDER).mul(factor));
        fourth = fourth.add(FloatVector.fromMemorySegment(WIDE, columns, at + 3 * vectorBytes, ORDER).mul(factor));
      }
      first.intoArray(out, row);
      second.intoArray(out, row + lanes);
      third.intoArray(out, row + 2 * lanes);
      fourth.intoArray(out, row + 3 * lanes);
    }
    for (; row < rows; row += lanes) {
      FloatVector total = FloatVector.zero(WIDE);
      long at = (long) row * Float.BYTES;
      for (int column = 0; column < columnCount; column++, at += columnBytes) {
        total = total.add(FloatVector.fromMemorySegment(WIDE, columns, at, ORDER).mul(x[column]));
      }
      total.intoArray(out, row);
    }
  }

  @Override
  public float dot(final MemorySegment table, final long row, final int columns, final float[] x, final float[] lanes) {
    for (int lane = 0; lane < LANES; lane += WIDE.length()) {
      FloatVector total = FloatVector.zero(WIDE);
      for (int column = lane; column < columns || column < LANES; column += LANES) {
        total =
            total.add(
                FloatVector.fromMemorySegment(WIDE, table, row + (long) column * Float.BYTES, ORDER)
                    .mul(FloatVector.fromArray(WIDE, x, column)));
      }
      total.intoArray(lanes, lane);
    }
    return sum(lanes);
  }

  @Override
  public void project(
      final MemorySegment source,
      final int sourceColumns,
      final long rows,
      final float[] columns,
      final MemorySegment target,
      final int targetStride) {
    if (targetStride == FOUR.length()) {
      project(FOUR, source, sourceColumns, rows, columns, target, targetStride);
    } else if (targetStride == EIGHT.length()) {
      project(EIGHT, source, sourceColumns, rows, columns, target, targetStride);
    } else {
      project(targetStride % WIDE.length() == 0 ? WIDE : FOUR, source, sourceColumns, rows, columns, target, targetStride);
    }
  }

  private static void project(
      final VectorSpecies<Float> species,
      final MemorySegment source,
      final int sourceColumns,
      final long rows,
      final float[] columns,
      final MemorySegment target,
      final int targetStride) {
    long read = 0;
    long write = 0;
    for (long row = 0; row < rows; row++, read += (long) sourceColumns * Float.BYTES) {
      for (int to = 0; to < targetStride; to += species.length(), write += (long) species.length() * Float.BYTES) {
        FloatVector sum = FloatVector.zero(species);
        for (int from = 0; from < sourceColumns; from++) {
          sum =
              sum.add(
                  FloatVector.fromArray(species, columns, from * targetStride + to)
                      .mul(source.get(FLOAT32, read + (long) from * Float.BYTES)));
        }
        sum.intoMemorySegment(target, write, ORDER);
      }
    }
  }

  @Override
  public boolean isFinite(final MemorySegment table, final long count) {
    // Zero times a finite number is zero; times anything else it is not a number, and so is every sum with that.
    FloatVector zeros = FloatVector.zero(WIDE);
    long index = 0;
    for (; index <= count - WIDE.length(); index += WIDE.length()) {
      zeros = zeros.add(FloatVector.fromMemorySegment(WIDE, table, index * Float.BYTES, ORDER).mul(0f));
    }
    float sum = zeros.reduceLanes(VectorOperators.ADD);
    for (; index < count; index++) {
      sum += table.get(FLOAT32, index * Float.BYTES) * 0f;
    }
    return sum == 0f;
  }

  @Override
  public void scale(final float[] x, final int count, final float factor) {
    int index = 0;
    for (; index <= count - WIDE.length(); index += WIDE.length()) {
      FloatVector.fromArray(WIDE, x, index).mul(factor).intoArray(x, index);
    }
    for (; index < count; index++) {
      x[index] *= factor;
    }
  }

  @Override
  public void softmax(final float[] x, final int count, final float[] lanes) {
    final int width = WIDE.length();
    final int whole = count - count % width;
    float max = x[0];
    if (whole > 0) {
      FloatVector maxima = FloatVector.fromArray(WIDE, x, 0);
      for (int index = width; index < whole; index += width) {
        maxima = maxima.max(FloatVector.fromArray(WIDE, x, index));
      }
      max = maxima.reduceLanes(VectorOperators.MAX);
    }
    for (int index = whole; index < count; index++) {
      max = Math.max(max, x[index]);
    }
    for (int index = 0; index < whole; index += width) {
      exponential(x, index, max);
    }
    for (int index = whole; index < count; index++) {
      x[index] = Exponential.of(x[index] - max);
    }
    Arrays.fill(lanes, 0, LANES, 0f);
    int index = 0;
    for (; index <= count - LANES; index += LANES) {
      for (int lane = 0; lane < LANES; lane += width) {
        FloatVector.fromArray(WIDE, lanes, lane).add(FloatVector.fromArray(WIDE, x, index + lane)).intoArray(lanes, lane);
      }
    }
    for (; index < count; index++) {
      lanes[index % LANES] += x[index];
    }
    final float sum = sum(lanes);
    for (index = 0; index < whole; index += width) {
      FloatVector.fromArray(WIDE, x, index).div(sum).intoArray(x, index);
    }
    for (; index < count; index++) {
      x[index] /= sum;
    }
  }

  /** The steps of {@link Exponential#of}, for one vector of {@code x - max}. */
  private static void exponential(final float[] values, final int index, final float max) {
    final FloatVector x = FloatVector.fromArray(WIDE, values, index).sub(max).max(Exponential.LEAST).min(Exponential.MOST);
    final FloatVector rounded = x.mul(Exponential.LOG2_E).add(Exponential.ROUNDER);
    final FloatVector n = rounded.sub(Exponential.ROUNDER);
    final FloatVector r = x.sub(n.mul(Exponential.LN2_HIGH)).sub(n.mul(Exponential.LN2_LOW));
    final FloatVector tail =
        r.mul(Exponential.C7)
            .add(Exponential.C6)
            .mul(r)
            .add(Exponential.C5)
            .mul(r)
            .add(Exponential.C4)
            .mul(r)
            .add(Exponential.C3)
            .mul(r)
            .add(Exponential.C2);
    final FloatVector mantissa = tail.mul(r.mul(r)).add(r).add(1f);
    final FloatVector power =
        rounded
            .reinterpretAsInts()
            .sub(Exponential.ROUNDER_BITS)
            .add(Exponential.EXPONENT_BIAS)
            .lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS)
            .reinterpretAsFloats();
    mantissa.mul(power).intoArray(values, index);
  }
}
