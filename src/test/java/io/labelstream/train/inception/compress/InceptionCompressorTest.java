package io.labelstream.train.inception.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.RandomInceptions;
import io.labelstream.model.inception.family.InceptionArtifact;
import io.labelstream.model.inception.family.InceptionFamily;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.data.ExampleSource;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InceptionCompressorTest {
  private static final int WORDS = 400;
  private static final int LABELS = 2_000;
  private static final long FULL = bytes(model());

  @TempDir private Path folder;

  @Test
  void shouldKeepAllIfItFits() throws Exception {
    // When
    final CompressedModel small = compress(OptionalLong.of(FULL), OptionalInt.empty(), 1, Optional.empty());
    // Then
    assertThat(read(small).description().properties()).extracting(property -> property.name() + " " + property.value())
        .contains("words " + WORDS, "label rows 8 bits a weight");
    assertThat(small.stages()).extracting(CompressionStage::step).containsExactly("full, 8-bit integers");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.98, 0.9, 0.8, 0.7})
  void shouldNeverExceedTheLimit(final double share) throws Exception {
    // Given
    final long limit = (long) (share * FULL);
    // When
    final CompressedModel small = compress(OptionalLong.of(limit), OptionalInt.empty(), 1, Optional.empty());
    // Then
    assertThat(written(small, Metadata.none()).length).isLessThanOrEqualTo((int) limit).isGreaterThan((int) (0.85 * limit));
    assertThat(small.stages().getLast().sizes().get("bytes")).isLessThanOrEqualTo(limit);
  }

  @Test
  void shouldLeaveOutTheLeastFrequentWords() throws Exception {
    // When
    final InceptionModel small = read(compress(OptionalLong.empty(), OptionalInt.empty(), WORDS - 9, Optional.empty())).model();
    // Then
    assertThat(small.vocabulary()).isDeepEqualTo(Arrays.copyOf(model().vocabulary(), 10));
    assertThat(small.wordTexts()).containsExactly(Arrays.copyOf(model().wordTexts(), 10));
  }

  @Test
  void shouldGiveAlmostTheSameScoresWithFewerBits() throws Exception {
    // Given
    final CompressedModel coarse = compress(OptionalLong.empty(), OptionalInt.of(4), 1, Optional.empty());
    final CompressedModel full = compress(OptionalLong.empty(), OptionalInt.of(8), 1, Optional.empty());
    // When
    try (TextClassifier one = read(coarse).plan(ModelOptions.defaults()).open();
        TextClassifier other = read(full).plan(ModelOptions.defaults()).open()) {
      // Then
      final Predictions first = one.newPredictions(LABELS, 0f);
      final Predictions second = other.newPredictions(LABELS, 0f);
      one.newSession().classify("wa wb wc", first);
      other.newSession().classify("wa wb wc", second);
      assertThat(meanDifference(first, second)).isLessThan(0.05);
      assertThat(written(coarse, Metadata.none()).length).isLessThan(written(full, Metadata.none()).length - LABELS * 32 / 4);
    }
  }

  private static double meanDifference(final Predictions one, final Predictions other) {
    final float[] scores = new float[LABELS];
    for (int rank = 0; rank < LABELS; rank++) {
      scores[one.label(rank)] += one.score(rank);
      scores[other.label(rank)] -= other.score(rank);
    }
    double sum = 0;
    for (final float score : scores) {
      sum += Math.abs(score);
    }
    return sum / LABELS;
  }

  @Test
  void shouldChooseTheBitsThatLabelTextsBest() throws Exception {
    // Given
    final ExampleList texts = new ExampleList();
    try (TextClassifier classifier = read(compress(OptionalLong.empty(), OptionalInt.empty(), 1, Optional.empty())).plan(ModelOptions.defaults()).open()) {
      for (int word = 0; word < WORDS; word += 7) {
        final String text = RandomInceptions.word(word) + " " + RandomInceptions.word(word + 1 < WORDS ? word + 1 : 0);
        final Predictions predictions = classifier.newPredictions(1, 0f);
        classifier.newSession().classify(text, predictions);
        texts.add(text, classifier.labels().name(predictions.label(0)));
      }
    }
    final OptionalLong limit = OptionalLong.of((long) (0.9 * FULL));
    final CompressedModel fewWords = compress(limit, OptionalInt.of(8), 1, Optional.of(texts));
    // When
    final CompressedModel small = compress(limit, OptionalInt.empty(), 1, Optional.of(texts));
    // Then
    final CompressionStage last = small.stages().getLast();
    assertThat(small.stages().getFirst().accuracy()).isEqualTo(1);
    assertThat(last.step()).isEqualTo("label rows of 4 bits, fewer words");
    assertThat(last.sizes()).containsEntry("words", (long) WORDS);
    assertThat(last.accuracy()).isGreaterThan(fewWords.stages().getLast().accuracy());
  }

  @Test
  void shouldRefuseALimitThatNothingFits() {
    assertThatThrownBy(() -> compress(OptionalLong.of(10_000), OptionalInt.empty(), 1, Optional.empty()))
        .isInstanceOf(CompressionException.class).hasMessageContaining("the limit of 10000 bytes is too small: with a single word, the file has ");
    assertThatThrownBy(() -> compress(OptionalLong.empty(), OptionalInt.empty(), WORDS + 1, Optional.empty()))
        .isInstanceOf(CompressionException.class).hasMessage("no word has 401 texts, the most common one has 400; lower --min-count");
  }

  @Test
  void shouldCountMetadataToo() throws Exception {
    // Given
    final CompressedModel small = compress(OptionalLong.of(FULL), OptionalInt.empty(), 1, Optional.empty());
    // When
    // Then
    assertThatThrownBy(() -> written(small, Metadata.none().with(Metadata.MODEL_CARD, "x".repeat(1_000))))
        .isInstanceOf(CompressionException.class).hasMessageContaining("of them metadata; the limit is " + FULL);
  }

  private static InceptionModel model() {
    final InceptionModel random = new RandomInceptions(3).words(WORDS).labels(LABELS).model();
    return new InceptionModel(
        random.words(), random.vocabulary(), random.wordTexts(), random.embeddings(), random.encoder(), random.head(), random.shortlist(), random.labels(),
        random.labelTexts(), 10_000);
  }

  private static long bytes(final InceptionModel model) {
    return InceptionFile.bytes(model, Optional.empty(), Metadata.none(), Precision.INT8);
  }

  private static CompressedModel compress(
      final OptionalLong limit, final OptionalInt bits, final int minCount, final Optional<ExampleSource> validation) throws Exception {
    final List<CompressionStage> heard = new ArrayList<>();
    final CompressedModel small = InceptionCompressor.compress(model(), limit, bits, minCount, validation, 1, 1, heard::add);
    assertThat(heard).isEqualTo(small.stages());
    return small;
  }

  private static byte[] written(final CompressedModel model, final Metadata metadata) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.writeTo(metadata, Channels.newChannel(out));
    return out.toByteArray();
  }

  private InceptionArtifact read(final CompressedModel model) throws Exception {
    final Path file = Files.write(Files.createTempFile(folder, "small", ".safetensors"), written(model, Metadata.none()));
    return new InceptionFamily().read(ModelBytes.of(file));
  }
}
