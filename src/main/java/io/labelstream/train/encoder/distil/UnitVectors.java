package io.labelstream.train.encoder.distil;

import java.util.Arrays;

/**
 * Vectors of unit length, or zero, one after the other. Sums are in float64, in the order of the columns.
 *
 * @param columns of each
 */
record UnitVectors(int columns, float[] values) {
  /** The first vectors, each with unit length. */
  static UnitVectors of(final HalfVectors vectors, final int count) {
    final UnitVectors unit = new UnitVectors(vectors.columns(), new float[Math.multiplyExact(count, vectors.columns())]);
    final float[] vector = new float[vectors.columns()];
    for (int row = 0; row < count; row++) {
      vectors.get(row, vector);
      unit.set(row, vector);
    }
    return unit;
  }

  /** Sets a row to a vector, which gets unit length. */
  void set(final int row, final float[] vector) {
    normalise(vector);
    System.arraycopy(vector, 0, values, row * columns, columns);
  }

  /** The vectors from {@code from} up to {@code to}. */
  UnitVectors part(final int from, final int to) {
    return new UnitVectors(columns, Arrays.copyOfRange(values, from * columns, to * columns));
  }

  /** The number of vectors. */
  int rows() {
    return values.length / columns;
  }

  /** The inner product of a row and another vector. */
  double dot(final int row, final float[] other) {
    final int from = row * columns;
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      sum += (double) values[from + column] * other[column];
    }
    return sum;
  }

  /** The inner product of two rows. */
  double dot(final int one, final int other) {
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      sum += (double) values[one * columns + column] * values[other * columns + column];
    }
    return sum;
  }

  /**
   * Gives a vector unit length, unless it is zero.
   *
   * @return its length before
   */
  static double normalise(final float[] vector) {
    double squares = 0;
    for (final float value : vector) {
      squares += (double) value * value;
    }
    final double length = Math.sqrt(squares);
    for (int column = 0; column < vector.length && length > 0; column++) {
      vector[column] = (float) (vector[column] / length);
    }
    return length;
  }
}
