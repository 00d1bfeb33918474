package io.labelstream.train.inception.vectors;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.text.TrainingTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The vectors that a model gives to words as texts, of unit length. More dimensions than wanted are projected onto the {@linkplain PrincipalAxes directions in which the
 * words differ most}; fewer are followed by zeros.
 */
public record ModelVectors(Path model) implements WordVectors {
  /** The words between two looks at the thread. */
  private static final int CHUNK = 1 << 12;

  @Override
  public void give(final TrainingTexts texts, final VectorTable table, final long seed, final Workers workers)
      throws IOException, TrainingDataException, InterruptedException {
    try (TextClassifier classifier = ModelLoader.open(model)) {
      final OptionalInt dimensions = classifier.vectorDimensions();
      if (dimensions.isEmpty()) {
        throw new TrainingDataException("'" + model + "' gives no vectors of texts, expected a model that does, such as a sentence encoder");
      }
      give(vectors(classifier, texts.vocabulary(), dimensions.getAsInt(), workers), table, workers);
    } catch (final ModelRefusedException e) {
      throw new TrainingDataException("'" + model + "' gives no vectors of words: " + e.getMessage(), e);
    }
  }

  private static float[][] vectors(final TextClassifier classifier, final byte[][] words, final int dimensions, final Workers workers)
      throws InterruptedException {
    final float[][] vectors = new float[words.length][];
    for (int from = 0; from < words.length; from += CHUNK) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      final int start = from;
      final int end = Math.min(words.length, from + CHUNK);
      // A session is for one thread at a time, so there are as many tasks as threads.
      workers.forEach(workers.threads(), task -> {
        final ClassifierSession session = classifier.newSession();
        final SharedText text = new SharedText();
        for (int word = start + task; word < end; word += workers.threads()) {
          text.set(words[word], 0, words[word].length);
          vectors[word] = unit(session.vector(text), dimensions);
        }
      });
    }
    return vectors;
  }

  private static float[] unit(final float[] vector, final int dimensions) {
    double squares = 0;
    for (int column = 0; column < dimensions; column++) {
      squares += (double) vector[column] * vector[column];
    }
    final float factor = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    final float[] unit = new float[dimensions];
    for (int column = 0; column < dimensions; column++) {
      unit[column] = factor * vector[column];
    }
    return unit;
  }

  private static void give(final float[][] vectors, final VectorTable table, final Workers workers) {
    final float[] given = new float[table.width()];
    final int dimensions = vectors[0].length;
    if (dimensions <= table.width()) {
      for (int word = 0; word < vectors.length; word++) {
        System.arraycopy(vectors[word], 0, given, 0, dimensions);
        table.set(word, given);
      }
      return;
    }
    final PrincipalAxes axes = PrincipalAxes.of(vectors, table.width(), workers);
    for (int word = 0; word < vectors.length; word++) {
      axes.project(vectors[word], given);
      table.set(word, given);
    }
  }

  @Override
  public String inWords() {
    return "'" + model + "'";
  }
}
