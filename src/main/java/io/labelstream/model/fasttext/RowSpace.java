package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.file.FastTextFile;
import java.lang.foreign.MemorySegment;

/**
 * What the rows of a table are: rows of the input matrix as they are, or multiplied by the output matrix. Immutable.
 */
final class RowSpace {
  private final int columns;
  private final int stride;
  private final float[] projection;

  private RowSpace(final int columns, final int stride, final float[] projection) {
    this.columns = columns;
    this.stride = stride;
    this.projection = projection;
  }

  /** Rows of {@code columns} floats as they are. A row takes up whole vectors of 4, 8 or 16 floats where this costs little. */
  static RowSpace of(final int columns) {
    final int stride = columns <= 4 ? 4 : columns <= 8 ? 8 : columns > 12 && columns <= 16 ? 16 : (columns + 3) / 4 * 4;
    return new RowSpace(columns, stride, new float[0]);
  }

  /** This space, for rows that are multiplied by a matrix of {@code stride()} elements a column. */
  RowSpace multipliedBy(final float[] matrix) {
    return new RowSpace(columns, stride, matrix);
  }

  /** The floats of a row that count. */
  int columns() {
    return columns;
  }

  /** From one row to the next, in floats. */
  int stride() {
    return stride;
  }

  /** Whether rows are as they are in the file. */
  boolean isPlain() {
    return projection.length == 0;
  }

  /** The size of {@code rows} rows. */
  long bytes(final long rows) {
    return rows * stride * Float.BYTES;
  }

  /** Writes {@code count} rows of the input matrix, {@code sourceColumns} floats each, to the start of {@code target}. */
  void write(final Kernels kernels, final MemorySegment source, final int sourceColumns, final long count, final MemorySegment target) {
    if (!isPlain()) {
      kernels.project(source, sourceColumns, count, projection, target, stride);
      return;
    }
    final long rowBytes = (long) sourceColumns * Float.BYTES;
    for (long row = 0; row < count; row++) {
      MemorySegment.copy(source, FastTextFile.INT8, row * rowBytes, target, FastTextFile.INT8, bytes(row), rowBytes);
    }
  }
}
