package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;
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
 *  slot, 24 bytes:  | first 8 bytes of the token | next 8 bytes | entry + 1 int32, negated for tokens of more than 16 bytes; 0: free | word hash int32 |
 *
 *  Shorter tokens are padded with zeros: a token holds no zero byte.
 *
 *  rest of a long token:  | length int32 | bytes |       at restStarts[entry]; only for tokens of more than 16 bytes
 * </pre>
 *
 * <p>Nearly all tokens are found by one comparison, whatever their length; a lookup is exact. The word hash comes with the slot and is computed only for
 * tokens that are not found. Words stand in the file by falling frequency and are entered in this order, so that the frequent ones are where they are
 * looked for first.
 */
final class Dictionary {
  private static final VarHandle TEXT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SLOT_BYTES = 24;
  private static final int SECOND = 8;
  private static final int ENTRY_AND_HASH = 16;
  private static final int WHOLE_BYTES = 16;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final long SECOND_SPREAD = 0xD6E8FEB86659FD93L;

  private static final byte[] END_OF_LINE = "</s>".getBytes(StandardCharsets.US_ASCII);
  private static final int END_OF_LINE_HASH = WordHash.of(END_OF_LINE, 0, END_OF_LINE.length);
  private static final long END_OF_LINE_KEY = paddedKey(END_OF_LINE);
  private static final byte[] LABEL_PREFIX = "__label__".getBytes(StandardCharsets.US_ASCII);
  private static final long LABEL_PREFIX_KEY = paddedKey(LABEL_PREFIX);

  private final MemorySegment slots;
  private final MemorySegment restStarts;
  private final MemorySegment rests;
  private final int shift;
  private final long firstSlot;
  private final long lastSlot;
  private final int words;
  private final int endOfLine;

  private Dictionary(
      final MemorySegment slots, final MemorySegment restStarts, final MemorySegment rests, final int shift, final int words, final int endOfLine) {
    this.slots = slots;
    this.restStarts = restStarts;
    this.rests = rests;
    this.shift = shift;
    this.firstSlot = slots.address();
    this.lastSlot = firstSlot + slots.byteSize() - SLOT_BYTES;
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
    return slots.byteSize() + restStarts.byteSize() + rests.byteSize();
  }

  /** How large {@link #of} would be. */
  static long bytesFor(final FastTextVocabulary vocabulary) {
    final int entries = vocabulary.words() + vocabulary.labels();
    final long restBytes = restBytes(vocabulary, entries);
    return (1L << slotBits(entries)) * SLOT_BYTES + restBytes + restStartsBytes(restBytes, entries);
  }

  private static int slotBits(final int entries) {
    // From 5/16 to 5/8 full: a smaller table stays in the cache, which counts for more than a probe.
    return Long.SIZE - Long.numberOfLeadingZeros(Math.max(entries, 3) * 8L / 5);
  }

  private static long restBytes(final FastTextVocabulary vocabulary, final int entries) {
    long restBytes = 0;
    for (int entry = 0; entry < entries; entry++) {
      final int length = vocabulary.textLength(entry);
      restBytes += length > WHOLE_BYTES ? Integer.BYTES + length - WHOLE_BYTES : 0;
    }
    return restBytes;
  }

  private static long restStartsBytes(final long restBytes, final int entries) {
    return restBytes == 0 ? 0 : (long) entries * Integer.BYTES;
  }

  /**
   * Looks up the tokens at {@code batch.edges}: sets what is found and what is unknown, appends to {@code hashes}, and stops behind an end-of-line token.
   *
   * @param text readable for 16 bytes behind the last token
   */
  void lookup(final byte[] text, final TokenBatch batch) {
    prepare(text, batch);
    resolve(text, batch);
    if (batch.hashTokens) {
      hashUnknown(text, batch);
    }
  }

  /** Computes all keys first, without a branch: the loads of one token then need not wait for the comparison of another. */
  private void prepare(final byte[] text, final TokenBatch batch) {
    final int[] edges = batch.edges;
    final int tokens = batch.edgeCount >> 1;
    for (int token = 0; token < tokens; token++) {
      final int start = edges[2 * token];
      final int length = edges[2 * token + 1] - start;
      final long first = (long) TEXT.get(text, start) & firstMask(length);
      final long second = (long) TEXT.get(text, start + Long.BYTES) & secondMask(length);
      batch.firstKeys[token] = first;
      batch.secondKeys[token] = second;
      batch.slots[token] = firstSlot + position(first, second, shift);
    }
  }

