package io.labelstream.train.fasttext.compress;

import io.labelstream.train.CompressionException;
import io.labelstream.train.DivergedException;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.LossFunction;
import io.labelstream.train.fasttext.RowMap;
import io.labelstream.train.fasttext.Sgd;
import io.labelstream.train.fasttext.SgdProgress;
import io.labelstream.train.fasttext.SgdSettings;
import io.labelstream.train.fasttext.VisitOrder;
import io.labelstream.train.fasttext.Weights;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;

/**
 * Training rows and output together after others were dropped, at the width that they end with. The steps are as large as in training a model from the start,
 * so that the model not only makes up for what was dropped, but also forgets what it learnt by heart: fewer rows hold less noise.
 *
 * <p>Accuracy on the training texts does not judge this: it falls as noise is forgotten. Settings are those that were best on a fifth of the texts to train on
 * of seven data sets, which neither the model nor its compression had seen.
 */
final class Retraining {
  private static final int NEGATIVES = 5;
  private static final int USUAL_EPOCHS = 5;
  private static final double USUAL_RATE = 0.5;

  /** Rows that lose directions in which labels differ have to find new places. */
  private static final int EPOCHS_OF_NARROWER = 10;

  private static final double RATE_OF_NARROWER = 1;

  /** If a smaller share of the features of the texts was dropped, steps are smaller in proportion: there is less to make up for. */
  private static final double MUCH_DROPPED = 0.5;

  private final SourceModel source;
  private final CompressionSettings settings;
  private final Arena arena;

  /** @param arena holds the results */
  Retraining(final SourceModel source, final CompressionSettings settings, final Arena arena) {
    this.source = source;
    this.settings = settings;
    this.arena = arena;
  }

  /**
   * How long and with what steps to train.
   *
   * @param epochs the number of visits of the texts
   * @param rate the learning rate at the start
   */
  record Schedule(int epochs, double rate) {
    /** When codings are compared, the epochs are divided by this: what they differ in shows early. */
    private static final int COMPARED = 5;

    /** A short training by which codings are compared. */
    Schedule shortened() {
      return new Schedule(Math.max(1, epochs / COMPARED), rate);
    }
  }

  /**
   * Rows with their output.
   *
   * @param output the output, row by row
   */
  record Trained(FloatMatrix rows, float[] output) {}

  /**
   * The schedule for rows that were kept; empty if there is no reason to train them, or training was switched off.
   *
   * @param dropped the share of the texts' features whose rows were dropped
   * @param narrower true if the rows lost dimensions that make a difference
   */
  Optional<Schedule> schedule(final double dropped, final boolean narrower) {
    if (settings.epochs().equals(Optional.of(0)) || source.labels() < 2 || !(dropped > 0 || narrower)) {
      return Optional.empty();
    }
    final double usual = narrower ? RATE_OF_NARROWER : USUAL_RATE * Math.min(1, dropped / MUCH_DROPPED);
    return Optional.of(new Schedule(settings.epochs().orElse(narrower ? EPOCHS_OF_NARROWER : USUAL_EPOCHS), settings.learningRate().orElse(usual)));
  }

  /**
   * Trains. The product of rows and output is that of the given ones at the start, but their lengths are brought to those of the model: the rate means the same
   * then, whatever the coordinates.
   *
   * @param corpus the texts, over {@code rows}
   * @param output the output, row by row
   * @return empty if training diverges and was not asked for
   * @throws CompressionException if training diverges and was asked for
   */
  Optional<Trained> train(final FeatureCorpus corpus, final FloatMatrix rows, final float[] output, final Schedule schedule, final SgdProgress progress)
      throws InterruptedException, CompressionException {
    final int columns = rows.columns();
    final float factor = factor(output);
    final Weights input = Weights.zeros(rows.rows(), columns, arena);
    final float[] row = new float[columns];
    for (int index = 0; index < rows.rows(); index++) {
      rows.read(index, row, 0);
      input.setRow(index, scaled(row, 1 / factor));
    }
    final Weights outputWeights = Weights.zeros(source.labels(), columns, arena);
    for (int label = 0; label < source.labels(); label++) {
      outputWeights.setRow(label, scaled(Arrays.copyOfRange(output, label * columns, (label + 1) * columns), factor));
    }
    final LossFunction function = LossFunction.of(source.file().arguments().loss(), source.labelCounts(), NEGATIVES);
    final SgdSettings run =
        new SgdSettings(schedule.epochs(), schedule.rate(), settings.threads(), settings.seed(), VisitOrder.SHUFFLED, SgdSettings.Update.BOTH);
    try {
      Sgd.run(corpus, input, outputWeights, function, run, progress);
    } catch (final DivergedException e) {
      if (settings.epochs().isPresent()) {
        throw new CompressionException("retraining after pruning diverged: weights are no finite numbers any more; try a lower learning rate", e);
      }
      return Optional.empty();
    }
    final float[] trained = new float[output.length];
    for (int label = 0; label < source.labels(); label++) {
      outputWeights.copyRow(label, row);
      System.arraycopy(row, 0, trained, label * columns, columns);
    }
    return Optional.of(new Trained(new FloatMatrix(input.segment(), input.rows(), columns, input.stride()), trained));
  }

  /** The share of the features of texts whose rows were dropped. */
  static double dropped(final FeatureCorpus corpus, final RowMap kept) {
    final int[] found = new int[corpus.mostRows()];
    long all = 0;
    long lost = 0;
    for (int example = 0; example < corpus.examples(); example++) {
      final int count = corpus.rows(example, found);
      all += count;
      for (int index = 0; index < count; index++) {
        lost += kept.newRow(found[index]) == RowMap.NONE ? 1 : 0;
      }
    }
    return all == 0 ? 0 : (double) lost / all;
  }

  /** The length of the model's whole output over that of {@code output}. */
  private float factor(final float[] output) {
    final double length = length(output);
    return length > 0 ? (float) (length(source.output()) / length) : 1f;
  }

  private static double length(final float[] values) {
    double sum = 0;
    for (final float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static float[] scaled(final float[] values, final float factor) {
    final float[] scaled = new float[values.length];
    for (int index = 0; index < values.length; index++) {
      scaled[index] = values[index] * factor;
    }
    return scaled;
  }
}
