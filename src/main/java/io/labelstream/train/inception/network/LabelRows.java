package io.labelstream.train.inception.network;

import io.labelstream.model.inception.Affine;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.AdamRows;
import io.labelstream.train.autograd.TrainingState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rows of weights of labels, of which a text is scored against some, with binary cross-entropy. Only rows with a gradient are trained. A row ends with its bias.
 */
final class LabelRows implements TrainingState {
  /** A label that is not a text's own and less probable than 1 in 1,000 is left alone: its gradient is next to nothing, but the optimiser would enlarge it. */
  private static final float LEAST_LOGIT = (float) Math.log(0.001 / 0.999);

  private final int features;
  private final int width;
  private final float[] weights;
  private final AdamRows rows;
  private final Workers workers;

  /** @param bias from which training starts, one number for each label */
  LabelRows(final float[] bias, final NetworkSettings settings, final Workers workers, final SplittableRandom random) {
    this.features = settings.shape().features();
    this.width = features + 1;
    this.weights = StartWeights.uniform(bias.length * width, features, bias.length, random);
    for (int label = 0; label < bias.length; label++) {
      weights[label * width + features] = bias[label];
    }
    this.rows = new AdamRows(weights, width);
    this.workers = workers;
  }

  /**
   * The answer to a batch.
   *
   * @param gradient of the mean loss of a text by the vectors, {@code texts × features}
   * @param loss the mean of the texts, each the sum of its labels
   */
  record Answer(float[] gradient, double loss) {}

  /** The derivatives of the loss of a text by the logits of some of its labels. */
  private record Derivatives(int[] labels, float[] values, int count, double loss) {}

  /**
   * Learns from a batch.
   *
   * @param vectors {@code texts × features}
   * @param listed the labels that each text is scored against, its own among them
   * @param known the labels of each text
   */
  Answer learn(final float[] vectors, final int[][] listed, final int[][] known, final float rate) {
    final float[] gradient = new float[vectors.length];
    final Derivatives[] derivatives = new Derivatives[listed.length];
    workers.forEach(listed.length, text -> derivatives[text] = derivatives(vectors, text, listed, known[text], gradient));
    final float[] extended = new float[width];
    extended[features] = 1;
    double loss = 0;
    for (int text = 0; text < listed.length; text++) {
      loss += derivatives[text].loss();
      System.arraycopy(vectors, text * features, extended, 0, features);
      for (int index = 0; index < derivatives[text].count(); index++) {
        rows.add(derivatives[text].labels()[index], derivatives[text].values()[index], extended);
      }
    }
    rows.step(rate);
    return new Answer(gradient, loss / listed.length);
  }

  private Derivatives derivatives(final float[] vectors, final int text, final int[][] listed, final int[] known, final float[] gradient) {
    final int[] own = known.clone();
    Arrays.sort(own);
    final float[] logits = logits(vectors, text, listed[text]);
    final int[] labels = new int[logits.length];
    final float[] values = new float[logits.length];
    int count = 0;
    double loss = 0;
    for (int index = 0; index < logits.length; index++) {
      final int label = listed[text][index];
      final boolean isOwn = Arrays.binarySearch(own, label) >= 0;
      if (isOwn || !(logits[index] < LEAST_LOGIT)) {
        final double power = Math.exp(-Math.abs(logits[index]));
        loss += Math.max(logits[index], 0) + Math.log1p(power) - (isOwn ? logits[index] : 0);
        final double probability = (logits[index] > 0 ? 1 : power) / (1 + power);
        labels[count] = label;
        values[count] = (float) (probability - (isOwn ? 1 : 0)) / listed.length;
        addRow(label, values[count++], gradient, text * features);
      }
    }
    return new Derivatives(labels, values, count, loss);
  }

  private void addRow(final int label, final float factor, final float[] sum, final int from) {
    final int start = label * width;
    for (int d = 0; d < features; d++) {
      sum[from + d] += factor * weights[start + d];
    }
  }

  /** The logits of labels for the vector of a text. */
  float[] logits(final float[] vectors, final int text, final int[] labels) {
    final float[] logits = new float[labels.length];
    for (int index = 0; index < labels.length; index++) {
      logits[index] = product(vectors, text * features, labels[index] * width) + weights[labels[index] * width + features];
    }
    return logits;
  }

  /** Four sums that do not wait for each other take half the time of one. The number of features is a multiple of four. */
  private float product(final float[] vectors, final int vector, final int row) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int d = 0; d < features; d += 4) {
      first += vectors[vector + d] * weights[row + d];
      second += vectors[vector + d + 1] * weights[row + d + 1];
      third += vectors[vector + d + 2] * weights[row + d + 2];
      fourth += vectors[vector + d + 3] * weights[row + d + 3];
    }
    return first + second + (third + fourth);
  }

  /** The weights as they are served. */
  Affine heap() {
    final int labels = weights.length / width;
    final float[] matrix = new float[labels * features];
    final float[] bias = new float[labels];
    for (int label = 0; label < labels; label++) {
      System.arraycopy(weights, label * width, matrix, label * features, features);
      bias[label] = weights[label * width + features];
    }
    return new Affine(new FloatMatrix(labels, features, matrix), bias);
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    rows.write(out);
  }

  @Override
  public void read(final DataInput in) throws IOException {
    rows.read(in);
  }
}
