package io.labelstream.train.encoder.distil;

import io.labelstream.train.evaluate.Correlation;
import java.util.Arrays;

/**
 * Measures tables while they are trained.
 *
 * @param texts that are not trained on
 * @param targets of these texts
 */
record Validation(PieceTexts texts, UnitVectors targets) {
  /** The mean cosine of the texts' vectors by a table and their targets, from -1 to 1. */
  double cosine(final float[] table) {
    final UnitVectors vectors = vectors(table, texts, targets.columns());
    double sum = 0;
    final float[] vector = new float[targets.columns()];
    for (int row = 0; row < vectors.rows(); row++) {
      System.arraycopy(vectors.values(), row * vector.length, vector, 0, vector.length);
      sum += targets.dot(row, vector);
    }
    return sum / vectors.rows();
  }

  /** The vectors of texts by a table. */
  static UnitVectors vectors(final float[] table, final PieceTexts texts, final int columns) {
    final UnitVectors vectors = new UnitVectors(columns, new float[texts.size() * columns]);
    final float[] mean = new float[columns];
    for (int text = 0; text < texts.size(); text++) {
      TableTraining.mean(table, texts.pieces(), texts.starts()[text], texts.starts()[text + 1], mean);
      vectors.set(text, mean);
    }
    return vectors;
  }

  /** The correlation of the ranks of scores and of the cosines of pairs: rows 0 and 1, 2 and 3, and so on. */
  static double spearman(final UnitVectors vectors, final double[] scores) {
    final double[] cosines = new double[scores.length];
    Arrays.setAll(cosines, pair -> vectors.dot(2 * pair, 2 * pair + 1));
    return Correlation.spearman(cosines, scores);
  }
}
