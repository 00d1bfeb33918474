package io.labelstream.text;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words, or pieces of words, by their bytes: an open-addressed table outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  slot, 24 bytes:  | bytes 0 to 7 | bytes 8 to 15 | id + 1 int32; 0: free | tail int32; 0: none |      bytes are padded with zeros
 *  lengths:         | int64 | ...         by a hash of a word's first three bytes: bit n is set if there may be a word of n bytes, bit 63 if of 63 or more
 *  tail:            | length int32 | bytes from the 16th on |                                         one after the other, from the 4th byte on
 * </pre>
 */
public final class WordTable {
  /** A word is readable for as many bytes behind its end. */
  public static final int KEY_BYTES = 2 * Long.BYTES;

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SLOT_BYTES = 24;
  private static final int SECOND = 8;
  private static final int ID = 16;
  private static final int TAIL = 20;
  private static final int ALIGNMENT = 64;
  private static final int HASHED = 3;
  private static final long HASHED_BYTES = 0xFFFFFF;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int FEWEST_LENGTHS_BITS = 4;
  private static final int WORDS_PER_LENGTHS = 8;
  private static final int LONG_WORD = Long.SIZE - 1;
  /** Shorter words are always looked for. */
  private static final long SHORT_WORDS = 0b110;

  private final MemorySegment memory;
  private final long slotCount;
  private final int lengthsShift;
  private final long lengthsStart;
  private final long tailsStart;

  private WordTable(final MemorySegment memory, final int words) {
    this.memory = memory;
    this.slotCount = slots(words);
    this.lengthsShift = Long.SIZE - lengthsBits(words);
    this.lengthsStart = slotCount * SLOT_BYTES;
    this.tailsStart = lengthsStart + ((long) Long.BYTES << lengthsBits(words));
  }

  /** Lays out words in {@code arena}; each is found under its place in {@code words}, those that are empty are left out. */
  public static WordTable of(final List<byte[]> words, final Arena arena) {
    final WordTable table = new WordTable(arena.allocate(bytesFor(words), ALIGNMENT), count(words));
    int tail = Integer.BYTES;
    for (int id = 0; id < words.size(); id++) {
      final byte[] word = words.get(id);
      if (word.length > 0) {
        table.put(word, id, tail);
        tail += tailBytes(word);
      }
    }
    return table;
  }

  /** The bytes that {@link #of} allocates. */
  public static long bytesFor(final List<byte[]> words) {
    final int count = count(words);
    return slots(count) * SLOT_BYTES + ((long) Long.BYTES << lengthsBits(count)) + Integer.BYTES + words.stream().mapToLong(WordTable::tailBytes).sum();
  }

  /** Some of the words, at most {@code most}: those of up to {@link #KEY_BYTES} bytes. */
  public List<byte[]> words(final int most) {
    final List<byte[]> found = new ArrayList<>();
    for (long slot = 0; slot < slotCount && found.size() < most; slot++) {
      final long at = slot * SLOT_BYTES;
      if (memory.get(INT32, at + ID) != 0 && memory.get(INT32, at + TAIL) == 0) {
        final byte[] bytes = memory.asSlice(at, KEY_BYTES).toArray(ValueLayout.JAVA_BYTE);
        int length = KEY_BYTES;
        while (length > 1 && bytes[length - 1] == 0) {
          length--;
        }
        found.add(Arrays.copyOf(bytes, length));
      }
    }
    return found;
  }

  private static int count(final List<byte[]> words) {
    return (int) words.stream().filter(word -> word.length > 0).count();
  }

  private static int tailBytes(final byte[] word) {
    return word.length > KEY_BYTES ? Integer.BYTES + word.length - KEY_BYTES : 0;
  }

  private static long slots(final int words) {
    return 2L * words + 1;
  }

  private static int lengthsBits(final int words) {
    return Math.max(FEWEST_LENGTHS_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(words / WORDS_PER_LENGTHS));
  }

  private void put(final byte[] word, final int id, final int tail) {
    final byte[] padded = Arrays.copyOf(word, word.length + KEY_BYTES);
    final long first = first(padded, 0, word.length);
    final long second = second(padded, 0, word.length);
    long slot = slot(hash(first, second, padded, KEY_BYTES, word.length));
    while (memory.get(INT32, slot * SLOT_BYTES + ID) != 0) {
      slot = slot + 1 < slotCount ? slot + 1 : 0;
    }
    final long at = slot * SLOT_BYTES;
    memory.set(INT64, at, first);
    memory.set(INT64, at + SECOND, second);
    memory.set(INT32, at + ID, id + 1);
    if (word.length > KEY_BYTES) {
      memory.set(INT32, at + TAIL, tail);
      memory.set(INT32, tailsStart + tail, word.length - KEY_BYTES);
      MemorySegment.copy(word, KEY_BYTES, memory, ValueLayout.JAVA_BYTE, tailsStart + tail + Integer.BYTES, word.length - KEY_BYTES);
    }
    final long lengths = lengthsStart + lengths(first);
    memory.set(INT64, lengths, memory.get(INT64, lengths) | 1L << Math.min(word.length, LONG_WORD));
  }

