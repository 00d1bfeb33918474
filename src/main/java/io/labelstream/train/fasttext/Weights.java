package io.labelstream.train.fasttext;

import io.labelstream.kernel.Floats;
import io.labelstream.kernel.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;

/**
 * A matrix of little-endian float32, outside the heap or in an array. Outside, it is valid until its arena is closed, which must not happen while {@link Sgd}
 * runs on it.
 *
 * <pre>
 *  row r:  | columns x float32 | zeros up to whole lines of 64 bytes |    at r * stride * 4; outside the heap, the first row is aligned to 64 bytes
 * </pre>
 *
 * <p>Reading and writing single rows is for one thread at a time, or for threads that tolerate half-written rows of others.
 */
public final class Weights {
  /** The distance from one row to the next is a multiple of this many bytes, so that each row begins a cache line. */
  static final int LINE_BYTES = Kernels.LANES * Float.BYTES;

  private static final int RANDOM_BITS = 24;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
  static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment segment;
  private final Optional<float[]> array;
  private final int rows;
  private final int columns;
  private final int stride;

  private Weights(final MemorySegment segment, final Optional<float[]> array, final int rows, final int columns, final int stride) {
    this.segment = segment;
    this.array = array;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /**
   * A matrix of zeros outside the heap.
   *
   * @param rows at least 0
   * @param columns at least 1
   */
  public static Weights zeros(final int rows, final int columns, final Arena arena) {
    requireSize(rows, columns);
    final int stride = Kernels.padded(columns);
    return new Weights(arena.allocate((long) rows * stride * Float.BYTES, LINE_BYTES), Optional.empty(), rows, columns, stride);
  }

  /**
   * A matrix of zeros in an array, which must be able to hold it.
   *
   * @param rows at least 0
   * @param columns at least 1
   */
  static Weights zerosInArray(final int rows, final int columns) {
    requireSize(rows, columns);
    final int stride = Kernels.padded(columns);
    final float[] array = new float[Math.multiplyExact(rows, stride)];
    return new Weights(MemorySegment.ofArray(array), Optional.of(array), rows, columns, stride);
  }

  /**
   * True if this many rows are best held in arrays: if there are no vector instructions to use, and half of the heap is enough. Plain loops are fast on arrays
   * from the start of the JVM, and slow outside the heap; vector code is as fast there, and the heap may be small.
   */
  static boolean belongInArrays(final long rows, final int columns) {
    final long floats = rows * Kernels.padded(columns);
    return Kernels.best() == Kernels.plain() && floats <= Math.min(Runtime.getRuntime().maxMemory() / 2 / Float.BYTES, LONGEST_ARRAY);
  }

  private static void requireSize(final int rows, final int columns) {
    if (rows < 0 || columns < 1) {
      throw new IllegalArgumentException("rows=" + rows + " must be at least 0 and columns=" + columns + " at least 1");
    }
  }

  /** All rows, padding included. */
  public MemorySegment segment() {
    return segment;
  }

  /** The array that the matrix is in, if it is in one. */
  Optional<float[]> array() {
    return array;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns: the floats of a row without padding. */
  public int columns() {
    return columns;
  }

  /** The distance from one row to the next, in floats: {@link #columns()} rounded up to whole lines. */
  public int stride() {
    return stride;
  }

  /** One element. */
  public float get(final int row, final int column) {
    Objects.checkIndex(column, columns);
    return segment.getAtIndex(FLOAT32, (long) row * stride + column);
  }

  /** Sets one element. */
  public void set(final int row, final int column, final float value) {
    Objects.checkIndex(column, columns);
    segment.setAtIndex(FLOAT32, (long) row * stride + column, value);
  }

  /** True if all elements are finite numbers. */
  boolean isFinite() {
    return array.isPresent() ? Floats.areFinite(array.get()) : Floats.areFinite(segment);
  }

  /** Copies a row to {@code target}, from element {@code at} on. */
  void copyRow(final int row, final float[] target, final int at) {
    if (array.isPresent()) {
      System.arraycopy(array.get(), row * stride, target, at, columns);
    } else {
      MemorySegment.copy(segment, FLOAT32, (long) row * stride * Float.BYTES, target, at, columns);
    }
  }

  /** Copies a row to the first {@link #columns()} elements of {@code target}. */
  public void copyRow(final int row, final float[] target) {
    copyRow(row, target, 0);
  }

  /** Sets a row to the first {@link #columns()} elements of {@code source}. */
  public void setRow(final int row, final float[] source) {
    if (array.isPresent()) {
      System.arraycopy(source, 0, array.get(), row * stride, columns);
    } else {
      MemorySegment.copy(source, 0, segment, FLOAT32, (long) row * stride * Float.BYTES, columns);
    }
  }

  /**
   * Sets all elements to numbers uniform in {@code [-1 / columns, 1 / columns)}, as the reference does. A number depends only on the seed, its column and its
   * row of the file, not on the layout.
   *
   * @param map gives the row of the file for each row
   */
  public void randomise(final long seed, final RowMap map) {
    final float[] values = new float[stride + 1];
    final long start = Mix.of(seed);
    for (int row = 0; row < rows; row++) {
      randomise(values, start + (long) map.oldRow(row) * columns);
      setRow(row, values);
    }
  }

  private void randomise(final float[] values, final long start) {
    final float scale = 2f / columns / (1 << RANDOM_BITS);
    final float least = -1f / columns;
    // One hash is enough for two columns.
    for (int column = 0; column < columns; column += 2) {
      final long random = Mix.of(start + column);
      values[column] = (random >>> Long.SIZE - RANDOM_BITS) * scale + least;
      values[column + 1] = (random & (1 << RANDOM_BITS) - 1) * scale + least;
    }
  }
}
