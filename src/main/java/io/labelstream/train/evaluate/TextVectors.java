package io.labelstream.train.evaluate;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import java.util.Arrays;

/** The vectors of texts by one model. Not thread-safe. */
final class TextVectors {
  private final ClassifierSession session;
  private final SharedText shared = new SharedText();
  private final int dimensions;

  /** @throws IllegalArgumentException if the model gives no vectors */
  TextVectors(final TextClassifier classifier) {
    this.dimensions = classifier.vectorDimensions().orElseThrow(() -> new IllegalArgumentException("the model gives no vectors"));
    this.session = classifier.newSession();
  }

  int dimensions() {
    return dimensions;
  }

  /** The vector of a text with unit length; all zeros if the model knows nothing of the text. */
  float[] unit(final byte[] text) {
    shared.set(text, 0, text.length);
    final float[] vector = Arrays.copyOf(session.vector(shared), dimensions);
    final double length = Math.sqrt(dot(vector, vector));
    for (int at = 0; at < dimensions; at++) {
      vector[at] = length == 0 ? 0 : (float) (vector[at] / length);
    }
    return vector;
  }

  static double dot(final float[] one, final float[] other) {
    double sum = 0;
    for (int at = 0; at < one.length; at++) {
      sum += (double) one[at] * other[at];
    }
    return sum;
  }
}
