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

  /**
   * One row by eight vectors of outputs, in the panels that follow each other.
   *
   * @param panels the address of the first one
   * @param panelBytes from one to the next
   */
  static void oneRow(
      final float[] x, final int from, final int inputs, final long panels, final long panelBytes, final int weightBytes, final float[] out, final int to) {
    final boolean isWide = weightBytes == Float.BYTES;
    final int lanes = Species.WIDE.length();
    final long weights = Memory.start(panels + MatrixKernels.HEADER_BYTES);
    final long offset1 = Memory.start(1 * lanes / PANEL * panelBytes + 1 * lanes % PANEL * (long) weightBytes);
    final long offset2 = Memory.start(2 * lanes / PANEL * panelBytes + 2 * lanes % PANEL * (long) weightBytes);
    final long offset3 = Memory.start(3 * lanes / PANEL * panelBytes + 3 * lanes % PANEL * (long) weightBytes);
    final long offset4 = Memory.start(4 * lanes / PANEL * panelBytes + 4 * lanes % PANEL * (long) weightBytes);
    final long offset5 = Memory.start(5 * lanes / PANEL * panelBytes + 5 * lanes % PANEL * (long) weightBytes);
    final long offset6 = Memory.start(6 * lanes / PANEL * panelBytes + 6 * lanes % PANEL * (long) weightBytes);
    final long offset7 = Memory.start(7 * lanes / PANEL * panelBytes + 7 * lanes % PANEL * (long) weightBytes);
    FloatVector sum0 = FloatVector.zero(Species.WIDE);
    FloatVector sum1 = FloatVector.zero(Species.WIDE);
    FloatVector sum2 = FloatVector.zero(Species.WIDE);
    FloatVector sum3 = FloatVector.zero(Species.WIDE);
    FloatVector sum4 = FloatVector.zero(Species.WIDE);
    FloatVector sum5 = FloatVector.zero(Species.WIDE);
    FloatVector sum6 = FloatVector.zero(Species.WIDE);
    FloatVector sum7 = FloatVector.zero(Species.WIDE);
    for (int input = 0; input < inputs; input++) {
      final long at = weights + Memory.row(input, (long) PANEL * weightBytes);
      final FloatVector factor = FloatVector.broadcast(Species.WIDE, x[from + input]);
      final FloatVector w0 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum0 = factor.fma(w0, sum0);
      final FloatVector w1 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + offset1, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + offset1, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum1 = factor.fma(w1, sum1);
      final FloatVector w2 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + offset2, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + offset2, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum2 = factor.fma(w2, sum2);
      final FloatVector w3 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + offset3, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + offset3, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum3 = factor.fma(w3, sum3);
      final FloatVector w4 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + offset4, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + offset4, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum4 = factor.fma(w4, sum4);
      final FloatVector w5 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + offset5, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + offset5, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum5 = factor.fma(w5, sum5);
      final FloatVector w6 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + offset6, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + offset6, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum6 = factor.fma(w6, sum6);
      final FloatVector w7 =
          isWide
              ? FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + offset7, ORDER)
              : (FloatVector) ByteVector.fromMemorySegment(Species.QUARTER, Memory.ALL, at + offset7, ORDER).convertShape(VectorOperators.B2F, Species.WIDE, 0);
      sum7 = factor.fma(w7, sum7);
    }
    final long header = Memory.start(panels);
    final long header0 = header + Memory.start(0 * lanes / PANEL * panelBytes);
    final FloatVector bias0 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header0 + MatrixKernels.biasOffset(0 * lanes % PANEL), ORDER);
    final FloatVector scale0 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header0 + MatrixKernels.scaleOffset(0 * lanes % PANEL), ORDER);
    sum0.fma(scale0, bias0).intoArray(out, to + 0 * lanes);
    final long header1 = header + Memory.start(1 * lanes / PANEL * panelBytes);
    final FloatVector bias1 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header1 + MatrixKernels.biasOffset(1 * lanes % PANEL), ORDER);
    final FloatVector scale1 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header1 + MatrixKernels.scaleOffset(1 * lanes % PANEL), ORDER);
    sum1.fma(scale1, bias1).intoArray(out, to + 1 * lanes);
    final long header2 = header + Memory.start(2 * lanes / PANEL * panelBytes);
    final FloatVector bias2 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header2 + MatrixKernels.biasOffset(2 * lanes % PANEL), ORDER);
    final FloatVector scale2 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header2 + MatrixKernels.scaleOffset(2 * lanes % PANEL), ORDER);
    sum2.fma(scale2, bias2).intoArray(out, to + 2 * lanes);
    final long header3 = header + Memory.start(3 * lanes / PANEL * panelBytes);
    final FloatVector bias3 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header3 + MatrixKernels.biasOffset(3 * lanes % PANEL), ORDER);
    final FloatVector scale3 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header3 + MatrixKernels.scaleOffset(3 * lanes % PANEL), ORDER);
    sum3.fma(scale3, bias3).intoArray(out, to + 3 * lanes);
    final long header4 = header + Memory.start(4 * lanes / PANEL * panelBytes);
    final FloatVector bias4 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header4 + MatrixKernels.biasOffset(4 * lanes % PANEL), ORDER);
    final FloatVector scale4 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header4 + MatrixKernels.scaleOffset(4 * lanes % PANEL), ORDER);
    sum4.fma(scale4, bias4).intoArray(out, to + 4 * lanes);
    final long header5 = header + Memory.start(5 * lanes / PANEL * panelBytes);
    final FloatVector bias5 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header5 + MatrixKernels.biasOffset(5 * lanes % PANEL), ORDER);
    final FloatVector scale5 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header5 + MatrixKernels.scaleOffset(5 * lanes % PANEL), ORDER);
    sum5.fma(scale5, bias5).intoArray(out, to + 5 * lanes);
    final long header6 = header + Memory.start(6 * lanes / PANEL * panelBytes);
    final FloatVector bias6 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header6 + MatrixKernels.biasOffset(6 * lanes % PANEL), ORDER);
    final FloatVector scale6 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header6 + MatrixKernels.scaleOffset(6 * lanes % PANEL), ORDER);
    sum6.fma(scale6, bias6).intoArray(out, to + 6 * lanes);
    final long header7 = header + Memory.start(7 * lanes / PANEL * panelBytes);
    final FloatVector bias7 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header7 + MatrixKernels.biasOffset(7 * lanes % PANEL), ORDER);
    final FloatVector scale7 = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, header7 + MatrixKernels.scaleOffset(7 * lanes % PANEL), ORDER);
    sum7.fma(scale7, bias7).intoArray(out, to + 7 * lanes);
  }
}
