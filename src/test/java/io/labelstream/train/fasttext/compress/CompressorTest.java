package io.labelstream.train.fasttext.compress;

import static io.labelstream.train.Compression.SIZE;
import static io.labelstream.train.fasttext.compress.CompressionSettings.CODEBOOK_ITERATIONS;
import static io.labelstream.train.fasttext.compress.CompressionSettings.CUTOFF;
import static io.labelstream.train.fasttext.compress.CompressionSettings.DIMENSIONS;
import static io.labelstream.train.fasttext.compress.CompressionSettings.EPOCHS;
import static io.labelstream.train.fasttext.compress.CompressionSettings.LEARNING_RATE;
import static io.labelstream.train.fasttext.compress.CompressionSettings.NORMS;
import static io.labelstream.train.fasttext.compress.CompressionSettings.OUTPUT;
import static io.labelstream.train.fasttext.compress.CompressionSettings.OUTPUT_ITERATIONS;
import static io.labelstream.train.fasttext.compress.CompressionSettings.SUBVECTOR_COLUMNS;
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
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.Settings;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.quantise.NormCoding;
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
  private static final Settings SETTINGS = Settings.usual().with(Settings.THREADS, 1).with(Settings.SEED, 1L);
  private static final SmallModel.Texts UNSEEN = SmallModel.Texts.random(4, 300, 99);
  private static final Path REFERENCE = Path.of("/usr/bin/fasttext");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldHoldAnySizeLimit(final FastTextForm form) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final Random random = new Random(3);
      for (int trial = 0; trial < 5; trial++) {
        final long limit = form != FastTextForm.SAFETENSORS ? 6000 + random.nextInt(12_000) : 4000 + random.nextInt(3000);
        final Settings settings = SETTINGS.with(SIZE, limit);
        // When
        final CompressedFastText compressed = compress(model, form, settings, arena);
        // Then
        final long written = Files.size(write(compressed));
        assertThat(written).isEqualTo(compressed.bytes()).isLessThanOrEqualTo(limit).isGreaterThan(limit * 9 / 10);
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
      final Settings settings =
          SETTINGS.with(SIZE, 7000L).with(SUBVECTOR_COLUMNS, columns).with(NORMS, NormCoding.WITHIN);
      // When
      final CompressedFastText compressed = compress(model, FastTextForm.SAFETENSORS, settings, arena);
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
      final Settings settings = SETTINGS.with(SIZE, 8000L);
      final CompressedFastText compressed = compress(model, FastTextForm.SAFETENSORS, settings, arena);
      final Metadata metadata = Metadata.none().with(Metadata.MODEL_CARD, "x".repeat(1000));
      try (FileChannel channel = create("refused")) {
        // When
        // Then
        assertThatThrownBy(() -> compressed.writeTo(metadata, channel)).isInstanceOf(CompressionException.class).hasMessageContaining("the limit is 8000");
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
      assertThatThrownBy(() -> compress(model, SETTINGS.with(SIZE, 500L), arena))
          .isInstanceOf(CompressionException.class)
          .hasMessageMatching("the limit of 500 bytes is too small for this model: its smallest file has \\d{4} bytes.*");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldOpenAsAModelThatPredictsTheSame(final FastTextForm form) throws Exception {
    for (final FastTextLoss loss : FastTextLoss.values()) {
      try (Arena arena = Arena.ofShared()) {
        // Given
        final SmallModel model = SmallModel.trained(loss, 4, 6, arena);
        // When
        final CompressedFastText compressed = compress(model, form, SETTINGS.with(CUTOFF, 400), arena);
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
      final Path file = write(compress(model, SETTINGS.with(CUTOFF, 400), arena));
      final Path texts = Files.write(folder.resolve("texts"), UNSEEN.lines());
      // When
      final Process process = new ProcessBuilder(REFERENCE.toString(), "predict-prob", file.toString(), texts.toString()).start();
      final List<String> answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      // Then
      assertThat(process.waitFor()).isZero();
      final List<String> own = new ArrayList<>();
      final List<Double> scores = new ArrayList<>();
      predict(file, UNSEEN, (label, score) -> {
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
      final CompressedFastText compressed = compress(model, SETTINGS.with(CUTOFF, 120), arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).startsWith("full", "pruned").contains("reduced", "quantised", "scaled");
      assertThat(compressed.stages()).extracting(stage -> stage.sizes().get("rows")).startsWith(model.file().input().rows(), 120L);
      assertThat(last(compressed).sizes()).containsEntry("width", 3L);
      assertThat(last(compressed).accuracy()).isGreaterThan(0.5);
    }
  }

  @Test
  void shouldMakeTheSameBytesWithTheSameSeed() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final Settings settings = SETTINGS.with(SIZE, 9000L);
      // When
      final Path first = write(compress(model, settings, arena));
      final Path second = write(compress(model, settings, arena));
      // Then
      assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTrainRowsAtTheWidthThatTheyEndWith(final FastTextForm form) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 12, 12, arena);
      final CompressionData data = CompressionData.of(model.texts());
      // When
      final CompressedFastText narrow = compress(model, data, form, SETTINGS.with(CUTOFF, 400).with(DIMENSIONS, 3), arena);
      // Then
      final double untrained =
          accuracy(write(compress(model, data, form, SETTINGS.with(CUTOFF, 400).with(DIMENSIONS, 3).with(EPOCHS, 0), arena)), model.texts());
      assertThat(narrow.stages()).extracting(CompressionStage::step).containsSubsequence("reduced", "retrained", "quantised");
      assertThat(accuracy(write(narrow), model.texts())).isGreaterThan(untrained + 0.1);
    }
  }

  @Test
  void shouldKeepAWidthBetweenThatOfTheModelAndWhatMatters() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 10, arena);
      // When
      final CompressedFastText compressed = compress(model, SETTINGS.with(SIZE, 10_000L).with(DIMENSIONS, 5), arena);
      // Then
      assertThat(compressed.model().input().columns()).isEqualTo(5);
      assertThat(accuracy(write(compressed), model.texts())).isGreaterThan(0.6);
    }
  }

  @Test
  void shouldNotJudgeTrainingByTheTextsThatItTrainsOn() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final Settings timid = SETTINGS.with(CUTOFF, 120).with(EPOCHS, 1).with(LEARNING_RATE, 1e-6);
      // When
      final CompressedFastText compressed = compress(model, CompressionData.of(model.texts()), FastTextForm.FTZ, timid, arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).contains("retrained");
    }
  }

  @Test
  void shouldTakeTrainingBackThatMakesAModelWorseOnUnseenTexts() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final SmallModel.Texts mislabelled = new SmallModel.Texts(model.texts().lines(), model.texts().labels().reversed());
      // When
      final CompressedFastText compressed =
          compress(model, CompressionData.of(mislabelled, UNSEEN), FastTextForm.FTZ, SETTINGS.with(CUTOFF, 600), arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).doesNotContain("retrained").contains("pruned");
    }
  }

  @Test
  void shouldTakeTrainingBackThatDivergesAndThatNobodyAskedFor() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final Settings absurd = SETTINGS.with(CUTOFF, 120).with(LEARNING_RATE, 1e30);
      final Settings none = SETTINGS.with(CUTOFF, 120).with(EPOCHS, 0);
      // When
      final CompressedFastText compressed = compress(model, CompressionData.of(model.texts()), FastTextForm.FTZ, absurd, arena);
      // Then
      assertThat(compressed.stages()).extracting(CompressionStage::step).doesNotContain("retrained").contains("pruned");
      final CompressedFastText untrained = compress(model, CompressionData.of(model.texts()), FastTextForm.FTZ, none, arena);
      assertThat(write(compressed)).hasSameBinaryContentAs(write(untrained));
    }
  }

  @Test
  void shouldNameTrainingThatDivergesAndThatWasAskedFor() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final Settings absurd = SETTINGS.with(CUTOFF, 120).with(EPOCHS, 2).with(LEARNING_RATE, 1e30);
      // When
      // Then
      assertThatThrownBy(() -> compress(model, CompressionData.of(model.texts()), FastTextForm.FTZ, absurd, arena))
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
      final CompressedFastText compressed =
          compress(model, CompressionData.none(), FastTextForm.FTZ, SETTINGS.with(CUTOFF, 600), arena);
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
      final Settings settings =
          SETTINGS.with(CUTOFF, 100).with(NORMS, NormCoding.WITHIN).with(OUTPUT, OutputCoding.QUANTISED).with(EPOCHS, 0).with(OUTPUT_ITERATIONS, 0)
              .with(CODEBOOK_ITERATIONS, 0);
      // When
      final CompressedFastText compressed =
          compress(model, CompressionData.of(model.texts()), FastTextForm.FTZ, settings, arena);
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
      final Settings small = SETTINGS.with(SIZE, 6_000L);
      // When
      // Then
      assertThatThrownBy(() -> compress(model, FastTextForm.SAFETENSORS, small, arena))
          .isInstanceOf(CompressionException.class).hasMessageContaining("too large");
    }
  }

  @Test
  void shouldRefuseAModelThatIsQuantisedAlready() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(FastTextLoss.SOFTMAX, 4, 6, arena);
      final FastTextFile compressed = compress(model, SETTINGS.with(CUTOFF, 300), arena).model();
      // When
      // Then
      assertThatThrownBy(() -> compress(new SmallModel(model.texts(), compressed), SETTINGS, arena))
          .isInstanceOf(CompressionException.class)
          .hasMessageContaining("quantised already");
    }
  }

  private static CompressedFastText compress(final SmallModel model, final Settings settings, final Arena arena) throws Exception {
    return compress(model, FastTextForm.FTZ, settings, arena);
  }

  private static CompressedFastText compress(final SmallModel model, final FastTextForm form, final Settings settings, final Arena arena) throws Exception {
    return compress(model, CompressionData.of(model.texts(), UNSEEN), form, settings, arena);
  }

  private static CompressedFastText compress(
      final SmallModel model, final CompressionData data, final FastTextForm form, final Settings settings, final Arena arena) throws Exception {
    return Compressor.compress(model.file(), data, CompressionSettings.of(form, settings), stage -> {}, arena);
  }

  private static CompressionStage last(final CompressedFastText compressed) {
    return compressed.stages().getLast();
  }

  private Path write(final CompressedFastText compressed) throws Exception {
    final Path file = Files.createTempFile(folder, "model", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      final long written = compressed.writeTo(Metadata.none(), channel);
      assertThat(channel.size()).isEqualTo(written);
    }
    return file;
  }

  private FileChannel create(final String name) throws Exception {
    return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Takes the first label of each text. */
  @FunctionalInterface
  private interface Taker {
    void take(String label, double score);
  }

  private static void predict(final Path file, final SmallModel.Texts texts, final Taker taker) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(1, 0);
      for (final String line : texts.lines()) {
        final byte[] text = line.getBytes(StandardCharsets.UTF_8);
        session.classify(text, 0, text.length, predictions);
        taker.take(classifier.labels().text(predictions.label(0)), predictions.score(0));
      }
    }
  }

  private static double accuracy(final Path file) throws Exception {
    return accuracy(file, UNSEEN);
  }

  private static double accuracy(final Path file, final SmallModel.Texts texts) throws Exception {
    final List<String> found = new ArrayList<>();
    predict(file, texts, (label, score) -> found.add(label));
    int right = 0;
    for (int index = 0; index < found.size(); index++) {
      right += found.get(index).equals("__label__" + texts.labels().get(index)) ? 1 : 0;
    }
    return (double) right / found.size();
  }
}
