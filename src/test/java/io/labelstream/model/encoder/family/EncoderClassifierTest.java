package io.labelstream.model.encoder.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.EncoderHead.LabelRows;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerEncoder;
import io.labelstream.model.encoder.TransformerWeights;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.file.Precision;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderClassifierTest {
  private static final String TEXT = "The dog plays, the cat runs on a mat!";

  @TempDir private Path folder;

  private final EncoderModel model = new RandomEncoders(8).labels("a", "b", "c", "d", "e", "f", "g").tabled();

  @Test
  void shouldScoreByTheSoftmaxOfTheGreatestMarginOfEachLabel() throws Exception {
    try (TextClassifier classifier = opened(model)) {
      // Given
      final Predictions predictions = new Predictions(7, 0f);
      final ClassifierSession session = classifier.newSession();
      // When
      session.classify(TEXT, predictions);
      // Then
      final double[] expected = scores((LabelRows) model.head(), session.vector());
      final int[] ranked = IntStream.range(0, 7).boxed().sorted(Comparator.comparingDouble((Integer label) -> -expected[label])).mapToInt(label -> label).toArray();
      assertThat(predictions.count()).isEqualTo(7);
      for (int rank = 0; rank < 7; rank++) {
        assertThat(predictions.label(rank)).isEqualTo(ranked[rank]);
        assertThat((double) predictions.score(rank)).isCloseTo(expected[ranked[rank]], within(1e-5));
      }
    }
  }

  @Test
  void shouldKeepNoMoreLabelsThanThereIsRoomForAndNoneBelowTheThreshold() throws Exception {
    try (TextClassifier classifier = opened(model)) {
      // Given
      final Predictions all = new Predictions(7, 0f);
      final ClassifierSession session = classifier.newSession();
      session.classify(TEXT, all);
      // When
      final Predictions two = new Predictions(2, 0f);
      session.classify(TEXT, two);
      final Predictions above = new Predictions(7, all.score(2));
      session.classify(TEXT, above);
      // Then
      assertThat(two.toList(classifier.labels())).isEqualTo(all.toList(classifier.labels()).subList(0, 2));
      assertThat(above.toList(classifier.labels())).isEqualTo(all.toList(classifier.labels()).subList(0, 3));
    }
  }

  @Test
  void shouldGiveTheVectorOfTheEncoder() throws Exception {
    try (TextClassifier classifier = opened(model); TextEncoder encoder = Encoders.open(model)) {
      // Given
      final SharedText text = new SharedText();
      text.set(TEXT);
      final ClassifierSession session = classifier.newSession();
      // When
      session.classify(text, new Predictions(1, 0f));
      // Then
      assertThat(classifier.vectorDimensions()).isEqualTo(OptionalInt.of(20));
      assertThat(session.vector()).isEqualTo(encoder.newSession().encode(text));
    }
  }

  @Test
  void shouldGiveATextWithoutAPieceNoLabelAndAVectorOfZeros() throws Exception {
    try (TextClassifier classifier = opened(model)) {
      // Given
      final Predictions predictions = new Predictions(3, 0f);
      final ClassifierSession session = classifier.newSession();
      session.classify(TEXT, predictions);
      // When
      session.classify(" \t", predictions);
      // Then
      assertThat(predictions.count()).isZero();
      assertThat(session.vector()).containsOnly(0f);
    }
  }

  @Test
  void shouldGiveNoLabelsWhereNumbersOverflow() throws Exception {
    // Given
    final LabelRows head = (LabelRows) model.head();
    Arrays.fill(head.rows().values(), 3e38f);
    try (TextClassifier classifier = opened(model)) {
      final Predictions predictions = new Predictions(3, 0f);
      // When
      classifier.newSession().classify(TEXT, predictions);
      // Then
      assertThat(predictions.count()).isZero();
    }
  }

  @Test
  void shouldDescribeItsPartsAndTheMeaningOfItsScores() throws Exception {
    try (TextClassifier labelled = opened(model); TextClassifier vectors = opened(new RandomEncoders(9).tabled())) {
      assertThat(labelled.description().score()).isEqualTo(ScoreMeaning.PROBABILITY);
      assertThat(labelled.description().parts()).extracting(part -> part.name())
          .containsExactly("header", "metadata", "table", "label_rows", "labels", "vocabulary");
      assertThat(labelled.memory().parts()).extracting(part -> part.name()).containsExactly("vocabulary", "weights", "label rows", "labels");
      assertThat(vectors.description().labels()).isZero();
      assertThat(vectors.labels().size()).isZero();
    }
  }

  @Test
  void shouldWidenTheLayersOfATransformerWithinTheBudget() throws Exception {
    // Given
    final EncoderModel transformer = new RandomEncoders(10).transformer(Pooling.MEAN);
    final ModelOptions frugal = new ModelOptions(0);
    try (TextClassifier widened = opened(transformer, Precision.INT8, ModelOptions.defaults());
        TextClassifier narrow = opened(transformer, Precision.INT8, frugal)) {
      final ClassifierSession session = widened.newSession();
      final ClassifierSession other = narrow.newSession();
      // When
      session.classify(TEXT, new Predictions(1, 0f));
      other.classify(TEXT, new Predictions(1, 0f));
      // Then
      assertThat(widened.memory().parts()).extracting(part -> part.name()).containsExactly("vocabulary", "weights", "widened weights", "labels");
      assertThat(narrow.memory().parts()).extracting(part -> part.name()).containsExactly("vocabulary", "weights", "labels");
      assertThat(session.vector()).isEqualTo(other.vector());
    }
  }

  @Test
  void shouldServeATransformerOfFloatsWithItsOwnNumbers() throws Exception {
    // Given
    final EncoderModel transformer = new RandomEncoders(11).transformer(Pooling.MEAN);
    final SharedText text = new SharedText();
    text.set(TEXT);
    final TransformerWeights weights = TransformerWeights.of((TransformerBody) transformer.body());
    try (Arena arena = Arena.ofShared();
        TextClassifier classifier = opened(transformer, Precision.FLOAT32, ModelOptions.defaults());
        TextEncoder encoder = TransformerEncoder.open(
            transformer.vocabulary(), weights, PanelForm.AS_GIVEN, FileTables.copied(), transformer.output(), arena, new Lifetime(Arena.ofShared()))) {
      final ClassifierSession session = classifier.newSession();
      // When
      session.classify(text, new Predictions(1, 0f));
      // Then
      assertThat(session.vector()).isEqualTo(encoder.newSession().encode(text));
      assertThat(classifier.memory().parts()).extracting(part -> part.name()).containsExactly("vocabulary", "weights", "labels");
    }
  }

  private static double[] scores(final LabelRows head, final float[] vector) {
    final double[] margins = new double[head.labels().size()];
    Arrays.fill(margins, Double.NEGATIVE_INFINITY);
    for (int row = 0; row < head.rows().rows(); row++) {
      double product = 0;
      for (int column = 0; column < head.rows().columns(); column++) {
        product += (double) head.rows().values()[row * head.rows().columns() + column] * vector[column];
      }
      final int label = head.labelOfRow()[row];
      margins[label] = Math.max(margins[label], head.scale() * product + head.bias()[row]);
    }
    final double greatest = Arrays.stream(margins).max().orElseThrow();
    final double sum = Arrays.stream(margins).map(margin -> Math.exp(margin - greatest)).sum();
    return Arrays.stream(margins).map(margin -> Math.exp(margin - greatest) / sum).toArray();
  }

  private TextClassifier opened(final EncoderModel encoder) throws Exception {
    return opened(encoder, Precision.INT8, ModelOptions.defaults());
  }

  private TextClassifier opened(final EncoderModel encoder, final Precision precision, final ModelOptions options) throws Exception {
    final Path file = folder.resolve("model");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      EncoderFile.write(encoder, Metadata.none(), precision, channel);
    }
    try (EncoderArtifact artifact = new EncoderFamily().read(ModelBytes.of(file))) {
      return artifact.plan(options).open();
    }
  }
}
