package io.labelstream.train.evaluate;

import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.TextPair;
import io.labelstream.train.data.TextPairs;
import java.util.List;

/** Measures the vectors of a model on scored pairs of texts, in the calling thread. */
public final class PairEvaluation {
  private PairEvaluation() {}

  /**
   * Compares the cosine of each pair with its score.
   *
   * @throws IllegalArgumentException if the model gives no vectors
   */
  public static PairReport of(final TextClassifier classifier, final TextPairs data) {
    final TextVectors vectors = new TextVectors(classifier);
    final List<TextPair> pairs = data.pairs();
    final double[] cosines = new double[pairs.size()];
    final double[] scores = new double[pairs.size()];
    long unknown = 0;
    for (int at = 0; at < pairs.size(); at++) {
      final float[] first = vectors.unit(pairs.get(at).first());
      final float[] second = vectors.unit(pairs.get(at).second());
      cosines[at] = TextVectors.dot(first, second);
      scores[at] = pairs.get(at).score();
      unknown += TextVectors.dot(first, first) == 0 || TextVectors.dot(second, second) == 0 ? 1 : 0;
    }
    return new PairReport(data.source(), pairs.size(), unknown, Correlation.spearman(cosines, scores), Correlation.pearson(cosines, scores),
        vectors.dimensions(), classifier.description().fileBytes());
  }
}
