package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.RadixSort;
import io.labelstream.train.fasttext.FeatureCorpus;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * The order in which rows are kept when a model is pruned: the first ones, as many as the limit allows. With training texts, rows that occur in none of them
 * are never kept, as nothing trained them.
 */
final class RowRanking {
  private static final int NONE = -1;
  private static final int ROWS_AT_ONCE = 1024;

  private RowRanking() {}

  /**
   * The rows that may be kept, the best first.
   *
   * @param input the rows of the whole model
   * @param endOfLine the row of the end-of-line token, the first to be kept; -1 if there is none
   * @param training the training texts over these rows, which coverage needs
   */
  static int[] order(final FloatMatrix input, final int endOfLine, final Pruning pruning, final Optional<FeatureCorpus> training) {
    final float[] scores = norms(input);
    final BitSet used = training.map(FeatureCorpus::usedRows).orElse(all(input.rows()));
    final int[] order = new int[input.rows()];
    int taken = 0;
    final BitSet isTaken = new BitSet(input.rows());
    if (endOfLine != NONE) {
      isTaken.set(endOfLine);
      order[taken++] = endOfLine;
    }
    if (pruning == Pruning.COVERAGE && training.isPresent()) {
      taken = cover(training.get(), scores, endOfLine, isTaken, order, taken);
    }
    for (final int row : sorted(scores)) {
      if (used.get(row) && !isTaken.get(row)) {
        order[taken++] = row;
      }
    }
    return Arrays.copyOf(order, taken);
  }

  private static BitSet all(final int rows) {
    final BitSet all = new BitSet(rows);
    all.set(0, rows);
    return all;
  }

  /** Makes one pass: a text without a kept row adds its best one. The end of line does not count as kept, as all texts have it. */
  private static int cover(
      final FeatureCorpus corpus, final float[] scores, final int endOfLine, final BitSet isTaken, final int[] order, final int start) {
    final int[] rows = new int[corpus.mostRows()];
    int taken = start;
    for (int example = 0; example < corpus.examples(); example++) {
      final int count = corpus.rows(example, rows);
      int best = NONE;
      boolean isCovered = false;
      for (int index = 0; index < count && !isCovered; index++) {
        final int row = rows[index];
        if (row != endOfLine) {
          isCovered = isTaken.get(row);
          best = best == NONE || scores[row] > scores[best] ? row : best;
        }
      }
      if (!isCovered && best != NONE) {
        isTaken.set(best);
        order[taken++] = best;
      }
    }
    return taken;
  }

  /** All rows: greater scores first, and lower rows first among equal scores. */
  private static int[] sorted(final float[] scores) {
    final long[] keys = new long[scores.length];
    for (int row = 0; row < keys.length; row++) {
      // The bits of non-negative floats have the order of the floats.
      keys[row] = (long) (Integer.MAX_VALUE - Float.floatToIntBits(scores[row])) << Integer.SIZE | row;
    }
    final long[] sorted = RadixSort.byUpperHalf(keys, Integer.MAX_VALUE);
    final int[] rows = new int[sorted.length];
    for (int index = 0; index < rows.length; index++) {
      rows[index] = (int) sorted[index];
    }
    return rows;
  }

  private static float[] norms(final FloatMatrix input) {
    final float[] norms = new float[input.rows()];
    final int columns = input.columns();
    final float[] block = new float[ROWS_AT_ONCE * columns];
    for (int from = 0; from < norms.length; from += ROWS_AT_ONCE) {
      final int count = Math.min(ROWS_AT_ONCE, norms.length - from);
      input.read(from, count, block);
      for (int index = 0; index < count; index++) {
        float sum = 0;
        for (int at = index * columns; at < (index + 1) * columns; at++) {
          sum += block[at] * block[at];
        }
        norms[from + index] = (float) Math.sqrt(sum);
      }
    }
    return norms;
  }
}
