package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Metadata;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.ModelForm;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.fasttext.compress.CompressionStage.Step;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole compressions of small trained models. */
class CompressorTest {
  private static final CompressionSettings SETTINGS = CompressionSettings.defaults();
  private static final SmallModel.Texts UNSEEN = SmallModel.Texts.random(4, 300, 99);
  private static final Path REFERENCE = Path.of("/usr/bin/fasttext");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldHoldAnySizeLimit(final ModelForm form) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final Random random = new Random(3);
      for (int trial = 0; trial < 5; trial++) {
        final long limit = form == ModelForm.FTZ ? 6000 + random.nextInt(12_000) : 4000 + random.nextInt(3000);
        final CompressionSettings settings = SETTINGS.withForm(form).withLimit(new CompressionLimit.Bytes(limit, 100));
        // When
        final CompressedModel compressed = compress(model, settings, arena);
        // Then
        final long written = Files.size(write(compressed));
        assertThat(written).isEqualTo(compressed.bytes()).isLessThanOrEqualTo(limit - 100).isGreaterThan(limit * 9 / 10 - 100);
        assertThat(last(compressed).accuracy()).isGreaterThan(0.5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, F16", "3, I8"})
  void shouldStoreCodebooksInFewBytesUnderALimit(final int columns, final Safetensors.Type type) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings settings =
          SETTINGS.withForm(ModelForm.SAFETENSORS).withLimit(new CompressionLimit.Bytes(7000, 0)).withSubvectorColumns(columns).withNorms(NormCoding.WITHIN);
      // When
      final CompressedModel compressed = compress(model, settings, arena);
      // Then
      final Path file = write(compressed);
      final Safetensors tensors = Safetensors.parse(MemorySegment.ofArray(Files.readAllBytes(file)));
      assertThat(tensors.tensor("input.centroids").orElseThrow().type()).isEqualTo(type);
      assertThat(accuracy(file)).isCloseTo(last(compressed).accuracy(), Offset.offset(1e-9));
    }
  }

