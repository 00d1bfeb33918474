package io.labelstream.text;

import io.labelstream.kernel.Encoding;
import io.labelstream.kernel.Kernels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A text, and the tokens of one stretch of it, with everything about them that does not depend on a model. Scratch memory, reused: after the longest text has
 * been seen once, nothing allocates. Not thread-safe.
 *
 * <p>There is room around the text, so that no loop needs to handle its ends. A stretch is cut into tokens once, however many models ask for it in turn: most
 * texts are one stretch. Word hashes are computed only for tokens that some model does not know, also once.
 *
 * <p>A token's keys are its first and its next 8 bytes, little endian, padded with zeros: a token holds no zero byte.
 */
public final class TokenizedText {
  /** The start of the text in {@link #bytes}: leaves room for a mark and for loads of whole words before the first token. */
  public static final int START = 16;

  /** The most bytes of a stretch, unless it is a single longer token. */
  public static final int STRETCH = 4096;

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final long SECOND_SPREAD = 0xD6E8FEB86659FD93L;
  private static final int KEY_BYTES = 2 * Long.BYTES;
  /** Enough for two masks of each length up to {@link #KEY_BYTES}, and a power of two. */
  private static final int MASKS = 64;
  private static final long[] KEY_MASKS = keyMasks();

  private final Kernels kernels = Kernels.best();
  private byte[] bytes = new byte[0];
  private int end = START;
  private int[] edges = new int[0];
  private long[] firstKeys = new long[0];
  private long[] secondKeys = new long[0];
  private long[] mixes = new long[0];
  private int[] hashes = new int[0];
  /** The cut that the hash of each token belongs to, so that nothing needs clearing before the next cut. */
  private long[] hashedIn = new long[0];
  /** Tokens to be hashed: their numbers, their keys (the first is later replaced by the hash), and their bytes. */
  private int[] pending = new int[0];
  private long[] pendingFirstKeys = new long[0];
  private long[] pendingSecondKeys = new long[0];
  private long[] pendingLengths = new long[0];
  /** The stretch that was cut last; empty if there is none. */
  private int cutFrom;
  private int cutTo;
  private long cuts;
  /** The last cut that had a token hashed. */
  private long lastHashedIn;
  private int count;
  private Encoding encoding = Encoding.ASCII;

  /**
   * Takes a text, which stays in the caller's array while it is in use.
   *
   * @param text holds the text from {@link #START} on, with that many bytes of any value before it and {@link Kernels#OVERREAD_BYTES} after it
   * @param textEnd the end of the text in it
   */
  public void take(final byte[] text, final int textEnd) {
    Objects.checkFromToIndex(START, textEnd, text.length - Kernels.OVERREAD_BYTES);
    bytes = text;
    end = textEnd;
    cutFrom = 0;
    cutTo = 0;
    final int tokens = Kernels.padded(Math.min(text.length, STRETCH) / 2 + 2 + Kernels.LANES);
    if (mixes.length < tokens) {
      edges = new int[2 * tokens];
      firstKeys = new long[tokens];
      secondKeys = new long[tokens];
      mixes = new long[tokens];
      hashes = new int[tokens];
      hashedIn = new long[tokens];
      pending = new int[tokens];
      pendingFirstKeys = new long[tokens];
      pendingSecondKeys = new long[tokens];
      pendingLengths = new long[tokens];
    }
  }

  /** The array that was taken: the text is from {@link #START} to {@link #end}. */
  public byte[] bytes() {
    return bytes;
  }

  /** The end of the text in {@link #bytes}. */
  public int end() {
    return end;
  }

  /** The end of the stretch that starts at {@code from}: after white space, or after a token that is itself longer than a stretch. */
  public int endOfStretch(final int from, final int to) {
    if (to - from <= STRETCH) {
      return to;
    }
    int position = from + STRETCH;
    while (position > from && !isWhiteSpace(bytes[position])) {
      position--;
    }
    if (position == from) {
      position = from + STRETCH;
      while (position < to && !isWhiteSpace(bytes[position])) {
        position++;
      }
    }
    return position;
  }

  private static boolean isWhiteSpace(final byte value) {
    return value == ' ' || value >= 9 && value <= 13 || value == 0;
  }

  /**
   * Finds the tokens of a stretch, unless it was the last one cut.
   *
   * @param from its start in {@link #bytes}
   * @param to its end, as {@link #endOfStretch} gives it
   */
  public void cut(final int from, final int to) {
    if (from == cutFrom && to == cutTo) {
      return;
    }
    count = kernels.tokenEdges(bytes, from, to, edges) >> 1;
    encoding = kernels.encoding(bytes, from, to);
    prepare();
    cutFrom = from;
    cutTo = to;
    cuts++;
  }

