package io.labelstream.train.evaluate;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;

/**
 * The share of right labels among the first ones that a model gives to texts.
 *
 * @param first among first labels
 * @param mean the mean of the shares among the first, the first three and the first five
 */
public record TopPrecision(double first, double mean) {
  private static final int MOST = 5;

  /**
   * Measures a model. Texts without label are left out; labels that the model does not have count as others that it does not give.
   *
   * @throws IOException if the texts cannot be read
   * @throws TrainingDataException if the texts are of another form than expected
   */
  public static TopPrecision of(final TextClassifier classifier, final ExampleSource texts) throws IOException, TrainingDataException {
    final Counts counts = new Counts(classifier);
    texts.forEach(counts::add);
    return counts.precision();
  }

  /** Used once. */
  private static final class Counts {
    private final TextClassifier classifier;
    private final ClassifierSession session;
    private final Predictions predictions = new Predictions(MOST, 0f);
    private final long[] rightAt = new long[MOST];
    private long texts;

    Counts(final TextClassifier classifier) {
      this.classifier = classifier;
      this.session = classifier.newSession();
    }

    void add(final Example example) {
      if (example.labels().isEmpty()) {
        return;
      }
      texts++;
      session.classify(example.text(), example.offset(), example.length(), predictions);
      for (int place = 0; place < predictions.count(); place++) {
        rightAt[place] += example.labels().contains(classifier.labels().name(predictions.label(place))) ? 1 : 0;
      }
    }

    TopPrecision precision() {
      return new TopPrecision(among(1), (among(1) + among(3) + among(5)) / 3);
    }

    private double among(final int labels) {
      long right = 0;
      for (int place = 0; place < labels; place++) {
        right += rightAt[place];
      }
      return texts == 0 ? 0 : (double) right / (labels * texts);
    }
  }
}
