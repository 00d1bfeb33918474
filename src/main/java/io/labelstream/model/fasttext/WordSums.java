package io.labelstream.model.fasttext;

import io.labelstream.kernel.Encoding;
import io.labelstream.kernel.Kernels;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.text.Subwords;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The sum of each word's row and the rows of its subwords, and the number of rows in it. The end-of-line token has no subwords.
 *
 * @param rows one row per word
 * @param counts one int32 per word
 */
record WordSums(MemorySegment rows, MemorySegment counts) {
  private static final int BUCKETS = 4096;
  private static final int WORDS_AT_ONCE = 512;

  static WordSums of(
      final FastTextVocabulary vocabulary,
      final int endOfLine,
      final Subwords subwords,
      final NgramIndex index,
      final RowTable wordRows,
      final RowTable ngramRows,
      final RowSpace space,
      final Arena arena) {
    final int words = vocabulary.words();
    final MemorySegment rows = arena.allocate(space.bytes(words) + Kernels.OVERREAD_BYTES, Kernels.OVERREAD_BYTES);
    final MemorySegment counts = arena.allocate((long) words * Integer.BYTES, Integer.BYTES);
    final float[] someRows = new float[WORDS_AT_ONCE * space.stride()];
    final int[] someCounts = new int[WORDS_AT_ONCE];
    final int[] buckets = new int[Math.max(BUCKETS, subwords.mostPerByte()) + Kernels.LANES];
    final int atOnce = (buckets.length - Kernels.LANES) / Math.max(subwords.mostPerByte(), 1);
    final float[] sum = new float[Kernels.padded(space.columns())];
    byte[] text = new byte[2 * Kernels.OVERREAD_BYTES];
    final int[] scratch = new int[2 * Kernels.LANES];
    for (int word = 0; word < words; word++) {
      Arrays.fill(sum, 0f);
      final int end = vocabulary.textLength(word) + 1;
      if (text.length < end + 1 + Kernels.OVERREAD_BYTES) {
        text = new byte[2 * end + Kernels.OVERREAD_BYTES];
      }
      text[0] = Subwords.WORD_BREAK;
      MemorySegment.copy(vocabulary.entries(), ValueLayout.JAVA_BYTE, vocabulary.textStart(word), text, 1, end - 1);
      text[end] = Subwords.WORD_BREAK;
      buckets[0] = word;
      wordRows.addTo(buckets, 1, sum);
      int features = 1;
      for (int from = 0; from < end && word != endOfLine; from += atOnce) {
        final int count = subwords.buckets(text, from, Math.min(from + atOnce, end), Encoding.UTF8, scratch, buckets);
        final int present = index.rows(buckets, count, buckets);
        ngramRows.addTo(buckets, present, sum);
        features += present;
      }
      final int place = word % WORDS_AT_ONCE;
      System.arraycopy(sum, 0, someRows, place * space.stride(), space.columns());
      someCounts[place] = features;
      if (place == WORDS_AT_ONCE - 1 || word == words - 1) {
        MemorySegment.copy(someRows, 0, rows, LittleEndian.FLOAT32, space.bytes(word - place), (place + 1) * space.stride());
        MemorySegment.copy(someCounts, 0, counts, LittleEndian.INT32, (long) (word - place) * Integer.BYTES, place + 1);
      }
    }
    return new WordSums(rows, counts);
  }
}
