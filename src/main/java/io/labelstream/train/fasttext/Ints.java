package io.labelstream.train.fasttext;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A fixed number of int32, in an array or outside the heap. Short ones are in arrays: the JVM reads those fast from its start on, while access to memory
 * outside the heap has to be linked and compiled first. Not thread-safe while a thread writes.
 */
sealed interface Ints {
  /** None. */
  Ints NONE = new InArray(new int[0], 0);

  /** The number of elements. */
  long size();

  int get(long index);

  /** Copies {@code count} elements from {@code from} on to {@code out}, from {@code at} on. */
  void copy(long from, int count, int[] out, int at);

  /** Sets {@code count} elements from {@code from} on to the first ones of {@code values}. */
  void set(long from, int count, int[] values);

  /** The first {@code count} elements of an array. */
  record InArray(int[] ints, int count) implements Ints {
    @Override
    public long size() {
      return count;
    }

    @Override
    public int get(final long index) {
      return ints[(int) index];
    }

    @Override
    public void copy(final long from, final int length, final int[] out, final int at) {
      System.arraycopy(ints, (int) from, out, at, length);
    }

    @Override
    public void set(final long from, final int length, final int[] values) {
      System.arraycopy(values, 0, ints, (int) from, length);
    }
  }

  /** All elements of a segment. */
  record InMemory(MemorySegment ints) implements Ints {
    @Override
    public long size() {
      return ints.byteSize() / Integer.BYTES;
    }

    @Override
    public int get(final long index) {
      return ints.getAtIndex(ValueLayout.JAVA_INT, index);
    }

    @Override
    public void copy(final long from, final int length, final int[] out, final int at) {
      MemorySegment.copy(ints, ValueLayout.JAVA_INT, from * Integer.BYTES, out, at, length);
    }

    @Override
    public void set(final long from, final int length, final int[] values) {
      MemorySegment.copy(values, 0, ints, ValueLayout.JAVA_INT, from * Integer.BYTES, length);
    }
  }
}
