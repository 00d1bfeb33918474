package io.labelstream.model.fasttext;

import io.labelstream.kernel.Floats;

/** The form of the rows of a table: rows of the input matrix as they are, or multiplied by the output matrix. Immutable. */
final class RowSpace {
  private final int columns;
  private final int stride;
  private final float[] projection;

  private RowSpace(final int columns, final int stride, final float[] projection) {
    this.columns = columns;
    this.stride = stride;
    this.projection = projection;
  }

  /** Rows of {@code columns} floats as they are. A row is padded to whole vectors of 4, 8 or 16 floats if this costs little. */
  static RowSpace of(final int columns) {
    final int stride = columns <= 4 ? 4 : columns <= 8 ? 8 : columns > 12 && columns <= 16 ? 16 : (columns + 3) / 4 * 4;
    return new RowSpace(columns, stride, new float[0]);
  }

  /** This space, for rows that are multiplied by a matrix of {@code stride()} elements a column. */
  RowSpace multipliedBy(final float[] matrix) {
    return new RowSpace(columns, stride, matrix);
  }

  /** The number of floats of a row without padding. */
  int columns() {
    return columns;
  }

  /** The distance from one row to the next, in floats. */
  int stride() {
    return stride;
  }

  /** True if rows are as they are in the file. */
  boolean isPlain() {
    return projection.length == 0;
  }

  /** The size of {@code rows} rows in bytes. */
  long bytes(final long rows) {
    return rows * stride * Float.BYTES;
  }

  /**
   * Turns rows of the input matrix into rows of this space.
   *
   * @param source {@code count} rows of {@code sourceColumns} elements
   * @param target receives {@code count} rows of {@code stride()} elements
   */
  void convert(final float[] source, final int sourceColumns, final int count, final float[] target) {
    if (isPlain()) {
      for (int row = 0; row < count; row++) {
        System.arraycopy(source, row * sourceColumns, target, row * stride, sourceColumns);
      }
    } else {
      Floats.multiply(source, count, sourceColumns, projection, target, stride);
    }
  }
}
