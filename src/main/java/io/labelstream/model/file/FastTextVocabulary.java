package io.labelstream.model.file;

import java.lang.foreign.MemorySegment;

/**
 * The dictionary section of a fastText file: words first, then labels.
 *
 * <pre>
 *  entry:  | UTF-8 bytes ... | 00 | count int64 | type int8: 0 word, 1 label |
 * </pre>
 *
 * @param words how many entries are words
 * @param labels how many entries are labels
 * @param tokens how many tokens the training data had
 * @param entries the bytes of all entries
 * @param starts the offset in {@code entries} of each entry, and one more for the end of the last
 * @param prune which n-gram rows were kept
 */
public record FastTextVocabulary(int words, int labels, long tokens, MemorySegment entries, int[] starts, FastTextPruneIndex prune) {
  /** Bytes of an entry after its text: the NUL, the count and the type. */
  static final int ENTRY_TAIL_BYTES = 1 + Long.BYTES + 1;

  /** The offset in {@link #entries()} of entry {@code index}'s text. */
  public int textStart(final int index) {
    return starts[index];
  }

  /** The length in bytes of entry {@code index}'s text. */
  public int textLength(final int index) {
    return starts[index + 1] - ENTRY_TAIL_BYTES - starts[index];
  }

  /** The training count of entry {@code index}. */
  public long count(final int index) {
    return entries.get(FastTextFile.INT64, starts[index + 1] - Long.BYTES - 1L);
  }
}
