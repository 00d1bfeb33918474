package io.labelstream.train.fasttext;

import static io.labelstream.train.fasttext.TrainingSettings.BUCKETS;
import static io.labelstream.train.fasttext.TrainingSettings.DIMENSIONS;
import static io.labelstream.train.fasttext.TrainingSettings.EPOCHS;
import static io.labelstream.train.fasttext.TrainingSettings.KEEP_BEST;
import static io.labelstream.train.fasttext.TrainingSettings.LEARNING_RATE;
import static io.labelstream.train.fasttext.TrainingSettings.LOSS;
import static io.labelstream.train.fasttext.TrainingSettings.MINIMAL_COUNT;
import static io.labelstream.train.fasttext.TrainingSettings.MINIMAL_LABEL_COUNT;
import static io.labelstream.train.fasttext.TrainingSettings.PRETRAINED;
import static io.labelstream.train.fasttext.TrainingSettings.SUBWORDS;
import static io.labelstream.train.fasttext.TrainingSettings.WORD_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TrainingDataException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FastTextTrainerTest {
  private static final Settings SMALL =
      Settings.usual().with(DIMENSIONS, 12).with(BUCKETS, 3000).with(LEARNING_RATE, 0.5).with(EPOCHS, 10).with(Settings.THREADS, 1);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldWriteAModelThatClassifiesAsMeasuredWhileTraining(final FastTextLoss loss) throws Exception {
    // Given
    final ExampleList validation = Sentences.of(300, 2);
    final Settings settings = SMALL.with(LOSS, loss).with(WORD_NGRAMS, 2).with(SUBWORDS, new SubwordLengths(2, 3));
    final List<EpochReport> reports = new ArrayList<>();
    // When
    final Path file;
    try (TrainedFastText model = FastTextTrainer.train(Sentences.of(800, 1), validation, settings, reports::add, SgdProgress.NONE)) {
      file = write(model);
    }
    // Then
    final EpochReport last = reports.getLast();
    assertThat(reports).hasSize(10);
    assertThat(last.examples()).isEqualTo(300);
    assertThat(last.precision()).isGreaterThan(0.95);
    try (TextClassifier classifier = ModelLoader.open(file)) {
      assertThat(right(classifier, validation) / 300.0).isCloseTo(last.precision(), Offset.offset(1e-9));
    }
  }

  /** How many examples have the likeliest label as one of theirs. */
  private static int right(final TextClassifier classifier, final ExampleList examples) {
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(1, 0f);
    final int[] right = {0};
    examples.forEach(
        example -> {
          session.classify(example.text(), example.offset(), example.length(), predictions);
          right[0] += example.labels().contains(predictions.toList(classifier.labels()).getFirst().label().replace("__label__", "")) ? 1 : 0;
        });
    return right[0];
  }

  @Test
  void shouldWriteTheWeightsOfRowsThatOccurAndZerosElsewhere() throws Exception {
    // Given
    try (TrainedFastText model = FastTextTrainer.train(Sentences.of(200, 1), SMALL.with(WORD_NGRAMS, 2), SgdProgress.NONE)) {
      // When
      final FastTextFile file = parse(write(model));
      // Then
      final FastTextMatrix.Dense input = (FastTextMatrix.Dense) file.input();
      assertThat(input.rows()).isEqualTo(model.vocabulary().words() + 3000L).isGreaterThan(model.input().rows());
      for (int row = 0; row < input.rows(); row++) {
        final int held = model.rows().newRow(row);
        for (int column = 0; column < 12; column++) {
          final float written = input.weights().getAtIndex(LittleEndian.FLOAT32, row * 12L + column);
          assertThat(written).isEqualTo(held == RowMap.NONE ? 0f : model.input().get(held, column));
        }
      }
    }
  }

  @Test
  void shouldOrderTheVocabularyByCountAndThenByFirstOccurrence() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("z b a b", "x").add("c a b", "y", "x").add("rare b", "y", "y");

    // When
    try (TrainedFastText model = FastTextTrainer.train(examples, SMALL.with(MINIMAL_COUNT, 2), SgdProgress.NONE)) {
      // Then
      final FastTextVocabulary vocabulary = model.vocabulary();
      assertThat(texts(vocabulary)).containsExactly("b:4", "</s>:3", "a:2", "__label__x:2", "__label__y:2");
      assertThat(vocabulary.tokens()).isEqualTo(4 + 3 + 2 + 4 + 3);
    }
  }

  private static List<String> texts(final FastTextVocabulary vocabulary) {
    final List<String> texts = new ArrayList<>();
    for (int entry = 0; entry < vocabulary.words() + vocabulary.labels(); entry++) {
      texts.add(new String(vocabulary.text(entry), StandardCharsets.UTF_8) + ":" + vocabulary.count(entry));
    }
    return texts;
  }

  @Test
  void shouldWriteTheSameFileAgainWithOneThread() throws Exception {
    // Given
    final Settings settings = SMALL.with(SUBWORDS, new SubwordLengths(2, 4)).with(LOSS, FastTextLoss.NEGATIVE_SAMPLING).with(Settings.SEED, 5L);
    final Path first;
    try (TrainedFastText model = FastTextTrainer.train(Sentences.of(200, 1), settings, SgdProgress.NONE)) {
      first = write(model);
    }
    // When
    final Path second;
    try (TrainedFastText model = FastTextTrainer.train(Sentences.of(200, 1), settings, SgdProgress.NONE)) {
      second = write(model);
    }
    // Then
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void shouldHaveNoBucketsWithoutNgrams() throws Exception {
    // Given
    final Settings settings = SMALL.with(WORD_NGRAMS, 1);
    // When
    try (TrainedFastText model = FastTextTrainer.train(Sentences.of(40, 1), settings, SgdProgress.NONE)) {
      // Then
      assertThat(model.arguments().buckets()).isZero();
      assertThat(model.rows().oldRows()).isEqualTo(model.vocabulary().words());
    }
  }

  @Test
  void shouldLearnSeveralLabelsOfOneText() throws Exception {
    // Given
    final ExampleList examples = new ExampleList();
    for (int example = 0; example < 100; example++) {
      examples.add("red apple", "colour", "fruit").add("blue sky", "colour").add("sour lemon", "fruit").add("tall tree", "none");
    }
    // When
    try (TrainedFastText model = FastTextTrainer.train(examples, SMALL.with(LOSS, FastTextLoss.ONE_VERSUS_ALL), SgdProgress.NONE);
        TextClassifier classifier = ModelLoader.open(write(model))) {
      // Then
      final Predictions predictions = new Predictions(3, 0.5f);
      classifier.newSession().classify("red apple", predictions);
      assertThat(predictions.toList(classifier.labels()).stream().map(scored -> scored.label().replace("__label__", "")))
          .containsExactlyInAnyOrder("colour", "fruit");
    }
  }

  @Test
  void shouldTrainOnTextsWithoutWords() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("", "empty").add("word", "full").add(" \t", "empty");
    // When
    try (TrainedFastText model = FastTextTrainer.train(examples, SMALL.with(EPOCHS, 50), SgdProgress.NONE);
        TextClassifier classifier = ModelLoader.open(write(model))) {
      // Then
      final Predictions predictions = new Predictions(1, 0f);
      classifier.newSession().classify("", predictions);
      assertThat(predictions.toList(classifier.labels()).getFirst().label()).endsWith("empty");
    }
  }

  @Test
  void shouldLeaveTokensThatLookLikeLabelsOutOfTheText() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("a __label__zzz b", "x").add("b </s> never", "y");
    // When
    try (TrainedFastText model = FastTextTrainer.train(examples, SMALL.with(WORD_NGRAMS, 2), SgdProgress.NONE)) {
      // Then
      assertThat(texts(model.vocabulary())).containsExactly("</s>:2", "b:2", "a:1", "__label__x:1", "__label__y:1");
      assertThat(model.vocabulary().tokens()).isEqualTo(5 + 3);
    }
  }

  @Test
  void shouldKeepTheBestEpoch() throws Exception {
    // Given
    final Settings settings = SMALL.with(KEEP_BEST, true).with(LEARNING_RATE, 0.05);
    final List<EpochReport> reports = new ArrayList<>();
    final ExampleList validation = new ExampleList();
    // The labels of the validation set are those of the texts, but the other way round: each epoch makes it worse.
    Sentences.of(400, 2).forEach(example -> validation.add(example.text(), example.labels().getFirst().equals("l0") ? "l1" : "l0"));
    // When
    try (TrainedFastText model = FastTextTrainer.train(Sentences.of(400, 1), validation, settings, reports::add, SgdProgress.NONE);
        TextClassifier classifier = ModelLoader.open(write(model))) {
      // Then
      final double best = reports.stream().mapToDouble(EpochReport::precision).max().orElseThrow();
      assertThat(reports.getLast().precision()).isLessThan(best);
      assertThat(right(classifier, validation) / 400.0).isCloseTo(best, Offset.offset(1e-9));
    }
  }

  @Test
  void shouldStartFromPretrainedVectors() throws Exception {
    // Given
    final Path vectors = vectors("3 2\nalpha 0.25 -0.5 \nnew 1e-1 3\n__label__x 7 7\n");
    final ExampleList examples = new ExampleList().add("alpha beta", "x").add("beta gamma gamma", "y");
    final Settings settings = SMALL.with(DIMENSIONS, 2).with(MINIMAL_COUNT, 2).with(LEARNING_RATE, 1e-12).with(PRETRAINED, vectors);
    // When
    try (TrainedFastText model = FastTextTrainer.train(examples, settings, SgdProgress.NONE)) {
      // Then
      assertThat(texts(model.vocabulary())).containsExactly("</s>:2", "beta:2", "gamma:2", "alpha:1", "new:1", "__label__x:1", "__label__y:1");
      assertThat(model.input().get(3, 0)).isEqualTo(0.25f);
      assertThat(model.input().get(3, 1)).isEqualTo(-0.5f);
      assertThat(model.input().get(4, 0)).isEqualTo(0.1f);
      assertThat(model.input().get(4, 1)).isEqualTo(3f);
      assertThat(model.input().get(0, 0)).isBetween(-0.5f, 0.5f);
    }
  }

  @Test
  void shouldRefusePretrainedVectorsOfAnotherWidth() throws Exception {
    refusesVectors("1 3\nalpha 1 2 3\n", "has vectors of 3 columns, but the model is to have 2: train with 3 dimensions, or take vectors of 2");
  }

  @Test
  void shouldRefusePretrainedVectorsWithoutAHeader() throws Exception {
    refusesVectors("alpha 1 2\n", ", line 1: expected the number of words and of columns, such as '1000 2'");
  }

  @Test
  void shouldRefusePretrainedVectorsThatEndEarly() throws Exception {
    refusesVectors("2 2\nalpha 1 2\n", "has 1 words, its first line says 2: is the file complete?");
  }

  @Test
  void shouldRefusePretrainedVectorsWithTooFewNumbers() throws Exception {
    refusesVectors("2 2\nalpha 1 2\nbeta 1\n", ", line 3, has 1 numbers, expected 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "NaN", "1f", "0x1p3", "1e", "-"})
  void shouldRefusePretrainedVectorsThatAreNoNumbers(final String number) throws Exception {
    refusesVectors("1 2\nalpha 1 " + number + "\n", ", line 2, holds what is no number, expected 2 numbers behind the word");
  }

  @Test
  void shouldRefusePretrainedVectorsThatAreNotFinite() throws Exception {
    refusesVectors("1 2\nalpha 1 1e99\n", ", line 2, holds a number that is not finite");
  }

  /** The reference reads zeros from there on. */
  @Test
  void shouldRefuseAPretrainedWordWithASpaceInIt() throws Exception {
    refusesVectors("2 2\nbeta 1 2\nat home 1 2\n", ", line 3, has a word of several parts before its 2 numbers, expected one");
  }

  /** As the reference does, but for the byte order mark, at which it gives up. */
  @ParameterizedTest
  @ValueSource(strings = {
      "\uFEFF2 2\nalpha 0.25 -0.5\nbeta 1 2\n", "2\t2\nalpha\t0.25\t-0.5\nbeta\t1\t2", "2  2 \r\n alpha  0.25   -0.5 \r\n\n\r\nbeta 1 2\r\n",
      "\n2 2\nalpha\f0.25\u000B-.5\nbeta +1. 2e0\n"})
  void shouldReadPretrainedVectorsWithAnyWhiteSpace(final String content) throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("alpha beta", "x").add("beta gamma", "y");
    final Settings settings = SMALL.with(DIMENSIONS, 2).with(LEARNING_RATE, 1e-12).with(PRETRAINED, vectors(content));
    // When
    try (TrainedFastText model = FastTextTrainer.train(examples, settings, SgdProgress.NONE)) {
      // Then
      assertThat(texts(model.vocabulary())).startsWith("beta:3", "</s>:2", "alpha:2", "gamma:1");
      assertThat(model.input().get(2, 0)).isEqualTo(0.25f);
      assertThat(model.input().get(2, 1)).isEqualTo(-0.5f);
      assertThat(model.input().get(0, 0)).isEqualTo(1f);
      assertThat(model.input().get(0, 1)).isEqualTo(2f);
    }
  }

  @Test
  void shouldNameTheEncodingOfPretrainedVectors() throws Exception {
    // Given
    final Path vectors = Files.writeString(folder.resolve("wide.vec"), "1 2\nalpha 1 2\n", StandardCharsets.UTF_16LE);
    final Settings settings = SMALL.with(DIMENSIONS, 2).with(PRETRAINED, vectors);
    // When / Then
    assertThatThrownBy(() -> FastTextTrainer.train(Sentences.of(8, 1), settings, SgdProgress.NONE))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("wide.vec' is in UTF-16 (little-endian");
  }

  private void refusesVectors(final String content, final String message) throws Exception {
    // Given
    final Settings settings = SMALL.with(DIMENSIONS, 2).with(PRETRAINED, vectors(content));
    // When / Then
    assertThatThrownBy(() -> FastTextTrainer.train(Sentences.of(8, 1), settings, SgdProgress.NONE))
        .isInstanceOf(TrainingDataException.class)
        .hasMessageContaining("vectors.vec" + (message.startsWith(",") ? "" : " ") + message);
  }

  private Path vectors(final String content) throws Exception {
    return Files.writeString(folder.resolve("vectors.vec"), content);
  }

  @Test
  void shouldRefuseDataWithoutExamples() {
    refuses(new ExampleList(), SMALL, "'examples.txt' has no examples: expected one text a line, each with its labels");
  }

  @Test
  void shouldRefuseDataWithoutLabels() {
    refuses(
        new ExampleList().add("a").add("b"),
        SMALL,
        "'examples.txt' has no labels on any of its 2 texts: expected lines such as '__label__spam a text'");
  }

  @Test
  void shouldRefuseDataOfOneLabel() {
    refuses(
        new ExampleList().add("a", "spam").add("b", "spam").add("c"),
        SMALL,
        "'examples.txt' has only one label, 'spam': training needs texts of at least 2 different labels");
  }

  @Test
  void shouldRefuseDataOfLabelsThatAreTooRare() {
    refuses(
        new ExampleList().add("a", "spam").add("b", "spam").add("c", "ham"),
        SMALL.with(MINIMAL_LABEL_COUNT, 2),
        "'examples.txt' has only 1 label that occurs 2 times or more, expected at least 2: choose a smaller minimal label count");
  }

  @Test
  void shouldRefuseDataOfWordsThatAreTooRare() {
    refuses(
        new ExampleList().add("a", "spam").add("b", "ham"),
        SMALL.with(MINIMAL_COUNT, 3),
        "'examples.txt' has no word that occurs 3 times or more: choose a smaller minimal count");
  }

  private static void refuses(final ExampleList examples, final Settings settings, final String message) {
    assertThatThrownBy(() -> FastTextTrainer.train(examples, settings, SgdProgress.NONE)).isInstanceOf(TrainingDataException.class).hasMessage(message);
  }

  @Test
  void shouldPassOnThatTrainingDiverged() {
    assertThatThrownBy(() -> FastTextTrainer.train(Sentences.of(100, 1), SMALL.with(LEARNING_RATE, 1e30), SgdProgress.NONE))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("learning rate");
  }

  @Test
  void shouldLeaveZerosInEachRowOfTheFileThatDidNotOccur() throws Exception {
    // Given
    // More rows than are written at once, so that each part of the file comes after others.
    final Settings settings = SMALL.with(WORD_NGRAMS, 2).with(BUCKETS, 200_000);
    try (TrainedFastText model = FastTextTrainer.train(Sentences.of(100, 1), settings, SgdProgress.NONE)) {
      // When
      final FastTextMatrix.Dense input = (FastTextMatrix.Dense) parse(write(model)).input();
      // Then
      final float[] expected = new float[model.rows().oldRows() * settings.get(DIMENSIONS)];
      for (int row = 0; row < model.rows().newRows(); row++) {
        model.input().copyRow(row, expected, model.rows().oldRow(row) * settings.get(DIMENSIONS));
      }
      assertThat(input.weights().toArray(LittleEndian.FLOAT32)).isEqualTo(expected);
    }
  }

  private Path write(final TrainedFastText model) throws Exception {
    final Path file = Files.createTempFile(folder, "model", ".bin");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(model.writeTo(channel)).isEqualTo(channel.size());
    }
    return file;
  }

  private static FastTextFile parse(final Path file) throws Exception {
    return FastTextFile.parse(MemorySegment.ofArray(Files.readAllBytes(file)));
  }
}
