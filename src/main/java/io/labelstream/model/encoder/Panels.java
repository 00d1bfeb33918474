package io.labelstream.model.encoder;

import io.labelstream.kernel.MatrixKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An affine map in the layout that {@link MatrixKernels} multiply by. Immutable and thread-safe. */
sealed interface Panels {
  /**
   * Applies the map to rows. Those of the result have the outputs, rounded up to whole panels.
   *
   * @param stride from the start of a row to the start of the next
   */
  void multiply(float[] x, int stride, int rows, float[] out, int outStride);

  /** Weights of 8-bit integers at an address, with {@code panels} of them. */
  record Int8(MatrixKernels kernels, int inputs, int panels, long address) implements Panels {
    private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The bytes that {@link #of} allocates. */
    static long bytesFor(final QuantisedRows weight) {
      return MatrixKernels.padded(weight.rows()) / MatrixKernels.PANEL * MatrixKernels.panelBytes(weight.columns());
    }

    /** @param factor of the outputs */
    static Int8 of(final QuantisedTransformer.Affine map, final float factor, final MatrixKernels kernels, final Arena arena) {
      final QuantisedRows weight = map.weight();
      final MemorySegment memory = arena.allocate(bytesFor(weight), MatrixKernels.PANEL);
      for (int row = 0; row < weight.rows(); row++) {
        final int output = row % MatrixKernels.PANEL;
        final long panel = row / MatrixKernels.PANEL * MatrixKernels.panelBytes(weight.columns());
        memory.set(FLOAT32, panel + MatrixKernels.biasOffset(output), map.bias()[row] * factor);
        memory.set(FLOAT32, panel + MatrixKernels.scaleOffset(output), weight.scales().get(FLOAT32, (long) row * Float.BYTES) * factor);
        final long from = (long) row * weight.columns();
        for (int input = 0; input < weight.columns(); input++) {
          memory.set(
              ValueLayout.JAVA_BYTE, panel + MatrixKernels.weightOffset(input, output), weight.values().get(ValueLayout.JAVA_BYTE, from + input));
        }
      }
      return new Int8(kernels, weight.columns(), MatrixKernels.padded(weight.rows()) / MatrixKernels.PANEL, memory.address());
    }

    @Override
    public void multiply(final float[] x, final int stride, final int rows, final float[] out, final int outStride) {
      for (int panel = 0; panel < panels; panel++) {
        final long start = address + panel * MatrixKernels.panelBytes(inputs);
        kernels.multiply(x, 0, stride, rows, inputs, start, out, panel * MatrixKernels.PANEL, outStride);
      }
    }
  }

  /** Weights of float32 on the heap. */
  record Float32(MatrixKernels kernels, int inputs, float[] values) implements Panels {

    /** @param factor of the outputs */
    static Float32 of(final TransformerBody.Affine map, final float factor, final MatrixKernels kernels) {
      final FloatMatrix weight = map.weight();
      final int floats = MatrixKernels.panelFloats(weight.columns());
      final float[] values = new float[MatrixKernels.padded(weight.rows()) / MatrixKernels.PANEL * floats];
      for (int row = 0; row < weight.rows(); row++) {
        final int start = row / MatrixKernels.PANEL * floats + row % MatrixKernels.PANEL;
        values[start] = map.bias()[row] * factor;
        for (int input = 0; input < weight.columns(); input++) {
          values[start + (input + 1) * MatrixKernels.PANEL] = weight.values()[row * weight.columns() + input] * factor;
        }
      }
      return new Float32(kernels, weight.columns(), values);
    }

    @Override
    public void multiply(final float[] x, final int stride, final int rows, final float[] out, final int outStride) {
      final int floats = MatrixKernels.panelFloats(inputs);
      for (int panel = 0; panel * floats < values.length; panel++) {
        kernels.multiply(x, 0, stride, rows, inputs, values, panel * floats, out, panel * MatrixKernels.PANEL, outStride);
      }
    }
  }
}
