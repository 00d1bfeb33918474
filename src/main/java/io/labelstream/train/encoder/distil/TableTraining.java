package io.labelstream.train.encoder.distil;

import io.labelstream.train.DivergedException;
import io.labelstream.train.encoder.StudentSettings;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.Random;

/**
 * Trains a table with a row for each piece, so that the mean of the rows of a text points where its target does, by the method of Adam. Rows that no text of a batch has
 * are left alone. The learning rate falls linearly, to a tenth in the last step. For one thread; the same input gives the same bits.
 */
final class TableTraining {
  private static final float LAST_RATE = 0.1f;
  private static final float FIRST_MOMENT = 0.9f;
  private static final float SECOND_MOMENT = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final PieceTexts texts;
  private final UnitVectors targets;
  private final StudentSettings settings;
  private final int columns;
  private final float[] table;
  private final float[] gradient;
  private final float[] first;
  private final float[] second;
  private final int[] touched;
  private final boolean[] isTouched;
  private final int[] order;
  private final Random random;
  private final float[] mean;
  private final float[] slope;
  private int touchedCount;
  private long steps;
  private int epochs;

  /**
   * @param table the start; trained in place
   * @param targets one for each text, of as many columns as the table
   */
  TableTraining(final float[] table, final PieceTexts texts, final UnitVectors targets, final StudentSettings settings) {
    this.texts = texts;
    this.targets = targets;
    this.settings = settings;
    this.columns = targets.columns();
    this.table = table;
    this.gradient = new float[table.length];
    this.first = new float[table.length];
    this.second = new float[table.length];
    this.touched = new int[table.length / columns];
    this.isTouched = new boolean[table.length / columns];
    this.order = texts.known();
    this.random = new Random(settings.seed());
    this.mean = new float[columns];
    this.slope = new float[columns];
  }

  /**
   * Visits all texts once.
   *
   * @return the mean loss: 1 less the cosine, or the square of the distance
   * @throws DivergedException if the loss is no finite number
   */
  double epoch(final Student.Watch watch) throws DivergedException, InterruptedException {
    IntArrays.shuffle(order, random);
    double loss = 0;
    for (int from = 0; from < order.length; from += settings.batch()) {
      final double fraction = (double) from / order.length;
      watch.at(fraction);
      final int to = Math.min(from + settings.batch(), order.length);
      for (int place = from; place < to; place++) {
        loss += add(order[place]);
      }
      step(to - from, rate((epochs + fraction) / settings.epochs()));
    }
    epochs++;
    final double mean = loss / order.length;
    if (!Double.isFinite(mean)) {
      throw new DivergedException("training diverged in epoch " + epochs + ": the loss is " + mean + ", expected a finite number; lower --learning-rate");
    }
    return mean;
  }

  private float rate(final double progress) {
    return (float) (settings.learningRate() * (1 - (1 - LAST_RATE) * progress));
  }

  /** Adds the gradient of a text; returns its loss. */
  private double add(final int text) {
    final int from = texts.starts()[text];
    final int to = texts.starts()[text + 1];
    mean(table, texts.pieces(), from, to, mean);
    final double length = switch (settings.loss()) {
      case COSINE -> UnitVectors.normalise(mean);
      case MSE -> 1;
    };
    if (length == 0) {
      return 1;
    }
    final double cosine = targets.dot(text, mean);
    final double loss = switch (settings.loss()) {
      case COSINE -> slopeOfCosine(text, cosine, 1 / (length * (to - from)));
      case MSE -> slopeOfDistance(text, 2.0 / (to - from));
    };
    for (int place = from; place < to; place++) {
      final int piece = texts.pieces()[place];
      if (!isTouched[piece]) {
        isTouched[piece] = true;
        touched[touchedCount++] = piece;
      }
      addTo(gradient, piece * columns, slope);
    }
    return loss;
  }

  private double slopeOfCosine(final int text, final double cosine, final double factor) {
    final int target = text * columns;
    for (int column = 0; column < columns; column++) {
      slope[column] = (float) ((cosine * mean[column] - targets.values()[target + column]) * factor);
    }
    return 1 - cosine;
  }

  private double slopeOfDistance(final int text, final double factor) {
    final int target = text * columns;
    double squares = 0;
    for (int column = 0; column < columns; column++) {
      final float distance = mean[column] - targets.values()[target + column];
      squares += (double) distance * distance;
      slope[column] = (float) (distance * factor);
    }
    return squares;
  }

  /** The mean of the rows of pieces, zero if there are none; the rows are added in the order of the text. */
  static void mean(final float[] table, final int[] pieces, final int from, final int to, final float[] mean) {
    Arrays.fill(mean, 0);
    for (int place = from; place < to; place++) {
      addRow(table, pieces[place] * mean.length, mean);
    }
    final float share = 1f / Math.max(1, to - from);
    for (int column = 0; column < mean.length; column++) {
      mean[column] *= share;
    }
  }

  private static void addRow(final float[] table, final int row, final float[] sum) {
    for (int column = 0; column < sum.length; column++) {
      sum[column] += table[row + column];
    }
  }

  private static void addTo(final float[] table, final int row, final float[] vector) {
    for (int column = 0; column < vector.length; column++) {
      table[row + column] += vector[column];
    }
  }

  private void step(final int count, final float rate) {
    steps++;
    final float firstShare = (float) (rate / (1 - StrictMath.pow(FIRST_MOMENT, steps)));
    final float secondShare = (float) (1 / (1 - StrictMath.pow(SECOND_MOMENT, steps)));
    for (int index = 0; index < touchedCount; index++) {
      isTouched[touched[index]] = false;
      stepRow(touched[index] * columns, 1f / count, firstShare, secondShare);
    }
    touchedCount = 0;
  }

  private void stepRow(final int row, final float share, final float firstShare, final float secondShare) {
    for (int at = row; at < row + columns; at++) {
      final float slopeOfMean = gradient[at] * share;
      gradient[at] = 0;
      first[at] = FIRST_MOMENT * first[at] + (1 - FIRST_MOMENT) * slopeOfMean;
      second[at] = SECOND_MOMENT * second[at] + (1 - SECOND_MOMENT) * slopeOfMean * slopeOfMean;
      table[at] -= firstShare * first[at] / ((float) Math.sqrt(second[at] * secondShare) + EPSILON);
    }
  }
}
