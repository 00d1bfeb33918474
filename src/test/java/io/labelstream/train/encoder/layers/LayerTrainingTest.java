package io.labelstream.train.encoder.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerEncoder;
import io.labelstream.model.encoder.TransformerWeights;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.WordPieceTokens;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.train.DivergedException;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.StudentSettings;
import io.labelstream.train.encoder.StudentSettings.Loss;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Skipped without the native library of PyTorch, which {@code ./labelstream} fetches when layers are first trained. */
class LayerTrainingTest {
  private static final int DIMENSIONS = 5;
  private static final List<String> TEXTS = List.of(
      "the dog", "a cat sat on the mat", "dogs", "the cat plays", "a dog runs, a cat sat!", "the world", "on the mat", "a cat", "mat", "the dog sat on a cat on the mat");

  private final EncoderModel teacher = model(1);
  private final EncoderModel other = model(2);

  @BeforeAll
  static void requirePyTorch() {
    try {
      PyTorch.require(1);
    } catch (final TrainingDataException missing) {
      abort(missing.getMessage());
    }
  }

  @Test
  void shouldComputeTheVectorsThatAreServed() throws Exception {
    // Given the vectors of the model as targets, at rest: so the loss is what they differ by
    final StudentTexts texts = texts(teacher);

    // When
    final double loss = greatestLoss(teacher, texts, settings(Loss.COSINE, 1, 1e-30));

    // Then
    assertThat(loss).isCloseTo(0, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void shouldGiveAwayAModelThatHasLearntTheVectorsOfAnother(final Loss loss) throws Exception {
    // Given
    final StudentTexts texts = texts(teacher);
    try (LayerTraining training = training(other, texts, settings(loss, 40, 0.02))) {

      // When
      train(training);

      // Then
      final VectorOutput output = new VectorOutput(Pooling.MEAN, List.of(training.map()), other.output().length());
      final EncoderModel made = new EncoderModel(other.vocabulary(), training.body(), output, other.head());
      assertThat(cosine(texts(other), texts)).isLessThan(0.5);
      assertThat(cosine(texts(made), texts)).isGreaterThan(0.8);
    }
  }

  private static double cosine(final StudentTexts one, final StudentTexts other) {
    double sum = 0;
    for (int at = 0; at < one.targets().length; at++) {
      sum += one.targets()[at] * other.targets()[at];
    }
    return sum / one.size();
  }

  @Test
  void shouldMakeTheSameModelEachTime() throws Exception {
    // When
    final double one = greatestLoss(other, texts(teacher), settings(Loss.COSINE, 3, 0.01));
    final double two = greatestLoss(other, texts(teacher), settings(Loss.COSINE, 3, 0.01));

    // Then
    assertThat(two).isEqualTo(one);
  }

  @Test
  void shouldSayThatItDiverged() {
    // When / Then
    assertThatThrownBy(() -> greatestLoss(other, texts(teacher), settings(Loss.MSE, 5, 1e30)))
        .isInstanceOf(DivergedException.class).hasMessageMatching("training diverged in step \\d+: the loss is \\S+, expected a finite number; lower --learning-rate");
  }

  @Test
  void shouldStopBetweenStepsIfAskedTo() throws Exception {
    // Given
    try (LayerTraining training = training(other, texts(teacher), settings(Loss.COSINE, 10, 0.01))) {

      // When / Then
      assertThatThrownBy(() -> training.train(_ -> {
        throw new InterruptedException();
      })).isInstanceOf(InterruptedException.class);
    }
  }

  private static double greatestLoss(final EncoderModel start, final StudentTexts texts, final StudentSettings settings) throws Exception {
    try (LayerTraining training = training(start, texts, settings)) {
      return train(training);
    }
  }

  private static double train(final LayerTraining training) throws Exception {
    double loss = 0;
    for (int part = 0; part < training.parts(); part++) {
      loss = Math.max(loss, training.train(_ -> { }));
    }
    return loss;
  }

  private static LayerTraining training(final EncoderModel start, final StudentTexts texts, final StudentSettings settings) throws Exception {
    return new LayerTraining((TransformerBody) start.body(), start.output().dense().getFirst(),
        new Marks(start.vocabulary().first(), start.vocabulary().last()), texts, settings);
  }

  private static StudentSettings settings(final Loss loss, final int epochs, final double rate) {
    return new StudentSettings(loss, epochs, rate, 4, 1);
  }

  private static EncoderModel model(final long seed) {
    return new RandomEncoders(seed).dimensions(8).positions(9).dense(DIMENSIONS, Activation.NONE).transformer(Pooling.MEAN);
  }

  /** Texts with their vectors by a model with weights of float32. */
  private static StudentTexts texts(final EncoderModel model) {
    final IntArrayList pieces = new IntArrayList();
    final IntArrayList starts = new IntArrayList(new int[] {0});
    final FloatArrayList targets = new FloatArrayList();
    final SharedText shared = new SharedText();
    final Arena arena = Arena.ofShared();
    final TransformerWeights weights = TransformerWeights.of((TransformerBody) model.body());
    try (TextEncoder encoder =
        TransformerEncoder.open(model.vocabulary(), weights, PanelForm.AS_GIVEN, FileTables.copied(), model.output(), arena, new Lifetime(arena))) {
      final WordPieceTokenizer tokenizer = WordPieceTokenizer.open(model.vocabulary(), arena);
      final EncoderSession session = encoder.newSession();
      for (final String text : TEXTS) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        shared.set(bytes, 0, bytes.length);
        targets.addElements(targets.size(), session.encode(shared), 0, DIMENSIONS);
        final WordPieceTokens tokens = shared.features(tokenizer);
        pieces.addElements(pieces.size(), tokens.ids(), 0, tokens.count());
        starts.add(pieces.size());
      }
    }
    return new StudentTexts(pieces.toIntArray(), starts.toIntArray(), targets.toFloatArray(), DIMENSIONS);
  }
}
