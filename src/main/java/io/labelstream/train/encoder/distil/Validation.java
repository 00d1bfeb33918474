package io.labelstream.train.encoder.distil;

import io.labelstream.train.evaluate.Correlation;
import java.util.Arrays;

/**
 * Measures students while they are trained.
 *
 * @param texts that are not trained on
 * @param targets of these texts
 */
record Validation(PieceTexts texts, UnitVectors targets) {
  /** The mean cosine of the texts' vectors and their targets, from -1 to 1. */
  double cosine(final UnitVectors vectors) {
    double sum = 0;
    final float[] vector = new float[targets.columns()];
    for (int row = 0; row < vectors.rows(); row++) {
      System.arraycopy(vectors.values(), row * vector.length, vector, 0, vector.length);
      sum += targets.dot(row, vector);
    }
    return sum / vectors.rows();
  }

  /** The correlation of the ranks of scores and of the cosines of pairs: rows 0 and 1, 2 and 3, and so on. */
  static double spearman(final UnitVectors vectors, final double[] scores) {
    final double[] cosines = new double[scores.length];
    Arrays.setAll(cosines, pair -> vectors.dot(2 * pair, 2 * pair + 1));
    return Correlation.spearman(cosines, scores);
  }
}
