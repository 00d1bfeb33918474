package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which rows are kept first. */
class RowRankingTest {
  private static final int END_OF_LINE = 0;

  @Test
  void shouldCoverEachTextBeforeAnythingElse() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final FloatMatrix input = FloatMatrix.of((FastTextMatrix.Dense) model.file().input());
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        // When
        final int[] order = RowRanking.order(input, END_OF_LINE, Pruning.COVERAGE, Optional.of(corpus));
        // Then
        assertThat(order[0]).isEqualTo(END_OF_LINE);
        assertThat(rowsUntilCovered(order, corpus)).isLessThanOrEqualTo(1 + corpus.examples());
        final int[] byNorm = RowRanking.order(input, END_OF_LINE, Pruning.NORM, Optional.of(corpus));
        assertThat(rowsUntilCovered(order, corpus)).isLessThan(rowsUntilCovered(byNorm, corpus));
      }
    }
  }

  @Test
  void shouldKeepTheEndOfLineAndThenTheGreatestNorms() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      // Given
      final FloatMatrix input = FloatMatrix.zeros(4, 2, arena);
      input.write(0, new float[] {0, 0}, 0);
      input.write(1, new float[] {3, 4}, 0);
      input.write(2, new float[] {-6, 0}, 0);
      input.write(3, new float[] {0, 1}, 0);
      // When
      final int[] order = RowRanking.order(input, END_OF_LINE, Pruning.NORM, Optional.empty());
      // Then
      assertThat(order).containsExactly(0, 2, 1, 3);
    }
  }

  private static int rowsUntilCovered(final int[] order, final FeatureCorpus corpus) {
    final int[] rows = new int[corpus.mostRows()];
    final BitSet kept = new BitSet();
    int count = 1;
    for (int example = 0; example < corpus.examples(); example++) {
      while (!isCovered(corpus, example, rows, kept)) {
        kept.set(order[count++]);
      }
    }
    return count;
  }

  private static boolean isCovered(final FeatureCorpus corpus, final int example, final int[] rows, final BitSet kept) {
    final int count = corpus.rows(example, rows);
    for (int index = 0; index < count; index++) {
      if (rows[index] != END_OF_LINE && kept.get(rows[index])) {
        return true;
      }
    }
    return false;
  }
}