  /** Computes all keys first, without a branch, so that the loads of one token need not wait for the comparison of another. */
  private void prepare() {
    final byte[] text = bytes;
    final int[] ends = edges;
    final long[] firsts = firstKeys;
    final long[] seconds = secondKeys;
    final long[] mixed = mixes;
    final int tokens = count;
    for (int token = 0; token < tokens; token++) {
      final int start = ends[2 * token];
      final int length = ends[2 * token + 1] - start;
      final int mask = 2 * Math.min(length, KEY_BYTES) & MASKS - 1;
      final long first = (long) LONG.get(text, start) & KEY_MASKS[mask];
      final long second = (long) LONG.get(text, start + Long.BYTES) & KEY_MASKS[mask + 1];
      firsts[token] = first;
      seconds[token] = second;
      mixed[token] = mix(first, second);
    }
  }

  /** Computes the word hashes of {@code tokens}, unless that has been done already. */
  public void hash(final int[] tokens, final int tokenCount) {
    int[] missing = tokens;
    int missingCount = tokenCount;
    if (lastHashedIn == cuts) {
      missing = pending;
      missingCount = 0;
      for (int index = 0; index < tokenCount; index++) {
        missing[missingCount] = tokens[index];
        missingCount += hashedIn[tokens[index]] == cuts ? 0 : 1;
      }
    }
    lastHashedIn = cuts;
    final int[] ends = edges;
    final long[] first = pendingFirstKeys;
    final long[] second = pendingSecondKeys;
    final long[] lengths = pendingLengths;
    for (int index = 0; index < missingCount; index++) {
      final int token = missing[index];
      first[index] = firstKeys[token];
      second[index] = secondKeys[token];
      lengths[index] = ends[2 * token + 1] - ends[2 * token];
    }
    kernels.tokenHashes(first, second, lengths, missingCount);
    for (int index = 0; index < missingCount; index++) {
      final int token = missing[index];
      final int hash = (int) first[index];
      hashes[token] = lengths[index] > KEY_BYTES ? WordHash.of(hash, bytes, ends[2 * token] + KEY_BYTES, ends[2 * token + 1]) : hash;
      hashedIn[token] = cuts;
    }
  }

  /** The number of tokens in the stretch that was cut last. */
  public int count() {
    return count;
  }

  /** Tells if that stretch is all ASCII. */
  public Encoding encoding() {
    return encoding;
  }

  /** Start and end of each token in turn, in {@link #bytes}. */
  public int[] edges() {
    return edges;
  }

  /** The first 8 bytes of each token. */
  public long[] firstKeys() {
    return firstKeys;
  }

  /** The second 8 bytes of each token. */
  public long[] secondKeys() {
    return secondKeys;
  }

  /** The {@link #mix} of each token's keys. */
  public long[] mixes() {
    return mixes;
  }

  /** The word hash of each token that was given to {@link #hash}; undefined for others. */
  public int[] hashes() {
    return hashes;
  }

  /** The first key of a token. */
  public static long firstKey(final byte[] token) {
    return (long) LONG.get(Arrays.copyOf(token, Long.BYTES), 0) & firstMask(token.length);
  }

  /** For each length of a token, the masks of both its keys. */
  private static long[] keyMasks() {
    final long[] masks = new long[MASKS];
    for (int length = 1; length <= KEY_BYTES; length++) {
      masks[2 * length] = firstMask(length);
      masks[2 * length + 1] = secondMask(length);
    }
    return masks;
  }

  /** The mask of a token's bytes among its first 8. */
  public static long firstMask(final int length) {
    return -1L >>> Long.SIZE - Byte.SIZE * Math.min(length, Long.BYTES);
  }

  /** The mask of a token's bytes among its second 8. */
  public static long secondMask(final int length) {
    // Two shifts: one alone cannot shift out all 64 bits.
    final int bits = Byte.SIZE * Math.min(Math.max(length - Long.BYTES, 0), Long.BYTES);
    return -1L >>> (Long.SIZE - bits >> 1) >>> (Long.SIZE - bits - (Long.SIZE - bits >> 1));
  }

  /** Both keys as one number, whose upper bits are well mixed. */
  public static long mix(final long first, final long second) {
    final long mixed = first ^ second * SECOND_SPREAD;
    return (mixed ^ mixed >>> Integer.SIZE) * SPREAD;
  }
}
