package io.labelstream.model.fasttext.file;

import java.lang.foreign.MemorySegment;

/** The rows of a dense matrix, handed out a few at a time, so that a matrix can be written that is never in memory as a whole. */
public interface DenseRows {
  /** The number of rows. */
  long rows();

  /** The number of columns, at least 1. */
  int columns();

  /**
   * Copies rows to the start of {@code target}, one after the other without gaps: {@code count * columns()} float32, little endian.
   *
   * @param first the first of the rows
   * @param count the number of rows, within {@link #rows()}
   */
  void copy(long first, int count, MemorySegment target);

  /** The rows of a matrix that is in memory as a whole. */
  static DenseRows of(final FastTextMatrix.Dense matrix) {
    return new DenseRows() {
      @Override
      public long rows() {
        return matrix.rows();
      }

      @Override
      public int columns() {
        return matrix.columns();
      }

      @Override
      public void copy(final long first, final int count, final MemorySegment target) {
        final long width = (long) matrix.columns() * Float.BYTES;
        MemorySegment.copy(matrix.weights(), first * width, target, 0, count * width);
      }
    };
  }
}
