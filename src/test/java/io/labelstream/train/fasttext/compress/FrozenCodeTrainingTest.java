package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.train.Workers;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import io.labelstream.train.quantise.NormCoding;
import io.labelstream.train.quantise.RowQuantizer;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on frozen codes. */
class FrozenCodeTrainingTest {
  private static final int LABELS = 4;
  private static final int COLUMNS = 3;
  private static final double MOST = 100;

  @ParameterizedTest
  @EnumSource
  void shouldLowerTheLossOnCoarseRows(final FastTextLoss kind) throws Exception {
    try (Arena arena = Arena.ofShared(); Workers workers = new Workers(2)) {
      // Given
      final SmallModel model = SmallModel.trained(kind, LABELS, COLUMNS, arena);
      final RowCodes codes = coarse(model, workers, arena);
      final OutputLoss loss = loss(model);
      final float[] columns = columns(model, loss);
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        final FrozenCodeTraining tuning = new FrozenCodeTraining(corpus, loss, 0, workers);
        final double before = tuning.measure(codes.decode(), columns).loss();
        // When
        tuning.output(codes.decode(), columns, 30, () -> {});
        final double withOutput = tuning.measure(codes.decode(), columns).loss();
        tuning.codebooks(codes, columns, 30, () -> {});
        // Then
        assertThat(withOutput).isLessThan(0.99 * before);
        assertThat(tuning.measure(codes.decode(), columns).loss()).isLessThan(0.99 * withOutput);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveTheGradientOfItsLoss(final FastTextLoss kind) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(kind, LABELS, COLUMNS, arena);
      final OutputLoss loss = loss(model);
      final float[] columns = columns(model, loss);
      final float[] hidden = {0.3f, -0.2f, 0.5f};
      final float[] gradient = new float[columns.length];
      final float step = 1e-2f;
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        final OutputBlock trained = block(loss, corpus, hidden);
        // When
        trained.train(columns, loss.panels(columns), gradient, OutputBlock.Goal.OUTPUT_AND_HIDDEN);
        // Then
        for (int column = 0; column < COLUMNS; column++) {
          final float[] up = hidden.clone();
          final float[] down = hidden.clone();
          up[column] += step;
          down[column] -= step;
          final double slope = (value(block(loss, corpus, up), loss.panels(columns)) - value(block(loss, corpus, down), loss.panels(columns))) / (2 * step);
          assertThat((double) trained.hiddenGradient()[column]).isCloseTo(slope, Offset.offset(5e-3 + 0.01 * Math.abs(slope)));
          final float[] more = columns.clone();
          final float[] less = columns.clone();
          more[column * loss.stride()] += step;
          less[column * loss.stride()] -= step;
          final double outputSlope =
              (value(block(loss, corpus, hidden), loss.panels(more)) - value(block(loss, corpus, hidden), loss.panels(less))) / (2 * step);
          assertThat((double) gradient[column * loss.stride()]).isCloseTo(outputSlope, Offset.offset(5e-3 + 0.01 * Math.abs(outputSlope)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindTheScaleThatWasTakenAway(final FastTextLoss kind) throws Exception {
    try (Arena arena = Arena.ofShared(); Workers workers = new Workers(1)) {
      // Given
      final SmallModel model = SmallModel.trained(kind, LABELS, COLUMNS, arena);
      final RowCodes codes = coarse(model, workers, arena);
      final OutputLoss loss = loss(model);
      final float[] columns = columns(model, loss);
      final float[] halved = columns.clone();
      for (int index = 0; index < halved.length; index++) {
        halved[index] /= 2;
      }
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        final FrozenCodeTraining tuning = new FrozenCodeTraining(corpus, loss, 0, workers);
        final double whole = tuning.scale(codes.decode(), columns, MOST);
        // When
        final double scale = tuning.scale(codes.decode(), halved, MOST);
        // Then
        assertThat(scale / whole).isCloseTo(2, Offset.offset(0.01));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTrainTheSameOutputWithAnyNumberOfThreads(final FastTextLoss kind) throws Exception {
    try (Arena arena = Arena.ofShared(); Workers one = new Workers(1); Workers three = new Workers(3)) {
      // Given
      final SmallModel model = SmallModel.trained(kind, LABELS, COLUMNS, arena);
      final RowCodes codes = coarse(model, one, arena);
      final OutputLoss loss = loss(model);
      final float[] alone = columns(model, loss);
      final float[] together = alone.clone();
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        new FrozenCodeTraining(corpus, loss, 0.1, one).output(codes.decode(), alone, 4, () -> {});
        // When
        new FrozenCodeTraining(corpus, loss, 0.1, three).output(codes.decode(), together, 4, () -> {});
        // Then
        assertThat(together).containsExactly(alone).isNotEqualTo(columns(model, loss));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HIERARCHICAL_SOFTMAX", "NEGATIVE_SAMPLING"})
  void shouldMoveFewRowsOfTheOutputForAnExampleWithOneOfManyLabels(final FastTextLoss kind) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(kind, 100, COLUMNS, arena);
      final long[] counts = new long[100];
      Arrays.setAll(counts, label -> 1000 - label);
      final OutputLoss loss = new OutputLoss(kind, counts);
      final float[] columns = columns(model, loss);
      final float[] gradient = new float[columns.length];
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        // When
        block(loss, corpus, new float[] {0.3f, -0.2f, 0.5f}).train(columns, loss.panels(columns), gradient, OutputBlock.Goal.OUTPUT);
        // Then
        assertThat(IntStream.range(0, loss.stride()).filter(row -> gradient[row] != 0).count()).isBetween(1L, 9L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveTheSameLossInABlockAsAlone(final FastTextLoss kind) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final SmallModel model = SmallModel.trained(kind, LABELS, COLUMNS, arena);
      final OutputLoss loss = loss(model);
      final float[] panels = loss.panels(columns(model, loss));
      final float[] hidden = {0.3f, -0.2f, 0.5f, -0.7f, 0.1f, 0.9f, 0.4f, 0.4f, -0.8f};
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        final OutputBlock together = loss.block(corpus, COLUMNS);
        double sum = 0;
        for (int example = 0; example < 3; example++) {
          together.add(example, hidden, example * COLUMNS);
          final OutputBlock alone = loss.block(corpus, COLUMNS);
          alone.add(example, hidden, example * COLUMNS);
          sum += value(alone, panels);
        }
        // When
        final double value = value(together, panels);
        // Then
        assertThat(value).isCloseTo(sum, Offset.offset(1e-9));
      }
    }
  }

  private static double value(final OutputBlock block, final float[] panels) {
    block.score(panels, 1);
    return block.value();
  }

  private static OutputBlock block(final OutputLoss loss, final FeatureCorpus corpus, final float[] hidden) {
    final OutputBlock block = loss.block(corpus, COLUMNS);
    block.add(0, hidden, 0);
    return block;
  }

  private static RowCodes coarse(final SmallModel model, final Workers workers, final Arena arena) {
    final FloatMatrix input = FloatMatrix.of((FastTextMatrix.Dense) model.file().input());
    final float[] weights = new float[input.rows()];
    Arrays.fill(weights, 1);
    final FastTextMatrix.Quantized section = FastTextMatrix.Quantized.of(new RowQuantizer(input, weights, COLUMNS, NormCoding.WITHIN, 1, workers, arena).quantize());
    return new RowCodes(section, IntStream.range(0, input.rows()).toArray());
  }

  private static OutputLoss loss(final SmallModel model) {
    final long[] counts = new long[LABELS];
    Arrays.setAll(counts, label -> model.file().vocabulary().count(model.file().vocabulary().words() + label));
    return new OutputLoss(model.file().arguments().loss(), counts);
  }

  private static float[] columns(final SmallModel model, final OutputLoss loss) {
    return loss.columns(((FastTextMatrix.Dense) model.file().output()).weights().toArray(LittleEndian.FLOAT32), COLUMNS);
  }
}
