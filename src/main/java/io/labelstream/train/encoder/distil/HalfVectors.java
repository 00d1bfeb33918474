package io.labelstream.train.encoder.distil;

import java.util.ArrayList;
import java.util.List;

/** Vectors as float16, in chunks of {@link #CHUNK} rows of which only the last one may have fewer. */
final class HalfVectors {
  /** The rows of a chunk. */
  static final int CHUNK = 1024;

  private final int columns;
  private final List<short[]> chunks = new ArrayList<>();
  private int rows;

  HalfVectors(final int columns) {
    this.columns = columns;
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** Adds a chunk, which is not copied. */
  void add(final short[] chunk) {
    chunks.add(chunk);
    rows += chunk.length / columns;
  }

  /** Copies a row into {@code vector}. */
  void get(final int row, final float[] vector) {
    final short[] chunk = chunks.get(row / CHUNK);
    final int from = row % CHUNK * columns;
    for (int column = 0; column < columns; column++) {
      vector[column] = Float.float16ToFloat(chunk[from + column]);
    }
  }
}
