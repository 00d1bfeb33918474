package io.labelstream.model.encoder.search;

import io.labelstream.kernel.ByteRowKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The vectors of documents as whole steps: element {@code i} of a vector is {@code scale} times the signed byte {@code i} of its row. All rows have the same
 * step, so that whole numbers tell which of two documents is nearer.
 *
 * @param count the number of documents
 * @param dimensions of a vector, from 1 to {@link ByteRowKernels#MOST_COLUMNS}
 * @param scale the step, above 0
 * @param values {@code count × dimensions} bytes, row by row
 */
public record DocumentRows(int count, int dimensions, float scale, MemorySegment values) {
  /** @throws IllegalArgumentException if a number is out of its range, or there are more or fewer bytes */
  public DocumentRows {
    if (count < 0 || dimensions < 1 || dimensions > ByteRowKernels.MOST_COLUMNS || values.byteSize() != (long) count * dimensions) {
      throw new IllegalArgumentException(count + " rows of " + dimensions + " dimensions have " + values.byteSize() + " bytes");
    }
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException("the step is " + scale + ", expected above 0 and at most 1");
    }
  }

  /** The vector of a document, with about unit length. */
  public float[] vector(final int document) {
    final float[] vector = new float[dimensions];
    for (int at = 0; at < dimensions; at++) {
      vector[at] = scale * values.get(ValueLayout.JAVA_BYTE, (long) document * dimensions + at);
    }
    return vector;
  }
}
