package io.labelstream.kernel;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Some rows of a product by two vectors of outputs, whose sums stay in registers: heights are those that the compiler can hold without moving sums to memory and
 * back. The rules that {@link VectorKernels} states hold here as well: vectors stay in local variables of one method.
 *
 * <p>The parameters are those of {@link MatrixKernels#multiply(float[], int, int, int, int, long, MatrixKernels.Weights, float[], int, int)}, and {@code column},
 * the first output. With fewer rows than the height, the last one is taken several times.
 */
final class VectorTiles {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int PANEL = MatrixKernels.PANEL;

  private VectorTiles() {}

  /** Apart, so that it is set up when it is first used. */
  static final class Species {
    static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    /** As many bytes as {@link #WIDE} has floats. */
    static final VectorSpecies<Byte> QUARTER = VectorSpecies.of(byte.class, VectorShape.forBitSize(WIDE.vectorBitSize() / Float.BYTES));

    private Species() {}
  }

  static void fourRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final int weightBytes, final int column,
      final float[] out, final int to, final int outStride) {
    final boolean isWide = weightBytes == Float.BYTES;
    final long weights = Memory.start(panel + MatrixKernels.HEADER_BYTES + (long) column * weightBytes);
    final long second = (long) Species.WIDE.length() * weightBytes;
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
      final long at = weights + Memory.row(input, (long) PANEL * weightBytes);
      final FloatVector a =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector b =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + second, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + second, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
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
    final FloatVector biasA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(column), ORDER);
    final FloatVector scaleA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(column), ORDER);
    final int columnB = column + Species.WIDE.length();
    final FloatVector biasB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(columnB), ORDER);
    final FloatVector scaleB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(columnB), ORDER);
    sum0A.fma(scaleA, biasA).intoArray(out, to);
    sum0B.fma(scaleB, biasB).intoArray(out, to + Species.WIDE.length());
    sum1A.fma(scaleA, biasA).intoArray(out, to + Math.min(1, rows - 1) * outStride);
    sum1B.fma(scaleB, biasB).intoArray(out, to + Math.min(1, rows - 1) * outStride + Species.WIDE.length());
    sum2A.fma(scaleA, biasA).intoArray(out, to + Math.min(2, rows - 1) * outStride);
    sum2B.fma(scaleB, biasB).intoArray(out, to + Math.min(2, rows - 1) * outStride + Species.WIDE.length());
    sum3A.fma(scaleA, biasA).intoArray(out, to + Math.min(3, rows - 1) * outStride);
    sum3B.fma(scaleB, biasB).intoArray(out, to + Math.min(3, rows - 1) * outStride + Species.WIDE.length());
  }

  static void fiveRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final int weightBytes, final int column,
      final float[] out, final int to, final int outStride) {
    final boolean isWide = weightBytes == Float.BYTES;
    final long weights = Memory.start(panel + MatrixKernels.HEADER_BYTES + (long) column * weightBytes);
    final long second = (long) Species.WIDE.length() * weightBytes;
    final int row0 = from;
    final int row1 = from + Math.min(1, rows - 1) * stride;
    final int row2 = from + Math.min(2, rows - 1) * stride;
    final int row3 = from + Math.min(3, rows - 1) * stride;
    final int row4 = from + Math.min(4, rows - 1) * stride;
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
    for (int input = 0; input < inputs; input++) {
      final long at = weights + Memory.row(input, (long) PANEL * weightBytes);
      final FloatVector a =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector b =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + second, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + second, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
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
    }
    final long header = Memory.start(panel);
    final FloatVector biasA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(column), ORDER);
    final FloatVector scaleA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(column), ORDER);
    final int columnB = column + Species.WIDE.length();
    final FloatVector biasB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(columnB), ORDER);
    final FloatVector scaleB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(columnB), ORDER);
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
  }

  static void sevenRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final int weightBytes, final int column,
      final float[] out, final int to, final int outStride) {
    final boolean isWide = weightBytes == Float.BYTES;
    final long weights = Memory.start(panel + MatrixKernels.HEADER_BYTES + (long) column * weightBytes);
    final long second = (long) Species.WIDE.length() * weightBytes;
    final int row0 = from;
    final int row1 = from + Math.min(1, rows - 1) * stride;
    final int row2 = from + Math.min(2, rows - 1) * stride;
    final int row3 = from + Math.min(3, rows - 1) * stride;
    final int row4 = from + Math.min(4, rows - 1) * stride;
    final int row5 = from + Math.min(5, rows - 1) * stride;
    final int row6 = from + Math.min(6, rows - 1) * stride;
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
    for (int input = 0; input < inputs; input++) {
      final long at = weights + Memory.row(input, (long) PANEL * weightBytes);
      final FloatVector a =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector b =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + second, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + second, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
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
    }
    final long header = Memory.start(panel);
    final FloatVector biasA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(column), ORDER);
    final FloatVector scaleA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(column), ORDER);
    final int columnB = column + Species.WIDE.length();
    final FloatVector biasB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(columnB), ORDER);
    final FloatVector scaleB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(columnB), ORDER);
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
  }

  static void eightRows(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final int weightBytes, final int column,
      final float[] out, final int to, final int outStride) {
    final boolean isWide = weightBytes == Float.BYTES;
    final long weights = Memory.start(panel + MatrixKernels.HEADER_BYTES + (long) column * weightBytes);
    final long second = (long) Species.WIDE.length() * weightBytes;
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
      final long at = weights + Memory.row(input, (long) PANEL * weightBytes);
      final FloatVector a =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      final FloatVector b =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + second, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + second, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
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
    final FloatVector biasA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(column), ORDER);
    final FloatVector scaleA = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(column), ORDER);
    final int columnB = column + Species.WIDE.length();
    final FloatVector biasB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.biasOffset(columnB), ORDER);
    final FloatVector scaleB = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header + MatrixKernels.scaleOffset(columnB), ORDER);
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
}
