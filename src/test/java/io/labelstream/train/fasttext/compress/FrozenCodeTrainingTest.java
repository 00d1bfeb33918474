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
        final double before = tuning.loss(codes.decode(), columns);
        // When
        tuning.output(codes.decode(), columns, 30);
        final double withOutput = tuning.loss(codes.decode(), columns);
        tuning.codebooks(codes, columns, 30);
        // Then
        assertThat(withOutput).isLessThan(0.99 * before);
        assertThat(tuning.loss(codes.decode(), columns)).isLessThan(0.99 * withOutput);
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
      final float[] hiddenGradient = new float[COLUMNS];
      final float step = 1e-2f;
      try (FeatureCorpus corpus = FeatureCorpus.of(model.texts(), FeatureSpace.of(model.file()))) {
        // When
        loss.add(hidden, columns, corpus, 0, gradient, hiddenGradient, loss.new Scratch());
        // Then
        for (int column = 0; column < COLUMNS; column++) {
          final float[] up = hidden.clone();
          final float[] down = hidden.clone();
          up[column] += step;
          down[column] -= step;
          final double slope =
              (loss.value(up, columns, 1, corpus, 0, loss.new Scratch()) - loss.value(down, columns, 1, corpus, 0, loss.new Scratch())) / (2 * step);
          assertThat((double) hiddenGradient[column]).isCloseTo(slope, Offset.offset(5e-3 + 0.01 * Math.abs(slope)));
          final float[] more = columns.clone();
          final float[] less = columns.clone();
          more[column * loss.stride()] += step;
          less[column * loss.stride()] -= step;
          final double outputSlope =
              (loss.value(hidden, more, 1, corpus, 0, loss.new Scratch()) - loss.value(hidden, less, 1, corpus, 0, loss.new Scratch())) / (2 * step);
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