  /** The first 8 bytes of a word. */
  public static long first(final byte[] bytes, final int at, final int length) {
    return (long) LONG.get(bytes, at) & TokenizedText.firstMask(length);
  }

  /** The next 8 bytes of a word. */
  public static long second(final byte[] bytes, final int at, final int length) {
    return (long) LONG.get(bytes, at + Long.BYTES) & TokenizedText.secondMask(length);
  }

  private static long hash(final long first, final long second, final byte[] bytes, final int from, final int to) {
    long hash = TokenizedText.mix(first, second);
    for (int at = from; at < to; at++) {
      hash = (hash ^ bytes[at]) * SPREAD;
    }
    return hash;
  }

  private long slot(final long hash) {
    return Math.unsignedMultiplyHigh(hash, slotCount);
  }

  /** The offset among the lengths for words that begin with these bytes. */
  private long lengths(final long first) {
    return ((first & HASHED_BYTES) * SPREAD >>> lengthsShift) * Long.BYTES;
  }

  /**
   * The id of a word of up to {@link #KEY_BYTES} bytes, or {@link Kernels#MISSING}.
   *
   * @param first the first 8 bytes, little endian, padded with zeros
   * @param second the next 8 bytes
   */
  public int find(final long first, final long second) {
    final long start = Memory.start(memory);
    long slot = slot(TokenizedText.mix(first, second));
    while (true) {
      final long at = start + Memory.row((int) slot, SLOT_BYTES);
      final int id = Memory.int32(at + ID);
      if (id == 0 || Memory.int64(at) == first && Memory.int64(at + SECOND) == second && Memory.int32(at + TAIL) == 0) {
        return id - 1;
      }
      slot = slot + 1 < slotCount ? slot + 1 : 0;
    }
  }

  /**
   * The id of a word, or {@link Kernels#MISSING}.
   *
   * @param bytes readable for {@link #KEY_BYTES} beyond the word
   */
  public int find(final byte[] bytes, final int at, final int length) {
    final long first = first(bytes, at, length);
    final long second = second(bytes, at, length);
    return length > KEY_BYTES ? findLong(first, second, bytes, at, length) : find(first, second);
  }

  /**
   * The longest word at the start of some bytes: its length in the upper half, its id in the lower half; {@link Kernels#MISSING} if there is none.
   *
   * @param bytes readable for {@link #KEY_BYTES} beyond
   * @param most the most bytes of the word
   */
  public long longest(final byte[] bytes, final int at, final int most) {
    final long first = first(bytes, at, most);
    final long second = second(bytes, at, most);
    final long known = Memory.int64(Memory.start(memory) + Memory.start(lengthsStart + lengths(first)));
    if (most >= LONG_WORD && known < 0) {
      for (int length = most; length >= LONG_WORD; length--) {
        final int id = findLong(first, second, bytes, at, length);
        if (id >= 0) {
          return (long) length << Integer.SIZE | id;
        }
      }
    }
    long left = (known | SHORT_WORDS) & (most < LONG_WORD ? (2L << most) - 2 : Long.MAX_VALUE);
    while (left != 0) {
      final int length = LONG_WORD - Long.numberOfLeadingZeros(left);
      final int id =
          length > KEY_BYTES
              ? findLong(first, second, bytes, at, length)
              : find(first & TokenizedText.firstMask(length), second & TokenizedText.secondMask(length));
      if (id >= 0) {
        return (long) length << Integer.SIZE | id;
      }
      left ^= 1L << length;
    }
    return Kernels.MISSING;
  }

  /** The id of a word of more than {@link #KEY_BYTES} bytes, or {@link Kernels#MISSING}. */
  private int findLong(final long first, final long second, final byte[] bytes, final int from, final int length) {
    final long start = Memory.start(memory);
    long slot = slot(hash(first, second, bytes, from + KEY_BYTES, from + length));
    while (true) {
      final long at = start + Memory.row((int) slot, SLOT_BYTES);
      final int id = Memory.int32(at + ID);
      if (id == 0
          || Memory.int64(at) == first
              && Memory.int64(at + SECOND) == second
              && hasTail(start + Memory.start(tailsStart + Memory.int32(at + TAIL)), bytes, from + KEY_BYTES, length - KEY_BYTES)) {
        return id - 1;
      }
      slot = slot + 1 < slotCount ? slot + 1 : 0;
    }
  }

  /** Words without a tail have one of length 0. */
  private static boolean hasTail(final long tail, final byte[] bytes, final int from, final int length) {
    if (Memory.int32(tail) != length) {
      return false;
    }
    for (int index = 0; index < length; index++) {
      if (Memory.int8(tail + Integer.BYTES + Memory.row(index, 1)) != bytes[from + index]) {
        return false;
      }
    }
    return true;
  }
}
