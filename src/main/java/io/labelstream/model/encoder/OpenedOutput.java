package io.labelstream.model.encoder;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.matrix.FloatMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The way from a pooled vector to the vector of the text: the maps of a {@link VectorOutput} off the heap, in float32, column by column. Immutable and thread-safe.
 *
 * @param inputs the number of dimensions of the pooled vector
 */
record OpenedOutput(int inputs, List<Map> maps, VectorLength length) {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final VectorOutput output) {
    return output.dense().stream().mapToLong(OpenedOutput::bytesFor).sum();
  }

  private static long bytesFor(final VectorOutput.Dense dense) {
    return (long) dense.weight().columns() * Kernels.padded(dense.weight().rows()) * Float.BYTES;
  }

  /**
   * Lays out the maps in {@code arena}.
   *
   * @throws IllegalArgumentException if a map does not take what is before it
   */
  static OpenedOutput of(final int inputs, final VectorOutput output, final Arena arena) {
    int before = inputs;
    for (final VectorOutput.Dense dense : output.dense()) {
      if (dense.weight().columns() != before || dense.bias().length != dense.weight().rows()) {
        throw new IllegalArgumentException(
            "a map from " + dense.weight().columns() + " to " + dense.weight().rows() + " dimensions with " + dense.bias().length
                + " biases comes after " + before + " dimensions");
      }
      before = dense.weight().rows();
    }
    return new OpenedOutput(inputs, output.dense().stream().map(dense -> Map.of(dense, arena)).toList(), output.length());
  }

  int dimensions() {
    return maps.isEmpty() ? inputs : maps.getLast().outputs();
  }

  /** Scratch memory for one thread. */
  Work newWork() {
    return new Work(this);
  }

  /** A map and the function after it. */
  private record Map(int inputs, int outputs, long address, float[] bias, Activation activation) {
    static Map of(final VectorOutput.Dense dense, final Arena arena) {
      final FloatMatrix weight = dense.weight();
      final MemorySegment columns = arena.allocate(bytesFor(dense), Float.BYTES);
      final int stride = Kernels.padded(weight.rows());
      for (int row = 0; row < weight.rows(); row++) {
        for (int column = 0; column < weight.columns(); column++) {
          columns.set(FLOAT32, ((long) column * stride + row) * Float.BYTES, weight.values()[row * weight.columns() + column]);
        }
      }
      return new Map(weight.columns(), weight.rows(), columns.address(), dense.bias(), dense.activation());
    }

    void apply(final Kernels kernels, final float[] x, final float[] out) {
      kernels.multiply(address, inputs, Kernels.padded(outputs), x, out);
      for (int output = 0; output < outputs; output++) {
        out[output] += bias[output];
        if (activation == Activation.TANH) {
          out[output] = (float) StrictMath.tanh(out[output]);
        }
      }
    }
  }

  /** A pooled vector, and what becomes of it. Not thread-safe. */
  static final class Work {
    private final Kernels kernels = Kernels.best();
    private final OpenedOutput output;
    private final float[][] vectors;

    private Work(final OpenedOutput output) {
      this.output = output;
      this.vectors = new float[output.maps.size() + 1][];
      vectors[0] = new float[Kernels.padded(output.inputs)];
      for (int map = 0; map < output.maps.size(); map++) {
        vectors[map + 1] = new float[Kernels.padded(output.maps.get(map).outputs())];
      }
    }

    /** The array for the pooled vector, with zeros up to a multiple of {@link Kernels#LANES}. */
    float[] pooled() {
      return vectors[0];
    }

    /** The text's vector, from the pooled one; in an array with zeros up to a multiple of {@link Kernels#LANES}, valid until the next call. */
    float[] vector() {
      for (int map = 0; map < output.maps.size(); map++) {
        output.maps.get(map).apply(kernels, vectors[map], vectors[map + 1]);
      }
      final float[] vector = vectors[output.maps.size()];
      if (output.length == VectorLength.UNIT) {
        final double squares = squares(vector);
        if (squares > 0) {
          kernels.scale(vector, vector.length, (float) (1 / Math.sqrt(squares)));
        }
      }
      return vector;
    }

    /** The text's vector if it has no pieces. */
    float[] zero() {
      final float[] vector = vectors[output.maps.size()];
      Arrays.fill(vector, 0f);
      return vector;
    }

    private static double squares(final float[] vector) {
      double sum = 0;
      for (final float element : vector) {
        sum += (double) element * element;
      }
      return sum;
    }
  }
}
