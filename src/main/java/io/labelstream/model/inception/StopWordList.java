package io.labelstream.model.inception;

import io.labelstream.text.WordTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** English words that say nothing of a text's subject: articles, prepositions, conjunctions, pronouns, auxiliary verbs, and the like. All have up to 8 bytes. */
final class StopWordList {
  private static final String WORDS = """
      a an the
      about above after against along among around as at before below between beyond by down during for from in into of off on onto out over per
      through to toward towards under until up upon via with within without
      and but because if nor or so than that then though unless whether while although
      he her hers him his i it its me mine my our ours she their theirs them they us we you your yours himself herself itself myself yourself
      this these those who whom whose which what when where why how
      am are be been being can cannot could did do does doing done had has have having is may might must shall should was were will would
      all also any both each either else ever every few here just more most much neither no not only other own rather same some such there thus too very
      s t
      """;
  private static final int SLOT_BITS = 9;
  private static final int MASK = (1 << SLOT_BITS) - 1;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  /** The bytes of each word at the slot of its hash or behind it; 0: free. */
  private static final long[] SLOTS = slots();

  private StopWordList() {}

  private static long[] slots() {
    final long[] slots = new long[1 << SLOT_BITS];
    for (final String word : WORDS.split("\\s+")) {
      final byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
      final long key = WordTable.first(Arrays.copyOf(bytes, Long.BYTES), 0, bytes.length);
      slots[slot(slots, key)] = key;
    }
    return slots;
  }

  /** The slot of a word, or the free one for it. */
  private static int slot(final long[] slots, final long key) {
    int slot = (int) (key * SPREAD >>> Long.SIZE - SLOT_BITS);
    while (slots[slot] != 0 && slots[slot] != key) {
      slot = slot + 1 & MASK;
    }
    return slot;
  }

  /**
   * True for a stop word.
   *
   * @param bytes readable for 8 bytes beyond the word
   * @param length at least 1
   */
  static boolean contains(final byte[] bytes, final int start, final int length) {
    if (length > Long.BYTES) {
      return false;
    }
    final long key = WordTable.first(bytes, start, length);
    return SLOTS[slot(SLOTS, key)] == key;
  }
}
