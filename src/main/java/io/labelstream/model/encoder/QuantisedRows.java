package io.labelstream.model.encoder;

import java.lang.foreign.MemorySegment;

/**
 * A {@link QuantisedMatrix} in memory of somebody else, such as a model file, from which an encoder is opened.
 *
 * @param rows at least 0
 * @param columns at least 1
 * @param values {@code rows × columns} bytes, signed
 * @param scales {@code rows} float32, little endian, not necessarily aligned
 */
public record QuantisedRows(int rows, int columns, MemorySegment values, MemorySegment scales) {
  /** @throws IllegalArgumentException if the segments have other lengths than the matrix needs */
  public QuantisedRows {
    if (rows < 0 || columns < 1 || values.byteSize() != (long) rows * columns || scales.byteSize() != (long) rows * Float.BYTES) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " × " + columns + " has " + values.byteSize() + " bytes of values and " + scales.byteSize() + " of scales");
    }
  }
}
