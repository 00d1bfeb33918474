package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.Memory;
import java.lang.foreign.MemorySegment;

/** The product of the output matrix and a hidden vector. Immutable and thread-safe. */
sealed interface LabelMatrix {

  /** The number of elements that {@code out} must have. */
  int paddedLabels();

  /** Computes one score per label. */
  void multiply(float[] hidden, float[] out);

  /**
   * Float32, stored by column.
   *
   * @param columns one column per dimension, {@code paddedLabels} floats each
   * @param norms the factors by which the scores are multiplied last, {@code paddedLabels} floats; empty if norms are not coded apart
   */
  record Transposed(Kernels kernels, MemorySegment columns, int dimensions, int paddedLabels, MemorySegment norms) implements LabelMatrix {

    @Override
    public void multiply(final float[] hidden, final float[] out) {
      kernels.multiply(columns.address(), dimensions, paddedLabels, hidden, out);
      if (norms.byteSize() > 0) {
        for (int label = 0; label < paddedLabels; label++) {
          out[label] *= Memory.float32(norms.address() + (long) label * Float.BYTES);
        }
      }
    }
  }

  /** Product-quantised, as in the file. */
  record Coded(CodedRows rows, int labels) implements LabelMatrix {

    @Override
    public int paddedLabels() {
      return Kernels.padded(labels);
    }

    @Override
    public void multiply(final float[] hidden, final float[] out) {
      for (int label = 0; label < labels; label++) {
        out[label] = rows.dot(label, hidden);
      }
    }
  }
}
