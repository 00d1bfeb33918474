package io.labelstream.model.labeltree;

import java.util.Arrays;

/**
 * The terms of one text, each as often as it occurs: a key that stands for it, and a value. Scratch memory, refilled for one text after the other. Not
 * thread-safe.
 */
public final class TermList {
  /** The most terms of a text; those after them are left out, so that no text takes memory without limit. */
  public static final int MOST = 1 << 20;

  private static final int SMALLEST = 64;

  /** The keys of the runs of words that end at the last word: of one word, of two, and so on. */
  final long[] runs = new long[TextTerms.MOST_WORDS];

  private long[] keys = new long[SMALLEST];
  private float[] values = new float[SMALLEST];
  private int[] points = new int[SMALLEST];
  private int count;
  private int malformed;

  TermList() {}

  /** The number of terms. */
  public int count() {
    return count;
  }

  /** The key of each term. Not to be written to. */
  public long[] keys() {
    return keys;
  }

  /** The value of each term, finite. Not to be written to. */
  public float[] values() {
    return values;
  }

  /** The place of the first token that is no term, counted from 1; 0 if there is none. Only tokens of {@link SparseTerms} can be malformed. */
  public int malformed() {
    return malformed;
  }

  void clear() {
    count = 0;
    malformed = 0;
  }

  void add(final long key, final float value) {
    if (count == keys.length) {
      if (count == MOST) {
        return;
      }
      keys = Arrays.copyOf(keys, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    keys[count] = key;
    values[count++] = value;
  }

  void addMalformed(final int place) {
    malformed = malformed == 0 ? place : malformed;
  }

  /** Room for the code points of a word. */
  int[] points(final int most) {
    if (points.length < most) {
      points = new int[Math.max(most, (int) Math.min(2L * points.length, Integer.MAX_VALUE - 8))];
    }
    return points;
  }
}
