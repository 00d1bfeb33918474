package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.fasttext.file.FastTextLoss;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Probabilities before and after a change of coordinates. */
class LogitBasisPropertyTest {

  @Property(tries = 200)
  void shouldKeepProbabilitiesInAllDimensionsThatMatter(
      @ForAll final FastTextLoss loss, @ForAll @IntRange(min = 2, max = 12) final int labels, @ForAll @IntRange(min = 1, max = 16) final int columns,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float[] output = floats(random, labels * columns);
    if (loss == FastTextLoss.HIERARCHICAL_SOFTMAX) {
      // The last row stands for no node.
      Arrays.fill(output, (labels - 1) * columns, labels * columns, 0);
    }
    final double[][] moments = moments(random, columns);
    final int most = LogitBasis.mostDimensions(loss, labels, columns);
    // When
    final LogitBasis basis = LogitBasis.of(loss, output, labels, moments, most);
    // Then
    assertThat(basis.dimensions()).isLessThanOrEqualTo(most);
    for (int trial = 0; trial < 10; trial++) {
      final float[] hidden = floats(random, columns);
      final float[] projected = new float[basis.dimensions()];
      basis.project(hidden, projected);
      final double[] before = probabilities(loss, output, labels, hidden);
      final double[] after = probabilities(loss, basis.output(), labels, projected);
      assertThat(after).containsExactly(before, Offset.offset(1e-5));
    }
  }

  private static double[] probabilities(final FastTextLoss loss, final float[] output, final int labels, final float[] hidden) {
    final double[] scores = new double[labels];
    double sum = 0;
    for (int label = 0; label < labels; label++) {
      for (int column = 0; column < hidden.length; column++) {
        scores[label] += (double) output[label * hidden.length + column] * hidden[column];
      }
      sum += Math.exp(scores[label]);
    }
    for (int label = 0; label < labels; label++) {
      scores[label] = loss == FastTextLoss.SOFTMAX ? Math.exp(scores[label]) / sum : 1 / (1 + Math.exp(-scores[label]));
    }
    return scores;
  }

  private static double[][] moments(final Random random, final int columns) {
    final double[][] moments = new double[columns][columns];
    for (int sample = 0; sample < 3 * columns; sample++) {
      final float[] hidden = floats(random, columns);
      for (int row = 0; row < columns; row++) {
        for (int column = 0; column < columns; column++) {
          moments[row][column] += (double) hidden[row] * hidden[column];
        }
      }
    }
    return moments;
  }

  private static float[] floats(final Random random, final int count) {
    final float[] floats = new float[count];
    for (int index = 0; index < count; index++) {
      floats[index] = (float) random.nextGaussian();
    }
    return floats;
  }
}
