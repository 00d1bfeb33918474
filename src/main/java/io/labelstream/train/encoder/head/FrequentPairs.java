package io.labelstream.train.encoder.head;

import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.WordPieceVocabulary;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;

/** Finds the pairs of neighbouring pieces that occur most in texts. */
final class FrequentPairs {
  /** Of a pair that occurs once, nothing is learned but the text that it is in. */
  private static final int FEWEST = 2;

  private FrequentPairs() {}

  /** A pair as one number; keys ascend as {@link PiecePairs} do. */
  static long key(final int first, final int second) {
    return (long) first << Integer.SIZE | second;
  }

  /**
   * The pairs that occur most; of equal ones the lower.
   *
   * @param places the texts that count
   * @param most how many pairs there may be
   */
  static PiecePairs of(final LabelledPieces texts, final int[] places, final WordPieceVocabulary vocabulary, final int most) {
    final Long2IntOpenHashMap counts = new Long2IntOpenHashMap();
    for (final int text : places) {
      texts.forEachPair(text, vocabulary, pair -> counts.addTo(pair, 1));
    }
    final long[] pairs = counts.keySet().longStream().filter(pair -> counts.get(pair) >= FEWEST).boxed()
        .sorted((one, other) -> counts.get((long) one) == counts.get((long) other)
            ? Long.compare(one, other) : Integer.compare(counts.get((long) other), counts.get((long) one)))
        .limit(most).mapToLong(Long::longValue).sorted().toArray();
    return new PiecePairs(Arrays.stream(pairs).flatMap(pair -> Arrays.stream(new long[] {pair >>> Integer.SIZE, pair & 0xFFFFFFFFL})).mapToInt(id -> (int) id)
        .toArray());
  }
}
