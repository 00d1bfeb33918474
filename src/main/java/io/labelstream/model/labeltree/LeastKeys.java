package io.labelstream.model.labeltree;

/** Keeps the least {@link SearchKey}s of many: a binary heap with the greatest on top. Scratch memory of a session. */
final class LeastKeys {
  private long[] keys = new long[0];
  private int capacity;
  private int count;
  private long limit;

  /**
   * Forgets all keys.
   *
   * @param most the number of keys to keep from now on
   * @param below all keys that are kept are less
   */
  void start(final int most, final long below) {
    if (keys.length < most) {
      keys = new long[most];
    }
    capacity = most;
    limit = below;
    count = 0;
  }

  /** All keys that are still taken are less than this. */
  long bar() {
    return count == capacity ? keys[0] : limit;
  }

  int count() {
    return count;
  }

  /** True if a further key takes the place of another one. */
  boolean isFull() {
    return count == capacity;
  }

  /** The keys, from 0 to {@link #count}; ascending after {@link #sort}. */
  long key(final int index) {
    return keys[index];
  }

  /** Takes a key that is less than {@link #bar}. */
  void add(final long key) {
    if (count == capacity) {
      sink(key, count);
      return;
    }
    int hole = count++;
    while (hole > 0 && keys[(hole - 1) >> 1] < key) {
      keys[hole] = keys[(hole - 1) >> 1];
      hole = (hole - 1) >> 1;
    }
    keys[hole] = key;
  }

  /** Puts a key in place of the greatest of the first {@code end}. */
  private void sink(final long key, final int end) {
    int hole = 0;
    for (int child = 1; child < end; child = 2 * hole + 1) {
      if (child + 1 < end && keys[child + 1] > keys[child]) {
        child++;
      }
      if (keys[child] <= key) {
        break;
      }
      keys[hole] = keys[child];
      hole = child;
    }
    keys[hole] = key;
  }

  /** Brings the keys into ascending order; none is to be added before the next {@link #start}. */
  void sort() {
    for (int last = count - 1; last > 0; last--) {
      final long greatest = keys[0];
      sink(keys[last], last);
      keys[last] = greatest;
    }
  }
}
