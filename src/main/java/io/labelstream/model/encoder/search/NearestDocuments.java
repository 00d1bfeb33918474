package io.labelstream.model.encoder.search;

import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;

/**
 * The nearest documents so far, as many as are wanted. A document is a key: its product in the upper half, its number turned over in the lower, so that the
 * greater key is the nearer document, and of equally near ones the one with the lower number. Scratch memory of a session.
 */
final class NearestDocuments {
  private static final long NUMBER = 0xFFFFFFFFL;

  private final LongHeapPriorityQueue keys = new LongHeapPriorityQueue();
  private int most;

  static long key(final int product, final int document) {
    return (long) product << Integer.SIZE | NUMBER - document;
  }

  static int product(final long key) {
    return (int) (key >> Integer.SIZE);
  }

  static int document(final long key) {
    return (int) (NUMBER - (key & NUMBER));
  }

  void clear(final int wanted) {
    keys.clear();
    most = wanted;
  }

  int count() {
    return keys.size();
  }

  /** The key that a document has to exceed to be kept. */
  long least() {
    return keys.size() < most ? Long.MIN_VALUE : keys.firstLong();
  }

  void add(final long key) {
    if (key > least()) {
      if (keys.size() == most) {
        keys.dequeueLong();
      }
      keys.enqueue(key);
    }
  }

  /** Takes the farthest document out. */
  long poll() {
    return keys.dequeueLong();
  }
}
