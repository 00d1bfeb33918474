package io.labelstream.model.fasttext.file;

import io.labelstream.model.file.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The dictionary section of a fastText file: words first, then labels.
 *
 * <pre>
 *  entry:  | UTF-8 bytes ... | 00 | count int64 | type int8: 0 word, 1 label |
 * </pre>
 *
 * @param words the number of entries that are words
 * @param labels the number of entries that are labels
 * @param tokens the number of tokens of the training data
 * @param entries the bytes of all entries
 * @param starts the offset in {@code entries} of each entry, and one more for the end of the last
 * @param prune the n-gram rows that were kept
 */
public record FastTextVocabulary(int words, int labels, long tokens, MemorySegment entries, int[] starts, FastTextPruneIndex prune) {
  /** Bytes of an entry after its text: the NUL, the count and the type. */
  static final int ENTRY_TAIL_BYTES = 1 + Long.BYTES + 1;

  private static final byte WORD = 0;
  private static final byte LABEL = 1;

  /**
   * Makes the section from values.
   *
   * @param words the words' bytes, each without zero bytes, all different
   * @param wordCounts the number of occurrences of each word
   * @param labels the labels' bytes, with their prefix
   * @param labelCounts the number of occurrences of each label; with hierarchical softmax they shape the tree
   * @param tokens the number of tokens of the training data
   * @throws IllegalArgumentException if counts are missing, a text holds a zero byte, or all texts together exceed 2 GiB
   */
  public static FastTextVocabulary of(
      final List<byte[]> words,
      final long[] wordCounts,
      final List<byte[]> labels,
      final long[] labelCounts,
      final long tokens,
      final FastTextPruneIndex prune) {
    if (wordCounts.length != words.size() || labelCounts.length != labels.size()) {
      throw new IllegalArgumentException(
          wordCounts.length + " counts for " + words.size() + " words and " + labelCounts.length + " for " + labels.size() + " labels");
    }
    long bytes = (long) ENTRY_TAIL_BYTES * (words.size() + labels.size());
    for (final List<byte[]> texts : List.of(words, labels)) {
      for (final byte[] text : texts) {
        bytes += text.length;
      }
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the vocabulary needs " + bytes + " bytes, the format holds at most " + Integer.MAX_VALUE);
    }
    final byte[] entries = new byte[(int) bytes];
    final int[] starts = new int[words.size() + labels.size() + 1];
    for (int index = 0; index < starts.length - 1; index++) {
      final boolean isWord = index < words.size();
      final byte[] text = isWord ? words.get(index) : labels.get(index - words.size());
      final long count = isWord ? wordCounts[index] : labelCounts[index - words.size()];
      starts[index + 1] = starts[index] + putEntry(entries, starts[index], text, count, isWord ? WORD : LABEL);
    }
    return new FastTextVocabulary(words.size(), labels.size(), tokens, MemorySegment.ofArray(entries).asReadOnly(), starts, prune);
  }

  private static int putEntry(final byte[] entries, final int start, final byte[] text, final long count, final byte type) {
    for (final byte value : text) {
      if (value == 0) {
        throw new IllegalArgumentException("a text of " + text.length + " bytes holds a zero byte, which ends texts in the format");
      }
    }
    final int end = start + text.length;
    // Plain stores: this runs when a compact file is opened, and segments are slow before they are compiled.
    System.arraycopy(text, 0, entries, start, text.length);
    for (int index = 0; index < Long.BYTES; index++) {
      entries[end + 1 + index] = (byte) (count >>> Byte.SIZE * index);
    }
    entries[end + 1 + Long.BYTES] = type;
    return text.length + ENTRY_TAIL_BYTES;
  }

  /** The offset in {@link #entries()} of entry {@code index}'s text. */
  public int textStart(final int index) {
    return starts[index];
  }

  /** A copy of entry {@code index}'s text. */
  public byte[] text(final int index) {
    return entries.asSlice(starts[index], textLength(index)).toArray(LittleEndian.INT8);
  }

  /** The length in bytes of entry {@code index}'s text. */
  public int textLength(final int index) {
    return starts[index + 1] - ENTRY_TAIL_BYTES - starts[index];
  }

  /** The training count of entry {@code index}. */
  public long count(final int index) {
    return entries.get(LittleEndian.INT64, starts[index + 1] - Long.BYTES - 1L);
  }
}
