package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.Memory;
import java.lang.foreign.MemorySegment;

/** The inner product of one row of the output matrix and a hidden vector. Immutable and thread-safe. */
sealed interface NodeMatrix {

  /**
   * @param lanes scratch memory of {@link Kernels#LANES} elements
   */
  float dot(int row, float[] hidden, float[] lanes);

  /**
   * Float32, row by row.
   *
   * @param norms the factors by which the products are multiplied last, one float per row; empty if norms are not coded apart
   */
  record Dense(Kernels kernels, MemorySegment rows, int stride, int columns, MemorySegment norms) implements NodeMatrix {

    @Override
    public float dot(final int row, final float[] hidden, final float[] lanes) {
      final float product = kernels.dot(rows.address() + (long) row * stride * Float.BYTES, columns, hidden, lanes);
      return norms.byteSize() == 0 ? product : product * Memory.float32(norms.address() + (long) row * Float.BYTES);
    }
  }

  /** Product-quantised, as in the file. */
  record Coded(CodedRows rows) implements NodeMatrix {

    @Override
    public float dot(final int row, final float[] hidden, final float[] lanes) {
      return rows.dot(row, hidden);
    }
  }
}
