package io.labelstream.train.autograd;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Rows of numbers that Adam trains (Kingma and Ba 2015), with one second moment for a whole row, and only the rows that a step has gradients for: moments of other
 * rows stand still. Not thread-safe.
 */
public final class AdamRows implements TrainingState {
  private static final float FIRST = 0.9f;
  private static final float SECOND = 0.999f;
  private static final float EPSILON = 1e-12f;

  private final int width;
  private final float[] values;
  private final float[] gradients;
  private final float[] means;
  private final float[] squares;
  private final int[] steps;
  private final boolean[] hasGradient;
  private final IntArrayList changed = new IntArrayList();

  /** @param values rows of {@code width} numbers, which are trained in place */
  public AdamRows(final float[] values, final int width) {
    this.values = values;
    this.width = width;
    final int rows = values.length / width;
    this.gradients = new float[values.length];
    this.means = new float[values.length];
    this.squares = new float[rows];
    this.steps = new int[rows];
    this.hasGradient = new boolean[rows];
  }

  /** Adds {@code factor × gradient} to the gradient of a row. */
  public void add(final int row, final float factor, final float[] gradient) {
    if (!hasGradient[row]) {
      hasGradient[row] = true;
      changed.add(row);
    }
    final int start = row * width;
    for (int d = 0; d < width; d++) {
      gradients[start + d] += factor * gradient[d];
    }
  }

  /** Moves the rows that have a gradient, and forgets the gradients. */
  public void step(final float rate) {
    for (int index = 0; index < changed.size(); index++) {
      move(changed.getInt(index), rate);
    }
    changed.clear();
  }

  private void move(final int row, final float rate) {
    final int start = row * width;
    float sum = 0;
    for (int d = 0; d < width; d++) {
      sum += gradients[start + d] * gradients[start + d];
    }
    steps[row]++;
    squares[row] = SECOND * squares[row] + (1 - SECOND) * (sum / width);
    final double size = Math.sqrt(squares[row] / (1 - Math.pow(SECOND, steps[row]))) + EPSILON;
    final float factor = (float) (rate / (1 - Math.pow(FIRST, steps[row])) / size);
    for (int d = start; d < start + width; d++) {
      means[d] = FIRST * means[d] + (1 - FIRST) * gradients[d];
      values[d] -= factor * means[d];
      gradients[d] = 0;
    }
    hasGradient[row] = false;
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    StateArrays.write(values, out);
    StateArrays.write(means, out);
    StateArrays.write(squares, out);
    for (final int count : steps) {
      out.writeInt(count);
    }
  }

  @Override
  public void read(final DataInput in) throws IOException {
    StateArrays.read(values, in);
    StateArrays.read(means, in);
    StateArrays.read(squares, in);
    for (int row = 0; row < steps.length; row++) {
      steps[row] = in.readInt();
    }
  }
}
