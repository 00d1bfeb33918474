package io.labelstream.train.encoder.distil;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.layers.LayerChoice;
import io.labelstream.train.encoder.layers.RidgeStart;
import java.util.Arrays;
import java.util.List;

/**
 * The start of the training of layers: some of the teacher's layers as they are, and the map that fits the targets best after them.
 *
 * @param layers numbers of the teacher's, ascending from 0
 * @param cosine the mean cosine of the map's outputs and the targets of texts that it was not fitted on
 */
record LayerStart(List<Integer> layers, TransformerBody body, Dense map, double cosine) {
  /** The texts that a choice is fitted on, and those that it is measured with: at most. */
  private static final int FITTED = 2400;
  private static final int MEASURED = 600;

  /**
   * The body of a teacher that has so many layers.
   *
   * @throws TrainingDataException if it has fewer
   */
  static TransformerBody body(final EncoderModel teacher, final int count) throws TrainingDataException {
    final int there = teacher.body() instanceof final TransformerBody body ? body.layers().size() : 0;
    if (teacher.body() instanceof final TransformerBody body && there >= count) {
      return body;
    }
    throw new TrainingDataException("the layers of the teacher are " + there + ", expected at least " + count + "; lower --layers");
  }

  /**
   * The choice of layers with the greatest cosine.
   *
   * @throws TrainingDataException if the teacher has fewer layers
   */
  static LayerStart of(final EncoderModel teacher, final int count, final PieceTexts texts, final UnitVectors targets)
      throws TrainingDataException, InterruptedException {
    final TransformerBody whole = body(teacher, count);
    final List<List<Integer>> choices = LayerChoice.all(whole.layers().size(), count);
    LayerStart best = of(teacher.vocabulary(), whole, choices.getFirst(), texts, targets);
    for (final List<Integer> choice : choices.subList(1, choices.size())) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      final LayerStart other = of(teacher.vocabulary(), whole, choice, texts, targets);
      best = other.cosine > best.cosine ? other : best;
    }
    return best;
  }

  private static LayerStart of(
      final WordPieceVocabulary vocabulary, final TransformerBody whole, final List<Integer> layers, final PieceTexts texts, final UnitVectors targets) {
    final TransformerBody body = new TransformerBody(
        whole.tokens(), whole.positions(), whole.normalisation(), whole.heads(), layers.stream().map(whole.layers()::get).toList(), whole.epsilon());
    final int measured = Math.min(MEASURED, texts.size() / 5);
    final int fitted = Math.min(FITTED, texts.size() - measured);
    final float[] pooled = pooled(vocabulary, body, texts.texts().subList(0, fitted + measured));
    final int width = body.dimensions();
    final Dense map = RidgeStart.fit(Arrays.copyOf(pooled, fitted * width), width, targets.values(), targets.columns());
    double sum = 0;
    for (int text = fitted; text < fitted + measured; text++) {
      final float[] vector = RidgeStart.apply(map, pooled, text * width);
      UnitVectors.normalise(vector);
      sum += targets.dot(text, vector);
    }
    return new LayerStart(layers, body, map, sum / Math.max(1, measured));
  }

  /** The mean vectors of texts, one after the other. */
  private static float[] pooled(final WordPieceVocabulary vocabulary, final TransformerBody body, final List<byte[]> texts) {
    final int width = body.dimensions();
    final float[] pooled = new float[texts.size() * width];
    final SharedText shared = new SharedText();
    final VectorOutput output = new VectorOutput(Pooling.MEAN, List.of(), VectorLength.ANY);
    try (TextEncoder encoder = Encoders.open(new EncoderModel(vocabulary, body, output, new EncoderHead.None()))) {
      final EncoderSession session = encoder.newSession();
      for (int text = 0; text < texts.size(); text++) {
        shared.set(texts.get(text), 0, texts.get(text).length);
        System.arraycopy(session.encode(shared), 0, pooled, text * width, width);
      }
    }
    return pooled;
  }
}
