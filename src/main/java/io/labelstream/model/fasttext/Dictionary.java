package io.labelstream.model.fasttext;

import io.labelstream.model.file.FastTextVocabulary;
import io.labelstream.text.WordHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Words and labels by their bytes: an open-addressed table outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  slot, 16 bytes:  | key int64 | entry + 1 int32, negated for long tokens; 0: free | word hash int32 |
 *
 *  key of a token of at most 8 bytes:  the bytes themselves, padded with zeros (a token holds no zero byte)
 *  key of a longer token:              a mixture of its first 8 bytes, its last 8 bytes and its length
 *
 *  long text:  | length int32 | bytes |       at textStarts[entry]; only for tokens longer than 8 bytes
 * </pre>
 *
 * <p>A short token is found by one comparison. A long one is compared with its bytes, so that a lookup is exact. The word hash comes with the slot
 * and is computed only for tokens that are not found.
 */
final class Dictionary {
  private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong KEY = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfLong EIGHT_BYTES = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT;
  private static final int SLOT_BYTES = 16;
  private static final int ENTRY = 8;
  private static final int HASH = 12;
  private static final int SHORT = 8;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final long MIX = 0xD6E8FEB86659FD93L;

  private static final byte[] END_OF_LINE = "</s>".getBytes(StandardCharsets.US_ASCII);
  private static final int END_OF_LINE_HASH = WordHash.of(END_OF_LINE, 0, END_OF_LINE.length);
  private static final long END_OF_LINE_KEY = paddedKey(END_OF_LINE);
  private static final byte[] LABEL_PREFIX = "__label__".getBytes(StandardCharsets.US_ASCII);
  private static final long LABEL_PREFIX_KEY = paddedKey(LABEL_PREFIX);

  private final MemorySegment slots;
  private final MemorySegment textStarts;
  private final MemorySegment longTexts;
  private final int shift;
  private final long lastSlot;
  private final int words;
  private final int endOfLine;

  private Dictionary(
      final MemorySegment slots, final MemorySegment textStarts, final MemorySegment longTexts, final int shift, final int words, final int endOfLine) {
    this.slots = slots;
    this.textStarts = textStarts;
    this.longTexts = longTexts;
    this.shift = shift;
    this.lastSlot = slots.byteSize() - SLOT_BYTES;
    this.words = words;
    this.endOfLine = endOfLine;
  }

  /** Builds the table of a model's vocabulary in {@code arena}. Of entries with the same text the last one counts, as in the reference. */
  static Dictionary of(final FastTextVocabulary vocabulary, final Arena arena) {
    final int entries = vocabulary.words() + vocabulary.labels();
    final Builder builder = new Builder(vocabulary, entries, arena);
    for (int entry = 0; entry < entries; entry++) {
      builder.add(entry);
    }
    return builder.build();
  }

  /** The id of the end-of-line token, or -1 where the vocabulary has none. */
  int endOfLine() {
    return endOfLine;
  }

  /** The hash of the end-of-line token. */
  static int endOfLineHash() {
    return END_OF_LINE_HASH;
  }

  /** The bytes this table takes. */
  long bytes() {
    return slots.byteSize() + textStarts.byteSize() + longTexts.byteSize();
  }

  /**
   * Looks up the tokens at {@code batch.edges}: sets {@code words} and {@code spelled}, appends to {@code hashes}, and stops behind an end-of-line token.
   *
   * @param text readable from 8 bytes before the first token to 8 bytes behind the last
   */
  void lookup(final byte[] text, final TokenBatch batch) {
    prepare(text, batch);
    resolve(text, batch);
  }

  /** Computes all keys first: loads of one token need not wait for the comparison of another. */
  private void prepare(final byte[] text, final TokenBatch batch) {
    final int[] edges = batch.edges;
    final long[] keys = batch.keys;
    final long[] positions = batch.slots;
    final int tokens = batch.edgeCount >> 1;
    for (int token = 0; token < tokens; token++) {
      final long key = key(text, edges[2 * token], edges[2 * token + 1]);
      keys[token] = key;
      positions[token] = position(key, shift);
    }
  }

  private void resolve(final byte[] text, final TokenBatch batch) {
    final int tokens = batch.edgeCount >> 1;
    int wordCount = 0;
    int spelledCount = 0;
    int hashCount = batch.hashCount;
    for (int token = 0; token < tokens; token++) {
      final int start = batch.edges[2 * token];
      final int end = batch.edges[2 * token + 1];
      final long key = batch.keys[token];
      final long slot = find(text, start, end, key, batch.slots[token]);
      final int entry = Math.abs(slots.get(INT32, slot + ENTRY)) - 1;
      if (entry >= 0) {
        if (entry < words) {
          batch.words[wordCount++] = entry;
          batch.hashes[hashCount++] = slots.get(INT32, slot + HASH);
          if (entry == endOfLine) {
            batch.ended = true;
            break;
          }
          if (batch.spellWords) {
            batch.spelled[spelledCount++] = start;
            batch.spelled[spelledCount++] = end;
          }
        }
      } else if (!isLabel(text, start, end)) {
        batch.hashes[hashCount++] = WordHash.of(text, start, end);
        if (key == END_OF_LINE_KEY && end - start == END_OF_LINE.length) {
          batch.ended = true;
          break;
        }
        batch.spelled[spelledCount++] = start;
        batch.spelled[spelledCount++] = end;
      }
    }
    batch.wordCount = wordCount;
    batch.spelledCount = spelledCount;
    batch.hashCount = hashCount;
  }

