package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.Memory;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.text.TokenizedText;
import io.labelstream.text.WordHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words and labels by their bytes: an open-addressed table outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  slot, int32:  | some bits of the token's mix | number of the record; 0: free |      as many bits for the record as the last one needs
 *
 *  record, 24 bytes:  | first 8 bytes of the token | next 8 bytes | rest int32 | word hash int32 |
 *
 *  Shorter tokens are padded with zeros: a token holds no zero byte. Record 0 is all zeros and so no token's; that of an entry is its number + 1.
 *
 *  rest of a token of more than 16 bytes:  | length int32 | bytes |       at rest - 1; rest is 0 for other tokens
 * </pre>
 *
 * <p>Few slots are taken, and most taken slots of other tokens differ in the bits of the mix. So nearly all tokens are found, or found to be unknown, by
 * reading one slot and one record. A lookup is exact. The word hash comes with the record and is computed only for tokens that are not found. Words are in the
 * file by falling frequency, so the records of frequent ones are neighbours and stay in the cache.
 */
final class Dictionary {
  private static final VarHandle TEXT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int RECORD_LONGS = 3;
  private static final int RECORD_BYTES = RECORD_LONGS * Long.BYTES;
  private static final int SECOND = 8;
  private static final int REST = 16;
  private static final int HASH = 20;
  private static final int WHOLE_BYTES = 16;
  /** A token that is neither a word nor unknown, but a label: not {@link Kernels#MISSING}. */
  private static final int OMITTED = -2;

  private static final byte[] END_OF_LINE = "</s>".getBytes(StandardCharsets.US_ASCII);
  private static final int END_OF_LINE_HASH = WordHash.of(END_OF_LINE, 0, END_OF_LINE.length);
  private static final long END_OF_LINE_KEY = TokenizedText.firstKey(END_OF_LINE);
  private static final byte[] LABEL_PREFIX = "__label__".getBytes(StandardCharsets.US_ASCII);
  private static final long LABEL_PREFIX_KEY = TokenizedText.firstKey(LABEL_PREFIX);

  private final MemorySegment slots;
  private final MemorySegment records;
  private final MemorySegment rests;
  private final Shape shape;
  private final int words;
  private final int endOfLine;

  private Dictionary(
      final MemorySegment slots, final MemorySegment records, final MemorySegment rests, final Shape shape, final int words, final int endOfLine) {
    this.slots = slots;
    this.records = records;
    this.rests = rests;
    this.shape = shape;
    this.words = words;
    this.endOfLine = endOfLine;
  }

  /**
   * The rule by which the mix of a token becomes a slot.
   *
   * @param slotBits the logarithm of the number of slots
   * @param recordBits the bits of a slot that hold the record
   */
  private record Shape(int slotBits, int recordBits) {
    static Shape of(final int entries) {
      // From 1/5 to 2/5 full. A fuller table would be smaller, but the branch on the first slot must be easy to predict.
      return new Shape(bitsOf(Math.max(5L * entries / 2, 2) - 1), bitsOf(entries));
    }

    private static int bitsOf(final long most) {
      return Long.SIZE - Long.numberOfLeadingZeros(most);
    }

    int slots() {
      return 1 << slotBits;
    }

    /** The first slot to search for a token in the upper 32 bits, and its mix as in a slot in the lower 32. */
    long place(final long mix) {
      return mix >>> Integer.SIZE - slotBits & -1L << recordBits;
    }

    int next(final int slot) {
      return slot + 1 & slots() - 1;
    }

    int recordMask() {
      return (1 << recordBits) - 1;
    }
  }

  /** Builds the table of a model's vocabulary in {@code arena}. Of entries with the same text the last one counts, as in the reference. */
  static Dictionary of(final FastTextVocabulary vocabulary, final Arena arena) {
    final int entries = vocabulary.words() + vocabulary.labels();
    final Builder builder = new Builder(vocabulary, entries);
    for (int entry = 0; entry < entries; entry++) {
      builder.add(entry);
    }
    return builder.build(arena);
  }

  /** The id of the end-of-line token, or -1 if the vocabulary has none. */
  int endOfLine() {
    return endOfLine;
  }

