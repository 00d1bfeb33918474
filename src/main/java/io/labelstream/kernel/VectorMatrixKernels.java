package io.labelstream.kernel;

import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API. The rules that {@link VectorKernels} states hold here as well: vectors stay in local variables of one method.
 *
 * <p>A product keeps the sums of a tile in registers: of four, six or eight rows and two vectors of outputs, as many as the compiler can hold without moving
 * them to memory and back. Where rows are left over, a tile takes the last row several times.
 */
public final class VectorMatrixKernels extends MatrixKernels {
  private static final int LEAST_BITS = 256;
  private static final int FOUR = 4;
  private static final int SIX = 6;
  private static final int EIGHT = 8;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** Made here, so that the JVM can do without this class where it is not used. */
  static MatrixKernels provider() {
    return Species.WIDE.vectorBitSize() >= LEAST_BITS ? new VectorMatrixKernels() : new ScalarMatrixKernels();
  }

  /** Apart, so that it is set up when it is first used. */
  private static final class Species {
    static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    /** As many bytes as {@link #WIDE} has floats. */
    static final VectorSpecies<Byte> QUARTER = VectorSpecies.of(byte.class, VectorShape.forBitSize(WIDE.vectorBitSize() / Float.BYTES));
  }

  @Override
  public void multiply(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final float[] out, final int to, final int outStride) {
    for (int row = 0; row < rows; ) {
      final int left = rows - row;
      final int read = from + row * stride;
      final int write = to + row * outStride;
      final int height = height(left);
      for (int column = 0; column < PANEL; column += 2 * Species.WIDE.length()) {
        switch (height) {
          case EIGHT -> eightRows(x, read, stride, left, inputs, panel, column, out, write + column, outStride);
          case SIX -> sixRows(x, read, stride, left, inputs, panel, column, out, write + column, outStride);
          default -> fourRows(x, read, stride, left, inputs, panel, column, out, write + column, outStride);
        }
      }
      row += height;
    }
  }

  /** The rows of the next tile. Of three rows or more, at most one is taken twice in the end; only the widest vectors have registers for more than four. */
  private static int height(final int left) {
    if (left <= FOUR || Species.WIDE.length() < Kernels.LANES) {
      return FOUR;
    }
    return left <= SIX || left > EIGHT && left <= FOUR + SIX ? SIX : EIGHT;
  }

