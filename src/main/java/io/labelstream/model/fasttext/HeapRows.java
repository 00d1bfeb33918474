package io.labelstream.model.fasttext;

/**
 * Rows of float32 on the heap: for a model that is being opened, as plain loops over arrays are fast before they are compiled.
 *
 * @param stride the distance from one row to the next, in elements
 */
record HeapRows(float[] table, int stride, int columns) implements RowTable {

  @Override
  public void addTo(final int[] rows, final int count, final float[] sum) {
    for (int index = 0; index < count; index++) {
      final int row = rows[index] * stride;
      for (int column = 0; column < columns; column++) {
        sum[column] += table[row + column];
      }
    }
  }
}
