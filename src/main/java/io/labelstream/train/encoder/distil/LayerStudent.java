package io.labelstream.train.encoder.distil;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.train.DivergedException;
import io.labelstream.train.encoder.layers.LayerTraining;
import java.util.List;

/** Some of the teacher's layers that are trained. They are measured as they are served, with weights of 8-bit integers. */
final class LayerStudent implements Student {
  private final WordPieceVocabulary vocabulary;
  private final LayerTraining training;

  LayerStudent(final WordPieceVocabulary vocabulary, final LayerTraining training) {
    this.vocabulary = vocabulary;
    this.training = training;
  }

  @Override
  public String round() {
    return "part";
  }

  @Override
  public int rounds() {
    return training.parts();
  }

  @Override
  public double train(final Watch watch) throws DivergedException, InterruptedException {
    return training.train(watch::at);
  }

  @Override
  public UnitVectors vectors(final PieceTexts texts) {
    final EncoderModel model = model();
    final UnitVectors vectors = new UnitVectors(model.dimensions(), new float[texts.size() * model.dimensions()]);
    final float[] vector = new float[model.dimensions()];
    final SharedText shared = new SharedText();
    try (TextEncoder encoder = Encoders.open(model)) {
      final EncoderSession session = encoder.newSession();
      for (int text = 0; text < texts.size(); text++) {
        shared.set(texts.texts().get(text), 0, texts.texts().get(text).length);
        System.arraycopy(session.encode(shared), 0, vector, 0, vector.length);
        vectors.set(text, vector);
      }
    }
    return vectors;
  }

  @Override
  public EncoderModel model() {
    return new EncoderModel(
        vocabulary, training.body(), new VectorOutput(Pooling.MEAN, List.of(training.map()), VectorLength.UNIT), new EncoderHead.None());
  }

  @Override
  public void close() {
    training.close();
  }
}
