package io.labelstream.model.encoder.search;

import java.util.Arrays;

/** The documents that a search has seen: a bit for each. Scratch memory of a session. */
final class VisitedDocuments {
  private static final int MOST_NOTED = 1 << 14;

  private final long[] bits;
  /** The words of the first documents, to be cleared one by one. */
  private final int[] noted;
  private int count;

  VisitedDocuments(final int documents) {
    this.bits = new long[(documents >>> 6) + 1];
    this.noted = new int[Math.min(documents, MOST_NOTED)];
  }

  void clear() {
    if (count > noted.length) {
      Arrays.fill(bits, 0);
    } else {
      for (int at = 0; at < count; at++) {
        bits[noted[at]] = 0;
      }
    }
    count = 0;
  }

  /** Marks a document as seen, and tells if it was new. */
  boolean isNew(final int document) {
    final int word = document >>> 6;
    if ((bits[word] & 1L << document) != 0) {
      return false;
    }
    bits[word] |= 1L << document;
    if (count < noted.length) {
      noted[count] = word;
    }
    count = Math.min(count + 1, noted.length + 1);
    return true;
  }
}