  /** The first words, at most {@code most}: those of 1 to 16 bytes, without the end-of-line token. */
  List<byte[]> words(final int most) {
    final List<byte[]> found = new ArrayList<>();
    for (int word = 0; word < words && found.size() < most; word++) {
      final long at = (word + 1L) * RECORD_BYTES;
      final byte[] bytes = records.asSlice(at, WHOLE_BYTES).toArray(ValueLayout.JAVA_BYTE);
      int length = WHOLE_BYTES;
      while (length > 0 && bytes[length - 1] == 0) {
        length--;
      }
      if (length > 0 && word != endOfLine && records.get(INT32, at + REST) == 0) {
        found.add(Arrays.copyOf(bytes, length));
      }
    }
    return found;
  }

  /** The hash of the end-of-line token. */
  static int endOfLineHash() {
    return END_OF_LINE_HASH;
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final FastTextVocabulary vocabulary) {
    final int entries = vocabulary.words() + vocabulary.labels();
    return (long) Shape.of(entries).slots() * Integer.BYTES + (entries + 1L) * RECORD_BYTES + restBytes(vocabulary, entries);
  }

  private static int restBytes(final FastTextVocabulary vocabulary, final int entries) {
    int restBytes = 0;
    for (int entry = 0; entry < entries; entry++) {
      final int length = vocabulary.textLength(entry);
      restBytes += length > WHOLE_BYTES ? Integer.BYTES + length - WHOLE_BYTES : 0;
    }
    return restBytes;
  }

  /**
   * Looks up the tokens of the stretch that was cut last: sets the known and unknown ones in the batch, appends to {@code hashes}, and stops after an
   * end-of-line token.
   */
  void lookup(final Kernels kernels, final TokenizedText text, final TokenBatch batch) {
    probe(text, batch);
    match(text, batch);
    final int omitted = batch.isPlain ? 0 : omitLabels(text, batch);
    batch.wordCount = kernels.split(batch.ids, batch.tokens, batch.words, batch.wordTokens, batch.unknown);
    batch.unknownCount = batch.tokens - omitted - batch.wordCount;
    if (batch.hashTokens) {
      hashUnknown(text, batch);
    }
    if (omitted == 0) {
      batch.hashCount += batch.tokens;
    } else {
      omitHashes(batch);
    }
    if (batch.ended) {
      appendEndOfLine(batch);
    }
  }

  /** Finds the only entry that each token can have, by the slots alone. */
  private void probe(final TokenizedText text, final TokenBatch batch) {
    final long start = Memory.start(slots);
    final int recordBits = shape.recordBits;
    final int recordMask = shape.recordMask();
    final long[] mixes = text.mixes();
    final int[] ids = batch.ids;
    final int tokens = text.count();
    final Shape here = shape;
    for (int token = 0; token < tokens; token++) {
      final long place = here.place(mixes[token]);
      int slot = (int) (place >>> Integer.SIZE);
      int found = Memory.int32(start + Memory.row(slot, Integer.BYTES));
      while (areBothSet((found ^ (int) place) >>> recordBits, found)) {
        slot = here.next(slot);
        found = Memory.int32(start + Memory.row(slot, Integer.BYTES));
      }
      ids[token] = (found & recordMask) - 1;
    }
  }

  /** True if neither is 0, as one branch: each of the two by itself would be hard to predict. */
  private static boolean areBothSet(final int one, final int other) {
    return ((one | -one) & (other | -other)) < 0;
  }

  private static boolean areBothSet(final long one, final long other) {
    return ((one | -one) & (other | -other)) < 0;
  }

