package io.labelstream.model.matrix;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.kernel.MatrixKernels.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * An affine map in the layout that {@link MatrixKernels} multiply by, outside the heap. Immutable and thread-safe.
 *
 * @param weights the form of the weights
 * @param panels the number of panels at {@code address}
 */
public record Panels(MatrixKernels kernels, Weights weights, int inputs, int panels, long address) {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The bytes that {@link #of} allocates. */
  public static long bytesFor(final WeightRows weight, final PanelForm wanted) {
    return MatrixKernels.padded(weight.rows()) / MatrixKernels.PANEL * form(weight, wanted).panelBytes(weight.columns());
  }

  private static Weights form(final WeightRows weight, final PanelForm wanted) {
    return wanted == PanelForm.WIDENED || weight instanceof FloatRows ? Weights.FLOAT32 : Weights.INT8;
  }

  /**
   * Lays out a map in {@code arena}.
   *
   * @param factor of the outputs
   */
  public static Panels of(final AffineRows map, final float factor, final PanelForm wanted, final MatrixKernels kernels, final Arena arena) {
    return of(map, factor, output -> output, input -> input, wanted, kernels, arena);
  }

  /**
   * Lays out a map in {@code arena}, its outputs and inputs in another order.
   *
   * @param factor of the outputs
   * @param output the row of the map for an output
   * @param input the column of the map for an input
   */
  public static Panels of(
      final AffineRows map,
      final float factor,
      final IntUnaryOperator output,
      final IntUnaryOperator input,
      final PanelForm wanted,
      final MatrixKernels kernels,
      final Arena arena) {
    final WeightRows weight = map.weight();
    final Weights form = form(weight, wanted);
    final MemorySegment memory = arena.allocate(bytesFor(weight, wanted), MatrixKernels.PANEL);
    final int[] columns = IntStream.range(0, weight.columns()).map(input).toArray();
    for (int index = 0; index < weight.rows(); index++) {
      final int row = output.applyAsInt(index);
      final int column = index % MatrixKernels.PANEL;
      final long panel = index / MatrixKernels.PANEL * form.panelBytes(weight.columns());
      memory.set(FLOAT32, panel + MatrixKernels.biasOffset(column), map.bias()[row] * factor);
      memory.set(FLOAT32, panel + MatrixKernels.scaleOffset(column), weight.scale(row) * factor);
      final long from = (long) row * weight.columns();
      for (int place = 0; place < columns.length; place++) {
        final long at = panel + form.weightOffset(place, column);
        switch (form) {
          case INT8 -> memory.set(ValueLayout.JAVA_BYTE, at, (byte) weight.value(from + columns[place]));
          case FLOAT32 -> memory.set(FLOAT32, at, weight.value(from + columns[place]));
        }
      }
    }
    return new Panels(kernels, form, weight.columns(), MatrixKernels.padded(weight.rows()) / MatrixKernels.PANEL, memory.address());
  }

  /**
   * Applies the map to rows. Those of the result have the outputs, rounded up to whole panels.
   *
   * @param stride from the start of a row to the start of the next
   */
  public void multiply(final float[] x, final int stride, final int rows, final float[] out, final int outStride) {
    multiply(x, 0, stride, rows, inputs, out, 0, outStride);
  }

  /**
   * Applies the map to rows of which only the first elements are not 0. Those of the result have the outputs, rounded up to whole panels.
   *
   * @param from the start of the first row
   * @param stride from the start of a row to the start of the next
   * @param first the number of elements of a row, at most as many as the map has inputs
   * @param to the start of the first row of the result
   */
  public void multiply(
      final float[] x, final int from, final int stride, final int rows, final int first, final float[] out, final int to, final int outStride) {
    for (int panel = 0; panel < panels; panel++) {
      kernels.multiply(x, from, stride, rows, first, address(panel), weights, out, to + panel * MatrixKernels.PANEL, outStride);
    }
  }

  /**
   * Applies some panels to one row. This is quicker than {@link #multiply(float[], int, int, float[], int)}, and has the same bits.
   *
   * @param from the start of the row
   * @param panel the first one
   * @param count the number of panels
   * @param to the start of the outputs of these panels in {@code out}
   */
  public void multiplyRow(final float[] x, final int from, final int panel, final int count, final float[] out, final int to) {
    kernels.multiplyRow(x, from, inputs, address(panel), count, weights, out, to);
  }

  private long address(final int panel) {
    return address + panel * weights.panelBytes(inputs);
  }
}
