package io.labelstream.model.labeltree;

/** Open nodes by their {@link SearchKey}s, the least first: a binary heap. Scratch memory of a session. */
final class KeyQueue {
  private final long[] keys;
  private int count;

  /** @param most the most keys at a time */
  KeyQueue(final int most) {
    this.keys = new long[most];
  }

  void clear() {
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(final long key) {
    int hole = count++;
    while (hole > 0 && keys[(hole - 1) >> 1] > key) {
      keys[hole] = keys[(hole - 1) >> 1];
      hole = (hole - 1) >> 1;
    }
    keys[hole] = key;
  }

  /** Takes the least key out. */
  long poll() {
    final long least = keys[0];
    final long last = keys[--count];
    int hole = 0;
    for (int child = 1; child < count; child = 2 * hole + 1) {
      if (child + 1 < count && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= last) {
        break;
      }
      keys[hole] = keys[child];
      hole = child;
    }
    keys[hole] = last;
    return least;
  }
}