  /** Verifies each entry, takes its hash, and sets {@code isPlain} if all tokens are plain words. Uses few variables: more would not fit into registers. */
  private void match(final TokenizedText text, final TokenBatch batch) {
    final int[] edges = text.edges();
    final long[] firstKeys = text.firstKeys();
    final long[] secondKeys = text.secondKeys();
    final int[] ids = batch.ids;
    final int[] hashes = batch.hashes;
    final int firstHash = batch.hashCount;
    final long start = Memory.start(records);
    final int firstLabel = words;
    final int tokens = text.count();
    boolean isPlain = true;
    for (int token = 0; token < tokens; token++) {
      final long first = firstKeys[token];
      final long second = secondKeys[token];
      final int length = edges[2 * token + 1] - edges[2 * token];
      int id = ids[token];
      long at = start + Memory.row(id + 1, RECORD_BYTES);
      final long difference =
          Memory.int64(at) ^ first | Memory.int64(at + SECOND) ^ second | Memory.int32(at + REST) | WHOLE_BYTES - length >> Integer.SIZE - 1;
      if (areBothSet(difference, id + 1)) {
        id = find(text.bytes(), edges[2 * token], length, first, second) - 1;
        ids[token] = id;
        at = start + Memory.row(id + 1, RECORD_BYTES);
      }
      isPlain &= first != END_OF_LINE_KEY && first != LABEL_PREFIX_KEY && id < firstLabel;
      hashes[firstHash + token] = Memory.int32(at + HASH);
    }
    batch.tokens = tokens;
    batch.isPlain = isPlain;
  }

  /** Cuts the tokens off at an end-of-line token that ends the text, marks those that count as labels, and returns the number of these. */
  private int omitLabels(final TokenizedText text, final TokenBatch batch) {
    final int[] edges = text.edges();
    int omitted = 0;
    for (int token = 0; token < batch.tokens; token++) {
      final int id = batch.ids[token];
      final long first = text.firstKeys()[token];
      final int start = edges[2 * token];
      if (first == END_OF_LINE_KEY && batch.endAtToken) {
        batch.tokens = token;
        batch.ended = true;
        batch.endOfLine = id;
      } else if (id >= words || id == Kernels.MISSING && first == LABEL_PREFIX_KEY && isLabel(text.bytes(), start, edges[2 * token + 1] - start)) {
        batch.ids[token] = OMITTED;
        omitted++;
      }
    }
    return omitted;
  }

  private static void hashUnknown(final TokenizedText text, final TokenBatch batch) {
    final int[] unknown = batch.unknown;
    final int[] target = batch.hashes;
    final int firstHash = batch.hashCount;
    final int count = batch.unknownCount;
    text.hash(unknown, count);
    final int[] hashes = text.hashes();
    for (int index = 0; index < count; index++) {
      final int token = unknown[index];
      target[firstHash + token] = hashes[token];
    }
  }

  /** Appends the hashes of the tokens that were not omitted, which are already written after the hashes. */
  private static void omitHashes(final TokenBatch batch) {
    final int firstHash = batch.hashCount;
    for (int token = 0; token < batch.tokens; token++) {
      if (batch.ids[token] != OMITTED) {
        batch.hashes[batch.hashCount++] = batch.hashes[firstHash + token];
      }
    }
  }

  private void appendEndOfLine(final TokenBatch batch) {
    if (batch.endOfLine >= words) {
      return;
    }
    batch.hashes[batch.hashCount++] = END_OF_LINE_HASH;
    if (batch.endOfLine != Kernels.MISSING) {
      batch.wordTokens[batch.wordCount] = batch.tokens;
      batch.words[batch.wordCount++] = batch.endOfLine;
    }
  }

  /** The record of a token, or 0 if it has none: the full search, for tokens that one slot and 16 bytes do not decide. */
  private int find(final byte[] text, final int start, final int length, final long first, final long second) {
    final long place = shape.place(TokenizedText.mix(first, second));
    int slot = (int) (place >>> Integer.SIZE);
    while (true) {
      final int found = Memory.int32(Memory.start(slots) + Memory.row(slot, Integer.BYTES));
      final int record = found & shape.recordMask();
      if (found == 0 || (found ^ record) == (int) place && isOf(text, start, length, first, second, record)) {
        return record;
      }
      slot = shape.next(slot);
    }
  }