  /** Finds the slots. All that the loop needs is in local variables: the compiler would load fields anew after each call. */
  private void resolve(final byte[] text, final TokenBatch batch) {
    final int[] edges = batch.edges;
    final long[] firstKeys = batch.firstKeys;
    final long[] secondKeys = batch.secondKeys;
    final long[] slotsOfTokens = batch.slots;
    final int[] found = batch.words;
    final int[] foundTokens = batch.wordTokens;
    final int[] hashes = batch.hashes;
    final int[] unknown = batch.unknown;
    final long start = firstSlot;
    final long last = lastSlot;
    final int firstLabel = words;
    final int ending = endOfLine;
    final int tokens = batch.edgeCount >> 1;
    int foundCount = 0;
    int unknownCount = 0;
    int hashCount = batch.hashCount;
    for (int token = 0; token < tokens; token++) {
      final long first = firstKeys[token];
      final long second = secondKeys[token];
      final int tokenStart = edges[2 * token];
      final int tokenEnd = edges[2 * token + 1];
      long slot = slotsOfTokens[token];
      long entryAndHash = Memory.int64(slot + ENTRY_AND_HASH);
      while (entryAndHash != 0
          && ((Memory.int64(slot) ^ first | Memory.int64(slot + SECOND) ^ second) != 0
              || !(tokenEnd - tokenStart <= WHOLE_BYTES ? (int) entryAndHash > 0 : isLong(text, tokenStart, tokenEnd, (int) entryAndHash)))) {
        slot = slot == last ? start : slot + SLOT_BYTES;
        entryAndHash = Memory.int64(slot + ENTRY_AND_HASH);
      }
      final int entry = Math.abs((int) entryAndHash) - 1;
      hashes[hashCount] = (int) (entryAndHash >>> Integer.SIZE);
      if (entry >= 0) {
        if (entry < firstLabel) {
          foundTokens[foundCount] = token;
          found[foundCount++] = entry;
          hashCount++;
          if (entry == ending) {
            batch.ended = true;
            break;
          }
        }
      } else if (first == END_OF_LINE_KEY) {
        hashes[hashCount++] = END_OF_LINE_HASH;
        batch.ended = true;
        break;
      } else if (!isLabel(text, tokenStart, tokenEnd, first)) {
        unknown[unknownCount++] = tokenStart;
        unknown[unknownCount++] = tokenEnd;
        unknown[unknownCount++] = hashCount++;
      }
    }
    batch.wordCount = foundCount;
    batch.unknownCount = unknownCount;
    batch.hashCount = hashCount;
  }

  private static void hashUnknown(final byte[] text, final TokenBatch batch) {
    for (int token = 0; token < batch.unknownCount; token += 3) {
      batch.hashes[batch.unknown[token + 2]] = WordHash.of(text, batch.unknown[token], batch.unknown[token + 1]);
    }
  }