  @Test
  void shouldRefuseToWriteMoreMetadataThanTheLimitAllows() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings settings = SETTINGS.withForm(ModelForm.SAFETENSORS).withLimit(new CompressionLimit.Bytes(8000, 200));
      final CompressedModel compressed = compress(model, settings, arena);
      final Metadata metadata = Metadata.none().with(Metadata.MODEL_CARD, "x".repeat(1000));
      try (FileChannel channel = create("refused")) {
        // When
        // Then
        assertThatThrownBy(() -> compressed.write(metadata, channel)).isInstanceOf(CompressionException.class).hasMessageContaining("the limit is 8000");
        assertThat(channel.size()).isZero();
      }
    }
  }

  @Test
  void shouldNameTheSmallestSizeWhenALimitIsTooSmall() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      // When
      // Then
      assertThatThrownBy(() -> compress(model, SETTINGS.withLimit(new CompressionLimit.Bytes(500, 0)), arena))
          .isInstanceOf(CompressionException.class)
          .hasMessageMatching("the limit of 500 bytes is too small for this model: its smallest file has \\d{4} bytes.*");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldOpenAsAModelThatPredictsTheSame(final ModelForm form) throws Exception {
    for (final FastTextLoss loss : FastTextLoss.values()) {
      try (Arena arena = Arena.ofShared()) {
        // Given
        final SmallModel model = SmallModel.trained(loss, 4, 6, arena);
        // When
        final CompressedModel compressed = compress(model, SETTINGS.withForm(form).withLimit(new CompressionLimit.Rows(400)), arena);
        // Then
        assertThat(compressed.model().input().rows()).isEqualTo(400);
        assertThat(accuracy(write(compressed))).isCloseTo(last(compressed).accuracy(), Offset.offset(1e-9));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = FastTextLoss.class, names = {"SOFTMAX", "HIERARCHICAL_SOFTMAX", "ONE_VERSUS_ALL"})
  void shouldPredictInTheReferenceAsHere(final FastTextLoss loss) throws Exception {
    assumeThat(Files.isExecutable(REFERENCE)).as("the reference, %s, is not on this machine", REFERENCE).isTrue();
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(loss, 4, 6, arena);
      final Path file = write(compress(model, SETTINGS.withLimit(new CompressionLimit.Rows(400)), arena));
      final Path texts = Files.write(folder.resolve("texts"), UNSEEN.lines());
      // When
      final Process process = new ProcessBuilder(REFERENCE.toString(), "predict-prob", file.toString(), texts.toString()).start();
      final List<String> answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      // Then
      assertThat(process.waitFor()).isZero();
      final List<String> own = new ArrayList<>();
      final List<Double> scores = new ArrayList<>();
      predict(file, (label, score) -> {
        own.add(label);
        scores.add(score);
      });
      assertThat(answers).hasSameSizeAs(own);
      for (int index = 0; index < own.size(); index++) {
        final String[] answer = answers.get(index).split(" ");
        assertThat(answer[0]).isEqualTo(own.get(index));
        assertThat(Double.parseDouble(answer[1])).isCloseTo(scores.get(index), Offset.offset(1e-4));
      }
    }
  }

  @Test
  void shouldReportTheStagesOfTheAblation() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      // When
      final CompressedModel compressed = compress(model, SETTINGS.withLimit(new CompressionLimit.Rows(120)), arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).startsWith(Step.FULL, Step.PRUNED).contains(Step.REDUCED, Step.QUANTISED, Step.SCALED);
      assertThat(compressed.stages()).extracting(CompressionStage::rows).startsWith((int) model.file().input().rows(), 120);
      assertThat(last(compressed).dimensions()).isEqualTo(3);
      assertThat(last(compressed).accuracy()).isGreaterThan(0.5);
    }
  }

  @Test
  void shouldMakeTheSameBytesWithTheSameSeed() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings settings = SETTINGS.withLimit(new CompressionLimit.Bytes(9000, 0));
      // When
      final Path first = write(compress(model, settings, arena));
      final Path second = write(compress(model, settings, arena));
      // Then
      assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }
  }

  @Test
  void shouldTakeTrainingBackThatGainsNothingOnThinnedTexts() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings timid = SETTINGS.withLimit(new CompressionLimit.Rows(120)).withEpochs(1).withLearningRate(1e-6);
      // When
      final CompressedModel compressed = Compressor.compress(model.file(), CompressionData.of(model.texts()), timid, stage -> {}, arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).doesNotContain(Step.RETRAINED).contains(Step.PRUNED);
      assertThat(last(compressed).accuracy()).isGreaterThan(0.5);
    }
  }

  @Test
  void shouldKeepTrainingThatMakesAModelBetterOnThinnedTexts() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings wise = SETTINGS.withLimit(new CompressionLimit.Rows(120)).withEpochs(5).withLearningRate(0.3);
      // When
      final CompressedModel compressed = Compressor.compress(model.file(), CompressionData.of(model.texts()), wise, stage -> {}, arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).contains(Step.RETRAINED);
    }
  }

  @Test
  void shouldTakeTrainingBackThatDivergesAndThatNobodyAskedFor() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings absurd = SETTINGS.withLimit(new CompressionLimit.Rows(120)).withLearningRate(1e30);
      final CompressionSettings none = SETTINGS.withLimit(new CompressionLimit.Rows(120)).withEpochs(0);
      // When
      final CompressedModel compressed = Compressor.compress(model.file(), CompressionData.of(model.texts()), absurd, stage -> {}, arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).doesNotContain(Step.RETRAINED).contains(Step.PRUNED);
      final CompressedModel untrained = Compressor.compress(model.file(), CompressionData.of(model.texts()), none, stage -> {}, arena);
      assertThat(write(compressed)).hasSameBinaryContentAs(write(untrained));
    }
  }

  @Test
  void shouldNameTrainingThatDivergesAndThatWasAskedFor() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings absurd = SETTINGS.withLimit(new CompressionLimit.Rows(120)).withEpochs(2).withLearningRate(1e30);
      // When
      // Then
      assertThatThrownBy(() -> Compressor.compress(model.file(), CompressionData.of(model.texts()), absurd, stage -> {}, arena))
          .isInstanceOf(CompressionException.class)
          .hasMessageContaining("retraining after pruning diverged");
    }
  }

  @Test
  void shouldCompressWithoutAnyTexts() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      // When
      final CompressedModel compressed =
          Compressor.compress(model.file(), CompressionData.none(), SETTINGS.withLimit(new CompressionLimit.Rows(600)), stage -> {}, arena);
      // Then
      assertThat(last(compressed).accuracy()).isNaN();
      assertThat(accuracy(write(compressed))).isGreaterThan(0.5);
    }
  }

  @Test
  void shouldQuantiseAModelOfFewRowsWithoutLoss() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final CompressionSettings settings =
          SETTINGS.withLimit(new CompressionLimit.Rows(100)).withNorms(NormCoding.WITHIN).withOutput(OutputCoding.QUANTISED).withEpochs(0).withTuning(0, 0);
      // When
      final CompressedModel compressed =
          Compressor.compress(model.file(), CompressionData.of(model.texts()), settings, stage -> {}, arena);
      // Then
      final CompressionStage pruned = compressed.stages().get(1);
      assertThat(last(compressed).accuracy()).isEqualTo(pruned.accuracy());
      assertThat(last(compressed).loss()).isCloseTo(pruned.loss(), Offset.offset(1e-4));
      assertThat(accuracy(write(compressed))).isGreaterThan(0.4);
    }
  }

  @Test
  void shouldRefuseWeightsThatAreNoNumbers() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      ((FastTextMatrix.Dense) model.file().input()).weights().set(LittleEndian.FLOAT32, 40, Float.NaN);
      // When
      // Then
      assertThatThrownBy(() -> compress(model, SETTINGS, arena))
          .isInstanceOf(CompressionException.class)
          .hasMessage("the input matrix holds weights that are no finite numbers: train the model again with a lower learning rate");
    }
  }

  @Test
  void shouldRefuseWeightsThatAreTooLargeForHalfFloats() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final MemorySegment weights = ((FastTextMatrix.Dense) model.file().input()).weights();
      for (long at = 0; at < weights.byteSize(); at += Float.BYTES) {
        weights.set(LittleEndian.FLOAT32, at, 1e9f * weights.get(LittleEndian.FLOAT32, at));
      }
      final CompressionSettings small = SETTINGS.withForm(ModelForm.SAFETENSORS).withLimit(new CompressionLimit.Bytes(6_000, 0));
      // When
      // Then
      assertThatThrownBy(() -> compress(model, small, arena)).isInstanceOf(CompressionException.class).hasMessageContaining("too large");
    }
  }

  @Test
  void shouldRefuseAModelThatIsQuantisedAlready() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final FastTextFile compressed = compress(model, SETTINGS.withLimit(new CompressionLimit.Rows(300)), arena).model();
      // When
      // Then
      assertThatThrownBy(() -> compress(new SmallModel(model.texts(), compressed), SETTINGS, arena))
          .isInstanceOf(CompressionException.class)
          .hasMessageContaining("quantised already");
    }
  }

  private static CompressedModel compress(final SmallModel model, final CompressionSettings settings, final Arena arena) throws Exception {
    return Compressor.compress(model.file(), CompressionData.of(model.texts(), UNSEEN), settings, stage -> {}, arena);
  }

  private static CompressionStage last(final CompressedModel compressed) {
    return compressed.stages().getLast();
  }

  private Path write(final CompressedModel compressed) throws Exception {
    final Path file = Files.createTempFile(folder, "model", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      final long written = compressed.write(Metadata.none(), channel);
      assertThat(channel.size()).isEqualTo(written);
    }
    return file;
  }

  private FileChannel create(final String name) throws Exception {
    return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Takes the first label of each unseen text. */
  @FunctionalInterface
  private interface Taker {
    void take(String label, double score);
  }

  private static void predict(final Path file, final Taker taker) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(1, 0);
      for (final String line : UNSEEN.lines()) {
        final byte[] text = line.getBytes(StandardCharsets.UTF_8);
        session.classify(text, 0, text.length, predictions);
        taker.take(classifier.labels().text(predictions.label(0)), predictions.score(0));
      }
    }
  }

  private static double accuracy(final Path file) throws Exception {
    final List<String> found = new ArrayList<>();
    predict(file, (label, score) -> found.add(label));
    int right = 0;
    for (int index = 0; index < found.size(); index++) {
      right += found.get(index).equals("__label__" + UNSEEN.labels().get(index)) ? 1 : 0;
    }
    return (double) right / found.size();
  }
}
