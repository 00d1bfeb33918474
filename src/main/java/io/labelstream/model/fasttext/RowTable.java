package io.labelstream.model.fasttext;

/** Rows that can be added up. Immutable and thread-safe. */
sealed interface RowTable permits FloatRows, CodedRows, HeapRows {

  /**
   * Adds rows to {@code sum}, in the order of {@code rows}.
   *
   * @param sum at least as many elements as the columns of this table, rounded up to whole vectors; elements beyond its columns are undefined after the call
   */
  void addTo(int[] rows, int count, float[] sum);
}