  /** Whether an entry is the token of more than 16 bytes that it shares its first 16 bytes with. */
  private boolean isLong(final byte[] text, final int start, final int end, final int entry) {
    if (entry > 0) {
      return false;
    }
    final long at = rests.address() + Memory.int32(restStarts.address() + (long) (-entry - 1) * Integer.BYTES);
    final int length = Memory.int32(at);
    if (length != end - start - WHOLE_BYTES) {
      return false;
    }
    // Not MemorySegment.mismatch: the text would need a segment, which is allocated until all of this is compiled.
    for (int index = 0; index < length; index++) {
      if (Memory.int8(at + Integer.BYTES + index) != text[start + WHOLE_BYTES + index]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLabel(final byte[] text, final int start, final int end, final long first) {
    return first == LABEL_PREFIX_KEY && end - start >= LABEL_PREFIX.length && text[start + Long.BYTES] == LABEL_PREFIX[Long.BYTES];
  }

  /** The mask of a token's bytes among its first 8. */
  private static long firstMask(final int length) {
    return -1L >>> Long.SIZE - Byte.SIZE * Math.min(length, Long.BYTES);
  }

  /** The mask of a token's bytes among its second 8. */
  private static long secondMask(final int length) {
    // Two shifts: one alone cannot shift out all 64 bits.
    final int bits = Byte.SIZE * Math.min(Math.max(length - Long.BYTES, 0), Long.BYTES);
    return -1L >>> (Long.SIZE - bits >> 1) >>> (Long.SIZE - bits - (Long.SIZE - bits >> 1));
  }

  private static long position(final long first, final long second, final int shift) {
    final long mixed = first ^ second * SECOND_SPREAD;
    return ((mixed ^ mixed >>> 32) * SPREAD >>> shift) * SLOT_BYTES;
  }

  private static long paddedKey(final byte[] token) {
    long key = 0;
    for (int index = 0; index < Math.min(token.length, Long.BYTES); index++) {
      key |= (long) token[index] << Byte.SIZE * index;
    }
    return key;
  }

  /** Fills the table once. */
  private static final class Builder {
    private final FastTextVocabulary vocabulary;
    private final MemorySegment slots;
    private final MemorySegment restStarts;
    private final MemorySegment rests;
    private final int shift;
    private byte[] text = new byte[64];
    private long restsEnd;

    Builder(final FastTextVocabulary vocabulary, final int entries, final Arena arena) {
      this.vocabulary = vocabulary;
      final int bits = slotBits(entries);
      this.shift = Long.SIZE - bits;
      this.slots = arena.allocate((1L << bits) * SLOT_BYTES, 64);
      final long restBytes = restBytes(vocabulary, entries);
      this.rests = arena.allocate(restBytes);
      this.restStarts = arena.allocate(restStartsBytes(restBytes, entries), Integer.BYTES);
    }

    void add(final int entry) {
      final int length = vocabulary.textLength(entry);
      if (length == 0) {
        return;
      }
      if (text.length < length + WHOLE_BYTES) {
        text = new byte[2 * length + WHOLE_BYTES];
      }
      MemorySegment.copy(vocabulary.entries(), ValueLayout.JAVA_BYTE, vocabulary.textStart(entry), text, 0, length);
      final long first = (long) TEXT.get(text, 0) & firstMask(length);
      final long second = (long) TEXT.get(text, Long.BYTES) & secondMask(length);
      if (length > WHOLE_BYTES) {
        restStarts.set(INT32, (long) entry * Integer.BYTES, (int) restsEnd);
        rests.set(INT32, restsEnd, length - WHOLE_BYTES);
        MemorySegment.copy(text, WHOLE_BYTES, rests, ValueLayout.JAVA_BYTE, restsEnd + Integer.BYTES, length - WHOLE_BYTES);
        restsEnd += Integer.BYTES + length - WHOLE_BYTES;
      }
      final long slot = freeSlot(first, second, length);
      final int signed = length > WHOLE_BYTES ? -entry - 1 : entry + 1;
      slots.set(INT64, slot, first);
      slots.set(INT64, slot + SECOND, second);
      slots.set(INT64, slot + ENTRY_AND_HASH, Integer.toUnsignedLong(signed) | (long) WordHash.of(text, 0, length) << Integer.SIZE);
    }

    /** Where an entry goes: a free slot, or that of an earlier entry of the same text. */
    private long freeSlot(final long first, final long second, final int length) {
      final long lastSlot = slots.byteSize() - SLOT_BYTES;
      final Dictionary soFar = table(-1);
      long slot = position(first, second, shift);
      while (true) {
        final long entryAndHash = slots.get(INT64, slot + ENTRY_AND_HASH);
        if (entryAndHash == 0
            || slots.get(INT64, slot) == first && slots.get(INT64, slot + SECOND) == second
                && (length <= WHOLE_BYTES ? (int) entryAndHash > 0 : soFar.isLong(text, 0, length, (int) entryAndHash))) {
          return slot;
        }
        slot = slot == lastSlot ? 0 : slot + SLOT_BYTES;
      }
    }

    Dictionary build() {
      final long slot = freeSlot(END_OF_LINE_KEY, 0, END_OF_LINE.length);
      final int entry = (int) slots.get(INT64, slot + ENTRY_AND_HASH) - 1;
      return table(entry < vocabulary.words() ? entry : -1);
    }

    private Dictionary table(final int endOfLine) {
      return new Dictionary(slots, restStarts, rests, shift, vocabulary.words(), endOfLine);
    }
  }
}
