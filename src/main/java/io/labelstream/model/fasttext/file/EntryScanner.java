package io.labelstream.model.fasttext.file;

import java.lang.foreign.MemorySegment;

/**
 * Reads single bytes of a file, mostly one after the other, from copies of a few kilobytes: code that is not compiled yet is fastest with arrays, and a
 * vocabulary is read only once. Not thread-safe.
 */
final class EntryScanner {
  private static final int MOST_BYTES_AT_ONCE = 1 << 14;

  private final MemorySegment file;
  private final byte[] window;
  /** The window as a segment: for an array, the JVM would make a class in each process, which takes milliseconds. */
  private final MemorySegment heap;
  private long windowStart;
  private int windowLength;

  EntryScanner(final MemorySegment file) {
    this.file = file;
    this.window = new byte[(int) Math.min(MOST_BYTES_AT_ONCE, file.byteSize())];
    this.heap = MemorySegment.ofArray(window);
  }

  /** The position of the first zero byte from {@code start} on, or -1 if there is none. */
  long endOfText(final long start) {
    for (long from = start; from < file.byteSize(); from = windowStart + windowLength) {
      final byte[] bytes = window;
      for (int index = indexOf(from); index < windowLength; index++) {
        if (bytes[index] == 0) {
          return windowStart + index;
        }
      }
    }
    return -1;
  }

  byte byteAt(final long position) {
    return window[indexOf(position)];
  }

  /** The index of a byte of the file in the window, which is moved if necessary. */
  private int indexOf(final long position) {
    if (position < windowStart || position >= windowStart + windowLength) {
      windowStart = position;
      windowLength = (int) Math.min(window.length, file.byteSize() - position);
      MemorySegment.copy(file, position, heap, 0, windowLength);
    }
    return (int) (position - windowStart);
  }
}
