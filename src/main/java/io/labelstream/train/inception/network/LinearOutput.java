package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.labelstream.model.inception.Affine;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.AdamArray;
import io.labelstream.train.autograd.TrainingState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * A linear output over many labels, with binary cross-entropy. As the matrices of texts × labels would take most of the time, its gradient is computed here in few
 * passes over them. A row of weights ends with its bias.
 */
final class LinearOutput implements TrainingState {
  private static final int CHUNK = 1 << 16;
  /**
   * Of each label. Most labels are far from a text, and Adam would move their weights by these tiny gradients at the full rate, until the next text that has them. The loss
   * of the article is a mean of the labels, so that there, too, it grows with them. Chosen on texts held out of TIBKAT titles and Debian-depends.
   */
  private static final float EPSILON = 6 * AdamArray.EPSILON;

  private final int labels;
  private final int features;
  private final AdamArray weights;
  private final Workers workers;
  private int steps;

  /** @param bias from which training starts, one number for each label */
  LinearOutput(final NDManager manager, final float[] bias, final NetworkSettings settings, final Workers workers, final SplittableRandom random) {
    this.labels = bias.length;
    this.features = settings.shape().features();
    this.workers = workers;
    final float[] start = StartWeights.uniform(labels * (features + 1), features, labels, random);
    for (int label = 0; label < labels; label++) {
      start[label * (features + 1) + features] = bias[label];
    }
    this.weights = new AdamArray(manager.create(start, new Shape(labels, features + 1)), settings.decay(), labels * EPSILON);
  }

  /**
   * The answer to a batch.
   *
   * @param gradient of the mean loss of a text by the vectors, {@code texts × features}
   * @param logits as they were, {@code texts × labels}
   * @param loss the mean of the texts, each the sum of its labels
   */
  record Answer(NDArray gradient, NDArray logits, double loss) {}

  /** The labels of the texts of a batch. */
  @FunctionalInterface
  interface BatchLabels {
    /** Calls {@code consumer} for each label of each text. */
    void forEach(Consumer consumer);

    /** Takes a label of a text. */
    @FunctionalInterface
    interface Consumer {
      /** @param text its place in the batch */
      void accept(int text, int label);
    }
  }

  /**
   * Learns from a batch.
   *
   * @param vectors {@code texts × features}, of which no gradients are followed
   * @param step gets the arrays in between
   */
  Answer learn(final NDArray vectors, final BatchLabels known, final float rate, final NDManager step) {
    step.tempAttachAll(weights.array());
    final int texts = (int) vectors.getShape().get(0);
    final NDArray extended = extended(vectors, step);
    final NDArray logits = extended.matMul(weights.array().transpose());
    final double loss = loss(logits, known) / texts;
    final NDArray gradient = Activation.sigmoid(logits);
    final MemorySegment numbers = AdamArray.memory(gradient);
    known.forEach((text, label) -> {
      final long at = (long) text * labels + label;
      numbers.setAtIndex(ValueLayout.JAVA_FLOAT, at, numbers.getAtIndex(ValueLayout.JAVA_FLOAT, at) - 1);
    });
    final NDArray ofVectors = gradient.matMul(weights.array()).get(new NDIndex().addAllDim().addSliceDim(0, features)).mul(1f / texts);
    final MemorySegment ofWeights = AdamArray.memory(gradient.transpose().matMul(extended.mul(1f / texts)));
    steps++;
    workers.forEach((weights.size() + CHUNK - 1) / CHUNK,
        chunk -> weights.step(ofWeights, chunk * CHUNK, Math.min(weights.size(), (chunk + 1) * CHUNK), rate, steps));
    return new Answer(ofVectors, logits, loss);
  }

  private static NDArray extended(final NDArray vectors, final NDManager step) {
    return NDArrays.concat(new NDList(vectors, step.ones(new Shape(vectors.getShape().get(0), 1))), 1);
  }

  private double loss(final NDArray logits, final BatchLabels known) {
    final double[] sum = {Activation.softPlus(logits).sum().getFloat()};
    final MemorySegment numbers = AdamArray.memory(logits);
    known.forEach((text, label) -> sum[0] -= numbers.getAtIndex(ValueLayout.JAVA_FLOAT, (long) text * labels + label));
    return sum[0];
  }

  /** The logits of texts, {@code texts × labels}. */
  NDArray logits(final NDArray vectors, final NDManager step) {
    step.tempAttachAll(weights.array());
    return extended(vectors, step).matMul(weights.array().transpose());
  }

  /** The rows of a matrix. */
  static float[][] rows(final NDArray matrix) {
    final MemorySegment numbers = AdamArray.memory(matrix);
    final float[][] rows = new float[(int) matrix.getShape().get(0)][(int) matrix.getShape().get(1)];
    for (int row = 0; row < rows.length; row++) {
      MemorySegment.copy(numbers, ValueLayout.JAVA_FLOAT, (long) row * rows[row].length * Float.BYTES, rows[row], 0, rows[row].length);
    }
    return rows;
  }

  /** The weights as they are served. */
  Affine heap() {
    final float[] all = weights.array().toFloatArray();
    final float[] matrix = new float[labels * features];
    final float[] bias = new float[labels];
    for (int label = 0; label < labels; label++) {
      System.arraycopy(all, label * (features + 1), matrix, label * features, features);
      bias[label] = all[label * (features + 1) + features];
    }
    return new Affine(new FloatMatrix(labels, features, matrix), bias);
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    out.writeInt(steps);
    weights.write(out);
  }

  @Override
  public void read(final DataInput in) throws IOException {
    steps = in.readInt();
    weights.read(in);
  }
}