  /** The slot of a token, or the free slot where it would be. */
  private long find(final byte[] text, final int start, final int end, final long key, final long from) {
    long slot = from;
    while (true) {
      final int entry = slots.get(INT32, slot + ENTRY);
      if (entry == 0 || slots.get(KEY, slot) == key && isToken(text, start, end, entry)) {
        return slot;
      }
      slot = slot == lastSlot ? 0 : slot + SLOT_BYTES;
    }
  }

  private boolean isToken(final byte[] text, final int start, final int end, final int entry) {
    if (end - start <= SHORT) {
      return entry > 0;
    }
    if (entry > 0) {
      return false;
    }
    final int at = textStarts.get(INT32, (long) (-entry - 1) * Integer.BYTES);
    final int length = longTexts.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    if (length != end - start) {
      return false;
    }
    final long bytes = (long) at + Integer.BYTES;
    int compared = 0;
    for (; compared <= length - Long.BYTES; compared += Long.BYTES) {
      if ((long) INT64.get(text, start + compared) != longTexts.get(EIGHT_BYTES, bytes + compared)) {
        return false;
      }
    }
    return (long) INT64.get(text, end - Long.BYTES) == longTexts.get(EIGHT_BYTES, bytes + length - Long.BYTES);
  }

  private static boolean isLabel(final byte[] text, final int start, final int end) {
    return (long) INT64.get(text, start) == LABEL_PREFIX_KEY
        && end - start >= LABEL_PREFIX.length
        && text[start + SHORT] == LABEL_PREFIX[SHORT];
  }

  private static long key(final byte[] text, final int start, final int end) {
    final int length = end - start;
    final long first = (long) INT64.get(text, start);
    if (length <= SHORT) {
      return first & -1L >>> (Long.SIZE - Byte.SIZE * length);
    }
    final long last = (long) INT64.get(text, end - Long.BYTES);
    return (first * MIX ^ Long.rotateLeft(last, 29)) * SPREAD + length;
  }

  private static long position(final long key, final int shift) {
    return ((key ^ key >>> 32) * SPREAD >>> shift) * SLOT_BYTES;
  }

  private static long paddedKey(final byte[] token) {
    long key = 0;
    for (int index = 0; index < Math.min(token.length, SHORT); index++) {
      key |= (long) token[index] << Byte.SIZE * index;
    }
    return key;
  }

  /** Fills the table once. */
  private static final class Builder {
    private final FastTextVocabulary vocabulary;
    private final MemorySegment slots;
    private final MemorySegment textStarts;
    private final MemorySegment longTexts;
    private final int shift;
    private byte[] text = new byte[64];
    private long longTextsEnd;

    Builder(final FastTextVocabulary vocabulary, final int entries, final Arena arena) {
      this.vocabulary = vocabulary;
      // From 5/16 to 5/8 full: a smaller table stays in the cache, which counts for more than a probe.
      final int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(entries, 3) * 8L / 5);
      this.shift = Long.SIZE - bits;
      this.slots = arena.allocate((1L << bits) * SLOT_BYTES, SLOT_BYTES);
      long longBytes = 0;
      for (int entry = 0; entry < entries; entry++) {
        final int length = vocabulary.textLength(entry);
        longBytes += length > SHORT ? Integer.BYTES + length : 0;
      }
      this.longTexts = arena.allocate(longBytes);
      this.textStarts = arena.allocate((long) entries * Integer.BYTES, Integer.BYTES);
    }

    void add(final int entry) {
      final int length = vocabulary.textLength(entry);
      if (length == 0) {
        return;
      }
      // Room before and behind: keys are made of whole words of eight bytes.
      if (text.length < length + 2 * Long.BYTES) {
        text = new byte[2 * length + 2 * Long.BYTES];
      }
      final int start = Long.BYTES;
      final int end = start + length;
      MemorySegment.copy(vocabulary.entries(), ValueLayout.JAVA_BYTE, vocabulary.textStart(entry), text, start, length);
      final long key = key(text, start, end);
      if (length > SHORT) {
        textStarts.set(INT32, (long) entry * Integer.BYTES, (int) longTextsEnd);
        longTexts.set(ValueLayout.JAVA_INT_UNALIGNED, longTextsEnd, length);
        MemorySegment.copy(text, start, longTexts, ValueLayout.JAVA_BYTE, longTextsEnd + Integer.BYTES, length);
        longTextsEnd += Integer.BYTES + length;
      }
      final long slot = table(-1).find(text, start, end, key, position(key, shift));
      slots.set(KEY, slot, key);
      slots.set(INT32, slot + ENTRY, length > SHORT ? -entry - 1 : entry + 1);
      slots.set(INT32, slot + HASH, WordHash.of(text, start, end));
    }

    Dictionary build() {
      System.arraycopy(END_OF_LINE, 0, text, Long.BYTES, END_OF_LINE.length);
      final long slot = table(-1).find(text, Long.BYTES, Long.BYTES + END_OF_LINE.length, END_OF_LINE_KEY, position(END_OF_LINE_KEY, shift));
      final int entry = slots.get(INT32, slot + ENTRY) - 1;
      return table(entry < vocabulary.words() ? entry : -1);
    }

    private Dictionary table(final int endOfLine) {
      return new Dictionary(slots, textStarts, longTexts, shift, vocabulary.words(), endOfLine);
    }
  }
}