  private boolean isOf(final byte[] text, final int start, final int length, final long first, final long second, final int record) {
    final long at = Memory.start(records) + Memory.row(record, RECORD_BYTES);
    if (Memory.int64(at) != first || Memory.int64(at + SECOND) != second) {
      return false;
    }
    final int rest = Memory.int32(at + REST);
    if (length <= WHOLE_BYTES || rest == 0) {
      return length <= WHOLE_BYTES && rest == 0;
    }
    final long bytes = rests.address() + rest - 1;
    final int count = Memory.int32(bytes);
    if (count != length - WHOLE_BYTES) {
      return false;
    }
    // Not MemorySegment.mismatch: the text would need a segment, which is a real allocation until all of this is compiled.
    for (int index = 0; index < count; index++) {
      if (Memory.int8(bytes + Integer.BYTES + index) != text[start + WHOLE_BYTES + index]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLabel(final byte[] text, final int start, final int length) {
    return length >= LABEL_PREFIX.length && text[start + Long.BYTES] == LABEL_PREFIX[Long.BYTES];
  }

  /** Fills the table once, on the heap: code that runs once is not compiled, and the interpreter is fastest with arrays. */
  private static final class Builder {
    private final FastTextVocabulary vocabulary;
    private final Shape shape;
    private final int[] slots;
    private final long[] records;
    private final byte[] rests;
    private byte[] text = new byte[64];
    private int restsEnd;

    Builder(final FastTextVocabulary vocabulary, final int entries) {
      this.vocabulary = vocabulary;
      this.shape = Shape.of(entries);
      this.slots = new int[shape.slots()];
      this.records = new long[(entries + 1) * RECORD_LONGS];
      this.rests = new byte[restBytes(vocabulary, entries)];
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
      final long first = (long) TEXT.get(text, 0) & TokenizedText.firstMask(length);
      final long second = (long) TEXT.get(text, Long.BYTES) & TokenizedText.secondMask(length);
      final int record = (entry + 1) * RECORD_LONGS;
      records[record] = first;
      records[record + 1] = second;
      records[record + 2] = (long) WordHash.of(text, 0, length) << Integer.SIZE | rest(length);
      final long place = shape.place(TokenizedText.mix(first, second));
      slots[slot(place, entry)] = (int) place | entry + 1;
    }

    /** The position of a token's rest plus 1, or 0 if it has none. */
    private int rest(final int length) {
      if (length <= WHOLE_BYTES) {
        return 0;
      }
      final int start = restsEnd;
      INTS.set(rests, start, length - WHOLE_BYTES);
      System.arraycopy(text, WHOLE_BYTES, rests, start + Integer.BYTES, length - WHOLE_BYTES);
      restsEnd += Integer.BYTES + length - WHOLE_BYTES;
      return start + 1;
    }

    /** The slot of an entry: a free one, or that of an earlier entry with the same text. */
    private int slot(final long place, final int entry) {
      int slot = (int) (place >>> Integer.SIZE);
      while (slots[slot] != 0 && !((slots[slot] ^ (int) place) >>> shape.recordBits == 0 && isSameText((slots[slot] & shape.recordMask()) - 1, entry))) {
        slot = shape.next(slot);
      }
      return slot;
    }

    private boolean isSameText(final int one, final int other) {
      final int length = vocabulary.textLength(one);
      final long start = vocabulary.textStart(one);
      final long otherStart = vocabulary.textStart(other);
      return length == vocabulary.textLength(other)
          && MemorySegment.mismatch(vocabulary.entries(), start, start + length, vocabulary.entries(), otherStart, otherStart + length) < 0;
    }

    Dictionary build(final Arena arena) {
      final MemorySegment slotTable = arena.allocate((long) slots.length * Integer.BYTES, 64);
      MemorySegment.copy(slots, 0, slotTable, INT32, 0, slots.length);
      final MemorySegment recordTable = arena.allocate((long) records.length * Long.BYTES, 64);
      MemorySegment.copy(records, 0, recordTable, INT64, 0, records.length);
      final MemorySegment restTable = arena.allocate(rests.length);
      MemorySegment.copy(rests, 0, restTable, ValueLayout.JAVA_BYTE, 0, rests.length);
      final Dictionary dictionary = new Dictionary(slotTable, recordTable, restTable, shape, vocabulary.words(), -1);
      final int endOfLine = dictionary.find(END_OF_LINE, 0, END_OF_LINE.length, END_OF_LINE_KEY, 0) - 1;
      return new Dictionary(slotTable, recordTable, restTable, shape, vocabulary.words(), endOfLine < vocabulary.words() ? endOfLine : -1);
    }
  }
}
