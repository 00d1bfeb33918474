package io.labelstream.model.matrix;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.kernel.MatrixKernels.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

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
    final WeightRows weight = map.weight();
    final Weights form = form(weight, wanted);
    final MemorySegment memory = arena.allocate(bytesFor(weight, wanted), MatrixKernels.PANEL);
    for (int row = 0; row < weight.rows(); row++) {
      final int output = row % MatrixKernels.PANEL;
      final long panel = row / MatrixKernels.PANEL * form.panelBytes(weight.columns());
      memory.set(FLOAT32, panel + MatrixKernels.biasOffset(output), map.bias()[row] * factor);
      memory.set(FLOAT32, panel + MatrixKernels.scaleOffset(output), weight.scale(row) * factor);
      final long from = (long) row * weight.columns();
      for (int input = 0; input < weight.columns(); input++) {
        final long at = panel + form.weightOffset(input, output);
        switch (form) {
          case INT8 -> memory.set(ValueLayout.JAVA_BYTE, at, (byte) weight.value(from + input));
          case FLOAT32 -> memory.set(FLOAT32, at, weight.value(from + input));
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
    for (int panel = 0; panel < panels; panel++) {
      final long start = address + panel * weights.panelBytes(inputs);
      kernels.multiply(x, 0, stride, rows, inputs, start, weights, out, panel * MatrixKernels.PANEL, outStride);
    }
  }
}
