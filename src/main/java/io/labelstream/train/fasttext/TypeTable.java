package io.labelstream.train.fasttext;

import io.labelstream.text.WordHash;
import java.util.Arrays;

/**
 * Distinct tokens, numbered by their first occurrence: an open-addressed table over one array of bytes. For one thread.
 *
 * <pre>
 *  slots:   int32 each:  type + 1, or 0 if free
 *  texts:   the bytes of all types one after the other; type t from starts[t] to starts[t + 1]
 * </pre>
 */
final class TypeTable {
  /** The distinct tokens take more than 2 GiB. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final int SMALLEST = 1 << 12;
  private static final int SPREAD = 0x9E3779B9;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  private int[] slots = new int[2 * SMALLEST];
  private int[] hashes = new int[SMALLEST];
  private int[] starts = new int[SMALLEST + 1];
  private byte[] texts = new byte[8 * SMALLEST];
  private int size;

  /** The number of types. */
  int size() {
    return size;
  }

  /** The hash of a type, as {@link WordHash} defines it. */
  int hash(final int type) {
    return hashes[type];
  }

  /** The bytes of all types; type {@code t} from {@link #start} {@code t} on. */
  byte[] texts() {
    return texts;
  }

  int start(final int type) {
    return starts[type];
  }

  int length(final int type) {
    return starts[type + 1] - starts[type];
  }

  /** The type of a token, which is added as the last one if it is new. */
  int add(final byte[] text, final int start, final int end) {
    final int hash = WordHash.of(text, start, end);
    int slot = slot(hash);
    while (slots[slot] != 0) {
      final int type = slots[slot] - 1;
      if (is(type, hash, text, start, end)) {
        return type;
      }
      slot = slot + 1 & slots.length - 1;
    }
    append(hash, text, start, end);
    slots[slot] = size;
    if (size > slots.length / 2) {
      widen();
    }
    return size - 1;
  }

  /** The type of a token, or -1 if it has none. */
  int find(final byte[] text, final int start, final int end) {
    final int hash = WordHash.of(text, start, end);
    int slot = slot(hash);
    while (slots[slot] != 0) {
      final int type = slots[slot] - 1;
      if (is(type, hash, text, start, end)) {
        return type;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return -1;
  }

  private int slot(final int hash) {
    return hash * SPREAD >>> Integer.numberOfLeadingZeros(slots.length - 1);
  }

  private boolean is(final int type, final int hash, final byte[] text, final int start, final int end) {
    return hashes[type] == hash && Arrays.equals(texts, starts[type], starts[type + 1], text, start, end);
  }

  private void append(final int hash, final byte[] text, final int start, final int end) {
    final int from = starts[size];
    final long to = (long) from + end - start;
    if (to > MOST_BYTES) {
      throw new FullException();
    }
    if (to > texts.length) {
      texts = Arrays.copyOf(texts, (int) Math.min(MOST_BYTES, Math.max(to, 2L * texts.length)));
    }
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size + 1);
    }
    System.arraycopy(text, start, texts, from, end - start);
    hashes[size] = hash;
    starts[++size] = (int) to;
  }

  private void widen() {
    slots = new int[2 * slots.length];
    for (int type = 0; type < size; type++) {
      place(type);
    }
  }

  private void place(final int type) {
    int slot = slot(hashes[type]);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = type + 1;
  }
}
