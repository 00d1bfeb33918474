package io.labelstream.train.labeltree.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.Metadata;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.RandomLabelTrees;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.TopPrecision;
import io.labelstream.train.labeltree.node.Negatives;
import io.labelstream.train.labeltree.node.NodeLoss;
import io.labelstream.train.labeltree.node.NodeSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelTreeCompressorTest {
  private static final int FEATURES = 400;
  private static final Retraining RETRAINING =
      new Retraining(new NodeSettings(NodeLoss.SQUARED_HINGE, 1, 1, 0.1, 20, 0, Negatives.SIBLINGS), 1, 2);

  private final LabelTreeModel model = new RandomLabelTrees(1).labels(60).features(FEATURES).fill(0.5).words();
  private final List<CompressionStage> stages = new ArrayList<>();

  @Test
  void shouldFillTheLimitAndNotExceedIt() throws Exception {
    for (int limit = 10_000; limit < 30_000; limit += 4_321) {
      // When
      final CompressedModel small = compressed(new WeightLimit.Bytes(limit), 1, Optional.of(texts(1)), Optional.empty());
      // Then
      final CompressionStage fewer = small.stages().get(1);
      assertThat(fewer.step()).isEqualTo("weights left out");
      assertThat(fewer.sizes().get("bytes")).isBetween(limit * 995L / 1000, (long) limit);
      assertThat(written(small, Metadata.none())).isLessThanOrEqualTo(limit);
      assertThat(small.stages().getLast().step()).startsWith("weights trained again");
      assertThat(small.stages().getLast().sizes()).containsEntry("bytes", written(small, Metadata.none())).containsEntry("labels", 60L);
    }
  }

  @Test
  void shouldKeepAModelThatFits() throws Exception {
    // Given
    final long bytes = FileSize.of(model, Metadata.none());
    // When
    final CompressedModel same = compressed(new WeightLimit.Bytes(bytes), 1, Optional.of(texts(1)), Optional.empty());
    // Then
    assertThat(written(same, Metadata.none())).isEqualTo(bytes);
  }

  @Test
  void shouldRefuseALimitThatLabelsAloneExceed() {
    assertThatThrownBy(() -> compressed(new WeightLimit.Bytes(1000), 1, Optional.of(texts(1)), Optional.empty()))
        .isInstanceOf(CompressionException.class).hasMessageMatching(
            "the limit of 1000 bytes is too small: 60 labels without any weight take \\d+; raise it, or leave out rare labels with --min-label-count");
  }

  @Test
  void shouldRefuseMetadataThatExceedTheLimit() throws Exception {
    // Given
    final CompressedModel small = compressed(new WeightLimit.Bytes(10_000), 1, Optional.of(texts(1)), Optional.empty());
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    // When, Then
    assertThatThrownBy(() -> small.writeTo(new Metadata(Map.of("card", "x".repeat(1000))), Channels.newChannel(out)))
        .isInstanceOf(CompressionException.class).hasMessageContaining("the limit is 10000");
    assertThat(out.size()).isZero();
  }

  @Test
  void shouldRefuseTextsOfOtherLabels() {
    // Given
    final ExampleSource others = new ExampleList().add("some text", "another label");
    // When, Then
    assertThatThrownBy(() -> compressed(new WeightLimit.Weights(500), 1, Optional.of(others), Optional.empty()))
        .isInstanceOf(TrainingDataException.class).hasMessageStartingWith("'examples.txt' has no text with a label of the model");
  }

  @Test
  void shouldKeepSoManyWeightsWithoutTexts() throws Exception {
    // When
    final CompressedModel small = compressed(new WeightLimit.Weights(500), 1, Optional.empty(), Optional.empty());
    // Then
    assertThat(small.stages()).extracting(CompressionStage::step).containsExactly("full", "weights left out");
    assertThat(small.stages().getLast().sizes()).containsEntry("weights", 500L);
    assertThat(small.stages().getLast().accuracy()).isNaN();
    assertThat(stages).isEqualTo(small.stages());
  }

  @Test
  void shouldLeaveOutRareLabelsAlone() throws Exception {
    // When
    final CompressedModel small = compressed(new WeightLimit.None(), 25, Optional.empty(), Optional.empty());
    // Then
    assertThat(small.stages()).extracting(CompressionStage::step).containsExactly("full", "rare labels left out");
    assertThat(small.stages().getLast().sizes().get("labels")).isBetween(10L, 50L);
  }

  @Test
  void shouldRefuseToLeaveOutAllLabels() {
    assertThatThrownBy(() -> compressed(new WeightLimit.None(), 51, Optional.empty(), Optional.empty()))
        .isInstanceOf(CompressionException.class).hasMessageMatching("no label has 51 texts, the most common one has \\d+; lower --min-label-count");
  }

  @Test
  void shouldMeasureEachStageOnValidationTexts() throws Exception {
    // Given
    final ExampleList right = new ExampleList();
    for (final String text : words(2)) {
      right.add(text, "label 0 é");
    }
    final TopPrecision full = ServedTrees.precision(model, right);
    // When
    final CompressedModel small = compressed(new WeightLimit.Bytes(20_000), 1, Optional.of(texts(1)), Optional.of(right));
    // Then
    assertThat(small.stages().getFirst().accuracy()).isEqualTo(full.first());
    assertThat(small.stages().getLast().accuracy()).isEqualTo(ServedTrees.precision(((CompressedLabelTree) small).model(), right).first());
  }

  @Test
  void shouldUseTheRankingThatIsBestOnValidationTexts() throws Exception {
    // Given
    final ExampleSource texts = texts(1);
    final ModelTexts seen = ModelTexts.of(texts, model);
    final WeightLimit limit = new WeightLimit.Weights(900);
    final LabelTreeModel byHalf = thin(seen, 0.5);
    final LabelTreeModel byQuarter = thin(seen, 0.25);
    final ExampleList likeHalf = labelledBy(byHalf, words(3));
    final ExampleList likeQuarter = labelledBy(byQuarter, words(3));
    // When
    final CompressedModel half = compressed(limit, 1, Optional.of(texts), Optional.of(likeHalf));
    final CompressedModel quarter = compressed(limit, 1, Optional.of(texts), Optional.of(likeQuarter));
    // Then
    assertThat(FileSize.of(byHalf, Metadata.none())).isNotEqualTo(FileSize.of(byQuarter, Metadata.none()));
    assertThat(written(half, Metadata.none())).isEqualTo(FileSize.of(byHalf, Metadata.none()));
    assertThat(written(quarter, Metadata.none())).isEqualTo(FileSize.of(byQuarter, Metadata.none()));
  }

  private LabelTreeModel thin(final ModelTexts seen, final double power) {
    final WeightRanking ranking = WeightRanking.of(model, seen, power);
    return SmallerModels.withWeights(model, ranking, ranking.least(900));
  }

  /** The texts, each with the label that a model finds first. */
  private static ExampleList labelledBy(final LabelTreeModel model, final List<String> texts) throws Exception {
    final ExampleList labelled = new ExampleList();
    for (final String text : texts) {
      for (int label = 0; label < model.labels().length; label++) {
        final String name = new String(model.labels()[label], StandardCharsets.UTF_8);
        if (ServedTrees.precision(model, new ExampleList().add(text, name)).first() == 1) {
          labelled.add(text, name);
        }
      }
    }
    return labelled;
  }

  private CompressedModel compressed(
      final WeightLimit limit, final int minLabelTexts, final Optional<ExampleSource> texts, final Optional<ExampleSource> validation) throws Exception {
    stages.clear();
    return LabelTreeCompressor.compress(model, limit, minLabelTexts, texts, validation, RETRAINING, stages::add);
  }

  private static ExampleSource texts(final long seed) {
    final Random random = new Random(seed);
    final ExampleList texts = new ExampleList();
    for (final String text : words(seed)) {
      texts.add(text, "label " + random.nextInt(60) + " é");
    }
    return texts;
  }

  private static List<String> words(final long seed) {
    final Random random = new Random(seed);
    final List<String> texts = new ArrayList<>();
    for (int text = 0; text < 30; text++) {
      texts.add(RandomLabelTrees.text(random, 1 + random.nextInt(FEATURES), 10));
    }
    return texts;
  }

  private static long written(final CompressedModel small, final Metadata metadata) throws IOException, CompressionException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(small.writeTo(metadata, Channels.newChannel(out))).isEqualTo(out.size());
    return out.size();
  }
}
