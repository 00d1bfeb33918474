package io.labelstream.text;

import io.labelstream.kernel.Kernels;

/**
 * The 32-bit FNV-1a hash as fastText computes it: each byte is sign-extended before it is mixed in, so every byte from 0x80 on differs from the
 * textbook function.
 */
public final class WordHash {
  /** The hash of no bytes. */
  public static final int START = Kernels.HASH_START;

  private WordHash() {}

  /** Extends {@code hash}, the hash of some bytes, by {@code next}. */
  public static int extend(final int hash, final byte next) {
    return (hash ^ next) * Kernels.HASH_PRIME;
  }

  /** The hash of {@code text} from {@code start} to {@code end}. */
  public static int of(final byte[] text, final int start, final int end) {
    return of(START, text, start, end);
  }

  /** Extends {@code before}, the hash of some bytes, by {@code text} from {@code start} to {@code end}. */
  public static int of(final int before, final byte[] text, final int start, final int end) {
    int hash = before;
    for (int position = start; position < end; position++) {
      hash = extend(hash, text[position]);
    }
    return hash;
  }
}
