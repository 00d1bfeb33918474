package io.labelstream.kernel;

import io.labelstream.kernel.VectorTiles.Species;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The Vector API. The rules that {@link VectorKernels} states hold here as well: vectors stay in local variables of one method.
 */
public final class VectorMatrixKernels extends MatrixKernels {
  private static final int LEAST_BITS = 256;
  private static final int FOUR = 4;
  private static final int FIVE = 5;
  private static final int SEVEN = 7;
  private static final int EIGHT = 8;

  /** Made here, so that the JVM can do without this class where it is not used. */
  static MatrixKernels provider() {
    return Species.WIDE.vectorBitSize() >= LEAST_BITS ? new VectorMatrixKernels() : new ScalarMatrixKernels();
  }

  @Override
  public void multiply(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final Weights weights, final float[] out,
      final int to, final int outStride) {
    final int bytes = weights.bytes();
    for (int row = 0; row < rows; ) {
      final int left = rows - row;
      final int read = from + row * stride;
      final int write = to + row * outStride;
      final int height = height(left);
      for (int column = 0; column < PANEL; column += 2 * Species.WIDE.length()) {
        switch (height) {
          case EIGHT -> VectorTiles.eightRows(x, read, stride, left, inputs, panel, bytes, column, out, write + column, outStride);
          case SEVEN -> VectorTiles.sevenRows(x, read, stride, left, inputs, panel, bytes, column, out, write + column, outStride);
          case FIVE -> VectorTiles.fiveRows(x, read, stride, left, inputs, panel, bytes, column, out, write + column, outStride);
          default -> VectorTiles.fourRows(x, read, stride, left, inputs, panel, bytes, column, out, write + column, outStride);
        }
      }
      row += height;
    }
  }

  /** The rows of the next tile, so that hardly any row is taken twice in the end; only the widest vectors have registers for more than five. */
  private static int height(final int left) {
    final boolean isWidest = Species.WIDE.length() == Kernels.LANES;
    return switch (left) {
      case 1, 2, 3, 4 -> FOUR;
      case 5, 9, 10 -> FIVE;
      case 6, 7, 11, 14 -> isWidest ? SEVEN : FOUR;
      default -> isWidest ? EIGHT : FOUR;
    };
  }

  @Override
  public void multiplyRow(
      final float[] x, final int from, final int inputs, final long panels, final int count, final Weights weights, final float[] out, final int to) {
    final long panelBytes = weights.panelBytes(inputs);
    final int together = EIGHT * Species.WIDE.length() / PANEL;
    int panel = 0;
    for (; panel <= count - together; panel += together) {
      VectorTiles.oneRow(x, from, inputs, panels + panel * panelBytes, panelBytes, weights.bytes(), out, to + panel * PANEL);
    }
    for (; panel < count; panel++) {
      multiply(x, from, 0, 1, inputs, panels + panel * panelBytes, weights, out, to + panel * PANEL, 0);
    }
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
  public void gelu(final float[] x, final int from, final int count) {
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
    for (int index = from; index < from + count; index += Species.WIDE.length()) {
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