  private static void eightRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final int column, final float[] out, final int to,
      final int outStride) {
    final long weights = Memory.start(panel + weightOffset(0, column));
    final int row0 = from;
    final int row1 = from + Math.min(1, rows - 1) * stride;
    final int row2 = from + Math.min(2, rows - 1) * stride;
    final int row3 = from + Math.min(3, rows - 1) * stride;
    final int row4 = from + Math.min(4, rows - 1) * stride;
    final int row5 = from + Math.min(5, rows - 1) * stride;
    final int row6 = from + Math.min(6, rows - 1) * stride;
    final int row7 = from + Math.min(7, rows - 1) * stride;
    FloatVector sum0A = FloatVector.zero(Species.WIDE);
    FloatVector sum0B = FloatVector.zero(Species.WIDE);
    FloatVector sum1A = FloatVector.zero(Species.WIDE);
    FloatVector sum1B = FloatVector.zero(Species.WIDE);
    FloatVector sum2A = FloatVector.zero(Species.WIDE);
    FloatVector sum2B = FloatVector.zero(Species.WIDE);
    FloatVector sum3A = FloatVector.zero(Species.WIDE);
    FloatVector sum3B = FloatVector.zero(Species.WIDE);
    FloatVector sum4A = FloatVector.zero(Species.WIDE);
    FloatVector sum4B = FloatVector.zero(Species.WIDE);
    FloatVector sum5A = FloatVector.zero(Species.WIDE);
    FloatVector sum5B = FloatVector.zero(Species.WIDE);
    FloatVector sum6A = FloatVector.zero(Species.WIDE);
    FloatVector sum6B = FloatVector.zero(Species.WIDE);
    FloatVector sum7A = FloatVector.zero(Species.WIDE);
    FloatVector sum7B = FloatVector.zero(Species.WIDE);
    for (int input = 0; input < inputs; input++) {
      final long at = weights + Memory.row(input, PANEL);
      final FloatVector a =
          (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector b =
          (FloatVector)
              ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + Species.WIDE.length(), ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector x0 = FloatVector.broadcast(Species.WIDE, x[row0 + input]);
      sum0A = x0.fma(a, sum0A);
      sum0B = x0.fma(b, sum0B);
      final FloatVector x1 = FloatVector.broadcast(Species.WIDE, x[row1 + input]);
      sum1A = x1.fma(a, sum1A);
      sum1B = x1.fma(b, sum1B);
      final FloatVector x2 = FloatVector.broadcast(Species.WIDE, x[row2 + input]);
      sum2A = x2.fma(a, sum2A);
      sum2B = x2.fma(b, sum2B);
      final FloatVector x3 = FloatVector.broadcast(Species.WIDE, x[row3 + input]);
      sum3A = x3.fma(a, sum3A);
      sum3B = x3.fma(b, sum3B);
      final FloatVector x4 = FloatVector.broadcast(Species.WIDE, x[row4 + input]);
      sum4A = x4.fma(a, sum4A);
      sum4B = x4.fma(b, sum4B);
      final FloatVector x5 = FloatVector.broadcast(Species.WIDE, x[row5 + input]);
      sum5A = x5.fma(a, sum5A);
      sum5B = x5.fma(b, sum5B);
      final FloatVector x6 = FloatVector.broadcast(Species.WIDE, x[row6 + input]);
      sum6A = x6.fma(a, sum6A);
      sum6B = x6.fma(b, sum6B);
      final FloatVector x7 = FloatVector.broadcast(Species.WIDE, x[row7 + input]);
      sum7A = x7.fma(a, sum7A);
      sum7B = x7.fma(b, sum7B);
    }
    final long header = Memory.start(panel);
    final FloatVector biasA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + biasOffset(column), ORDER);
    final FloatVector scaleA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + scaleOffset(column), ORDER);
    final FloatVector biasB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + biasOffset(column + Species.WIDE.length()), ORDER);
    final FloatVector scaleB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + scaleOffset(column + Species.WIDE.length()), ORDER);
    sum0A.fma(scaleA, biasA).intoArray(out, to);
    sum0B.fma(scaleB, biasB).intoArray(out, to + Species.WIDE.length());
    sum1A.fma(scaleA, biasA).intoArray(out, to + Math.min(1, rows - 1) * outStride);
    sum1B.fma(scaleB, biasB).intoArray(out, to + Math.min(1, rows - 1) * outStride + Species.WIDE.length());
    sum2A.fma(scaleA, biasA).intoArray(out, to + Math.min(2, rows - 1) * outStride);
    sum2B.fma(scaleB, biasB).intoArray(out, to + Math.min(2, rows - 1) * outStride + Species.WIDE.length());
    sum3A.fma(scaleA, biasA).intoArray(out, to + Math.min(3, rows - 1) * outStride);
    sum3B.fma(scaleB, biasB).intoArray(out, to + Math.min(3, rows - 1) * outStride + Species.WIDE.length());
    sum4A.fma(scaleA, biasA).intoArray(out, to + Math.min(4, rows - 1) * outStride);
    sum4B.fma(scaleB, biasB).intoArray(out, to + Math.min(4, rows - 1) * outStride + Species.WIDE.length());
    sum5A.fma(scaleA, biasA).intoArray(out, to + Math.min(5, rows - 1) * outStride);
    sum5B.fma(scaleB, biasB).intoArray(out, to + Math.min(5, rows - 1) * outStride + Species.WIDE.length());
    sum6A.fma(scaleA, biasA).intoArray(out, to + Math.min(6, rows - 1) * outStride);
    sum6B.fma(scaleB, biasB).intoArray(out, to + Math.min(6, rows - 1) * outStride + Species.WIDE.length());
    sum7A.fma(scaleA, biasA).intoArray(out, to + Math.min(7, rows - 1) * outStride);
    sum7B.fma(scaleB, biasB).intoArray(out, to + Math.min(7, rows - 1) * outStride + Species.WIDE.length());
  }

  private static void sixRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final int column, final float[] out, final int to,
      final int outStride) {
    final long weights = Memory.start(panel + weightOffset(0, column));
    final int row0 = from;
    final int row1 = from + Math.min(1, rows - 1) * stride;
    final int row2 = from + Math.min(2, rows - 1) * stride;
    final int row3 = from + Math.min(3, rows - 1) * stride;
    final int row4 = from + Math.min(4, rows - 1) * stride;
    final int row5 = from + Math.min(5, rows - 1) * stride;
    FloatVector sum0A = FloatVector.zero(Species.WIDE);
    FloatVector sum0B = FloatVector.zero(Species.WIDE);
    FloatVector sum1A = FloatVector.zero(Species.WIDE);
    FloatVector sum1B = FloatVector.zero(Species.WIDE);
    FloatVector sum2A = FloatVector.zero(Species.WIDE);
    FloatVector sum2B = FloatVector.zero(Species.WIDE);
    FloatVector sum3A = FloatVector.zero(Species.WIDE);
    FloatVector sum3B = FloatVector.zero(Species.WIDE);
    FloatVector sum4A = FloatVector.zero(Species.WIDE);
    FloatVector sum4B = FloatVector.zero(Species.WIDE);
    FloatVector sum5A = FloatVector.zero(Species.WIDE);
    FloatVector sum5B = FloatVector.zero(Species.WIDE);
    for (int input = 0; input < inputs; input++) {
      final long at = weights + Memory.row(input, PANEL);
      final FloatVector a =
          (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector b =
          (FloatVector)
              ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + Species.WIDE.length(), ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector x0 = FloatVector.broadcast(Species.WIDE, x[row0 + input]);
      sum0A = x0.fma(a, sum0A);
      sum0B = x0.fma(b, sum0B);
      final FloatVector x1 = FloatVector.broadcast(Species.WIDE, x[row1 + input]);
      sum1A = x1.fma(a, sum1A);
      sum1B = x1.fma(b, sum1B);
      final FloatVector x2 = FloatVector.broadcast(Species.WIDE, x[row2 + input]);
      sum2A = x2.fma(a, sum2A);
      sum2B = x2.fma(b, sum2B);
      final FloatVector x3 = FloatVector.broadcast(Species.WIDE, x[row3 + input]);
      sum3A = x3.fma(a, sum3A);
      sum3B = x3.fma(b, sum3B);
      final FloatVector x4 = FloatVector.broadcast(Species.WIDE, x[row4 + input]);
      sum4A = x4.fma(a, sum4A);
      sum4B = x4.fma(b, sum4B);
      final FloatVector x5 = FloatVector.broadcast(Species.WIDE, x[row5 + input]);
      sum5A = x5.fma(a, sum5A);
      sum5B = x5.fma(b, sum5B);
    }
    final long header = Memory.start(panel);
    final FloatVector biasA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + biasOffset(column), ORDER);
    final FloatVector scaleA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + scaleOffset(column), ORDER);
    final FloatVector biasB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + biasOffset(column + Species.WIDE.length()), ORDER);
    final FloatVector scaleB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + scaleOffset(column + Species.WIDE.length()), ORDER);
    sum0A.fma(scaleA, biasA).intoArray(out, to);
    sum0B.fma(scaleB, biasB).intoArray(out, to + Species.WIDE.length());
    sum1A.fma(scaleA, biasA).intoArray(out, to + Math.min(1, rows - 1) * outStride);
    sum1B.fma(scaleB, biasB).intoArray(out, to + Math.min(1, rows - 1) * outStride + Species.WIDE.length());
    sum2A.fma(scaleA, biasA).intoArray(out, to + Math.min(2, rows - 1) * outStride);
    sum2B.fma(scaleB, biasB).intoArray(out, to + Math.min(2, rows - 1) * outStride + Species.WIDE.length());
    sum3A.fma(scaleA, biasA).intoArray(out, to + Math.min(3, rows - 1) * outStride);
    sum3B.fma(scaleB, biasB).intoArray(out, to + Math.min(3, rows - 1) * outStride + Species.WIDE.length());
    sum4A.fma(scaleA, biasA).intoArray(out, to + Math.min(4, rows - 1) * outStride);
    sum4B.fma(scaleB, biasB).intoArray(out, to + Math.min(4, rows - 1) * outStride + Species.WIDE.length());
    sum5A.fma(scaleA, biasA).intoArray(out, to + Math.min(5, rows - 1) * outStride);
    sum5B.fma(scaleB, biasB).intoArray(out, to + Math.min(5, rows - 1) * outStride + Species.WIDE.length());
  }

  private static void fourRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final int column, final float[] out, final int to,
      final int outStride) {
    final long weights = Memory.start(panel + weightOffset(0, column));
    final int row0 = from;
    final int row1 = from + Math.min(1, rows - 1) * stride;
    final int row2 = from + Math.min(2, rows - 1) * stride;
    final int row3 = from + Math.min(3, rows - 1) * stride;
    FloatVector sum0A = FloatVector.zero(Species.WIDE);
    FloatVector sum0B = FloatVector.zero(Species.WIDE);
    FloatVector sum1A = FloatVector.zero(Species.WIDE);
    FloatVector sum1B = FloatVector.zero(Species.WIDE);
    FloatVector sum2A = FloatVector.zero(Species.WIDE);
    FloatVector sum2B = FloatVector.zero(Species.WIDE);
    FloatVector sum3A = FloatVector.zero(Species.WIDE);
    FloatVector sum3B = FloatVector.zero(Species.WIDE);
    for (int input = 0; input < inputs; input++) {
      final long at = weights + Memory.row(input, PANEL);
      final FloatVector a =
          (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector b =
          (FloatVector)
              ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + Species.WIDE.length(), ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector x0 = FloatVector.broadcast(Species.WIDE, x[row0 + input]);
      sum0A = x0.fma(a, sum0A);
      sum0B = x0.fma(b, sum0B);
      final FloatVector x1 = FloatVector.broadcast(Species.WIDE, x[row1 + input]);
      sum1A = x1.fma(a, sum1A);
      sum1B = x1.fma(b, sum1B);
      final FloatVector x2 = FloatVector.broadcast(Species.WIDE, x[row2 + input]);
      sum2A = x2.fma(a, sum2A);
      sum2B = x2.fma(b, sum2B);
      final FloatVector x3 = FloatVector.broadcast(Species.WIDE, x[row3 + input]);
      sum3A = x3.fma(a, sum3A);
      sum3B = x3.fma(b, sum3B);
    }
    final long header = Memory.start(panel);
    final FloatVector biasA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + biasOffset(column), ORDER);
    final FloatVector scaleA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + scaleOffset(column), ORDER);
    final FloatVector biasB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + biasOffset(column + Species.WIDE.length()), ORDER);
    final FloatVector scaleB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + scaleOffset(column + Species.WIDE.length()), ORDER);
    sum0A.fma(scaleA, biasA).intoArray(out, to);
    sum0B.fma(scaleB, biasB).intoArray(out, to + Species.WIDE.length());
    sum1A.fma(scaleA, biasA).intoArray(out, to + Math.min(1, rows - 1) * outStride);
    sum1B.fma(scaleB, biasB).intoArray(out, to + Math.min(1, rows - 1) * outStride + Species.WIDE.length());
    sum2A.fma(scaleA, biasA).intoArray(out, to + Math.min(2, rows - 1) * outStride);
    sum2B.fma(scaleB, biasB).intoArray(out, to + Math.min(2, rows - 1) * outStride + Species.WIDE.length());
    sum3A.fma(scaleA, biasA).intoArray(out, to + Math.min(3, rows - 1) * outStride);
    sum3B.fma(scaleB, biasB).intoArray(out, to + Math.min(3, rows - 1) * outStride + Species.WIDE.length());
  }

  @Override
  public void multiply(
      final float[] x,
      final int from,
      final int stride,
      final int rows,
      final int inputs,
      final float[] panels,
      final int panel,
      final float[] out,
      final int to,
      final int outStride) {
    for (int row = 0; row < rows; row += FOUR) {
      for (int column = 0; column < PANEL; column += 2 * Species.WIDE.length()) {
        fourRows(x, from + row * stride, stride, rows - row, inputs, panels, panel + column, out, to + row * outStride + column, outStride);
      }
    }
  }

  private static void fourRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final float[] panels, final int panel, final float[] out, final int to,
      final int outStride) {
    final int row0 = from;
    final int row1 = from + Math.min(1, rows - 1) * stride;
    final int row2 = from + Math.min(2, rows - 1) * stride;
    final int row3 = from + Math.min(3, rows - 1) * stride;
    FloatVector sum0A = FloatVector.fromArray(Species.WIDE, panels, panel);
    FloatVector sum0B = FloatVector.fromArray(Species.WIDE, panels, panel + Species.WIDE.length());
    FloatVector sum1A = FloatVector.fromArray(Species.WIDE, panels, panel);
    FloatVector sum1B = FloatVector.fromArray(Species.WIDE, panels, panel + Species.WIDE.length());
    FloatVector sum2A = FloatVector.fromArray(Species.WIDE, panels, panel);
    FloatVector sum2B = FloatVector.fromArray(Species.WIDE, panels, panel + Species.WIDE.length());
    FloatVector sum3A = FloatVector.fromArray(Species.WIDE, panels, panel);
    FloatVector sum3B = FloatVector.fromArray(Species.WIDE, panels, panel + Species.WIDE.length());
    for (int input = 0; input < inputs; input++) {
      final FloatVector a = FloatVector.fromArray(Species.WIDE, panels, panel + PANEL * (input + 1));
      final FloatVector b = FloatVector.fromArray(Species.WIDE, panels, panel + PANEL * (input + 1) + Species.WIDE.length());
      final FloatVector x0 = FloatVector.broadcast(Species.WIDE, x[row0 + input]);
      sum0A = x0.fma(a, sum0A);
      sum0B = x0.fma(b, sum0B);
      final FloatVector x1 = FloatVector.broadcast(Species.WIDE, x[row1 + input]);
      sum1A = x1.fma(a, sum1A);
      sum1B = x1.fma(b, sum1B);
      final FloatVector x2 = FloatVector.broadcast(Species.WIDE, x[row2 + input]);
      sum2A = x2.fma(a, sum2A);
      sum2B = x2.fma(b, sum2B);
      final FloatVector x3 = FloatVector.broadcast(Species.WIDE, x[row3 + input]);
      sum3A = x3.fma(a, sum3A);
      sum3B = x3.fma(b, sum3B);
    }
    sum0A.intoArray(out, to);
    sum0B.intoArray(out, to + Species.WIDE.length());
    sum1A.intoArray(out, to + Math.min(1, rows - 1) * outStride);
    sum1B.intoArray(out, to + Math.min(1, rows - 1) * outStride + Species.WIDE.length());
    sum2A.intoArray(out, to + Math.min(2, rows - 1) * outStride);
    sum2B.intoArray(out, to + Math.min(2, rows - 1) * outStride + Species.WIDE.length());
    sum3A.intoArray(out, to + Math.min(3, rows - 1) * outStride);
    sum3B.intoArray(out, to + Math.min(3, rows - 1) * outStride + Species.WIDE.length());
  }

  @Override
  public void addAndNormalise(
      final float[] x,
      final float[] others,
      final int stride,
      final int rows,
      final int columns,
      final float[] gain,
      final float[] shift,
      final float epsilon,
      final float[] lanes) {
    final int whole = columns - columns % Kernels.LANES;
    for (int row = 0; row < rows; row++) {
      final int start = row * stride;
      for (int lane = 0; lane < Kernels.LANES; lane += Species.WIDE.length()) {
        FloatVector total = FloatVector.zero(Species.WIDE);
        for (int column = lane; column < whole; column += Kernels.LANES) {
          final FloatVector sum = FloatVector.fromArray(Species.WIDE, x, start + column).add(FloatVector.fromArray(Species.WIDE, others, start + column));
          sum.intoArray(x, start + column);
          total = total.add(sum);
        }
        total.intoArray(lanes, lane);
      }
      for (int column = whole; column < columns; column++) {
        x[start + column] += others[start + column];
        lanes[column - whole] += x[start + column];
      }
      final float mean = Kernels.sum(lanes) / columns;
      for (int lane = 0; lane < Kernels.LANES; lane += Species.WIDE.length()) {
        FloatVector total = FloatVector.zero(Species.WIDE);
        for (int column = lane; column < whole; column += Kernels.LANES) {
          final FloatVector difference = FloatVector.fromArray(Species.WIDE, x, start + column).sub(mean);
          total = difference.fma(difference, total);
        }
        total.intoArray(lanes, lane);
      }
      for (int column = whole; column < columns; column++) {
        final float difference = x[start + column] - mean;
        lanes[column - whole] = Math.fma(difference, difference, lanes[column - whole]);
      }
      final float factor = ScalarMatrixKernels.factor(lanes, columns, epsilon);
      for (int column = 0; column < whole; column += Species.WIDE.length()) {
        FloatVector.fromArray(Species.WIDE, x, start + column)
            .sub(mean)
            .mul(factor)
            .fma(FloatVector.fromArray(Species.WIDE, gain, column), FloatVector.fromArray(Species.WIDE, shift, column))
            .intoArray(x, start + column);
      }
      for (int column = whole; column < columns; column++) {
        x[start + column] = Math.fma((x[start + column] - mean) * factor, gain[column], shift[column]);
      }
    }
  }

  /** The steps of {@link ErrorFunction}. */
  @Override
  public void gelu(final float[] x, final int count) {
    final FloatVector p0 = FloatVector.broadcast(Species.WIDE, ErrorFunction.P0);
    final FloatVector p1 = FloatVector.broadcast(Species.WIDE, ErrorFunction.P1);
    final FloatVector p2 = FloatVector.broadcast(Species.WIDE, ErrorFunction.P2);
    final FloatVector p3 = FloatVector.broadcast(Species.WIDE, ErrorFunction.P3);
    final FloatVector p4 = FloatVector.broadcast(Species.WIDE, ErrorFunction.P4);
    final FloatVector p5 = FloatVector.broadcast(Species.WIDE, ErrorFunction.P5);
    final FloatVector p6 = FloatVector.broadcast(Species.WIDE, ErrorFunction.P6);
    final FloatVector q1 = FloatVector.broadcast(Species.WIDE, ErrorFunction.Q1);
    final FloatVector q2 = FloatVector.broadcast(Species.WIDE, ErrorFunction.Q2);
    final FloatVector q3 = FloatVector.broadcast(Species.WIDE, ErrorFunction.Q3);
    final FloatVector q4 = FloatVector.broadcast(Species.WIDE, ErrorFunction.Q4);
    final FloatVector one = FloatVector.broadcast(Species.WIDE, 1f);
    for (int index = 0; index < count; index += Species.WIDE.length()) {
      final FloatVector value = FloatVector.fromArray(Species.WIDE, x, index);
      final FloatVector argument = value.mul(ErrorFunction.SQRT_HALF).min(ErrorFunction.MOST).max(-ErrorFunction.MOST);
      final FloatVector square = argument.mul(argument);
      final FloatVector numerator = p6.fma(square, p5).fma(square, p4).fma(square, p3).fma(square, p2).fma(square, p1).fma(square, p0);
      final FloatVector denominator = q4.fma(square, q3).fma(square, q2).fma(square, q1).fma(square, one);
      final FloatVector half = value.mul(0.5f);
      half.fma(argument.mul(numerator).div(denominator), half).intoArray(x, index);
    }
  }

  @Override
  public void softmax(final float[] x, final int stride, final int rows, final int columns, final float[] lanes) {
    for (int row = 0; row < rows; row++) {
      softmax(x, row * stride, columns, lanes);
    }
  }

  private static void softmax(final float[] x, final int start, final int columns, final float[] lanes) {
    final int end = start + Kernels.padded(columns);
    Arrays.fill(x, start + columns, end, Float.NEGATIVE_INFINITY);
    FloatVector maxima = FloatVector.fromArray(Species.WIDE, x, start);
    for (int index = start + Species.WIDE.length(); index < end; index += Species.WIDE.length()) {
      maxima = maxima.max(FloatVector.fromArray(Species.WIDE, x, index));
    }
    final float max = maxima.reduceLanes(VectorOperators.MAX);
    for (int index = start; index < end; index += Species.WIDE.length()) {
      // The steps of Exponential.of; nothing is greater than the maximum.
      final FloatVector argument = FloatVector.fromArray(Species.WIDE, x, index).sub(max).max(Exponential.LEAST);
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
    Arrays.fill(x, start + columns, end, 0f);
    for (int lane = 0; lane < Kernels.LANES; lane += Species.WIDE.length()) {
      FloatVector total = FloatVector.zero(Species.WIDE);
      for (int index = start + lane; index < end; index += Kernels.LANES) {
        total = total.add(FloatVector.fromArray(Species.WIDE, x, index));
      }
      total.intoArray(lanes, lane);
    }
    final float factor = 1f / Kernels.sum(lanes);
    for (int index = start; index < end; index += Species.WIDE.length()) {
      FloatVector.fromArray(Species.WIDE, x, index).mul(factor).intoArray(x, index);
    }
  }
}
