package io.labelstream.train.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Arrays that are trained by Adam with decoupled weight decay. Vectors do not decay. For one thread. */
public final class Parameters implements TrainingState {
  private final NDManager manager;
  private final float decay;
  private final List<AdamArray> trained = new ArrayList<>();
  private final List<NDArray> kept = new ArrayList<>();
  private int steps;

  /**
   * @param manager owns the arrays
   * @param decay the share of each number of a matrix that a step at rate 1 would take away
   */
  public Parameters(final NDManager manager, final float decay) {
    this.manager = manager;
    this.decay = decay;
  }

  /** A vector to train. */
  public NDArray vector(final float[] values) {
    return add(manager.create(values.clone(), new Shape(values.length)), 0);
  }

  /** A matrix to train, given row by row. */
  public NDArray matrix(final float[] values, final int rows, final int columns) {
    return add(manager.create(values, new Shape(rows, columns)), decay);
  }

  private NDArray add(final NDArray values, final float share) {
    values.setRequiresGradient(true);
    trained.add(new AdamArray(values, share));
    return values;
  }

  /** A vector that belongs to the state but is not trained by gradients. */
  public NDArray kept(final float[] values) {
    final NDArray array = manager.create(values.clone(), new Shape(values.length));
    kept.add(array);
    return array;
  }

  /** Lends all arrays to a manager until it is closed: it then gets the arrays that are computed from them. */
  public void lend(final NDManager step) {
    trained.forEach(array -> step.tempAttachAll(array.array()));
    kept.forEach(step::tempAttachAll);
  }

  /** Moves all by their gradients, which are zero afterwards. */
  public void step(final float rate) {
    steps++;
    for (final AdamArray array : trained) {
      try (NDArray gradient = array.array().getGradient()) {
        array.step(AdamArray.memory(gradient), 0, array.size(), rate, steps);
        gradient.muli(0);
      }
    }
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    out.writeInt(steps);
    for (final AdamArray array : trained) {
      array.write(out);
    }
    for (final NDArray array : kept) {
      StateArrays.write(array.toFloatArray(), out);
    }
  }

  @Override
  public void read(final DataInput in) throws IOException {
    steps = in.readInt();
    for (final AdamArray array : trained) {
      array.read(in);
    }
    for (final NDArray array : kept) {
      final float[] values = new float[Math.toIntExact(array.size())];
      StateArrays.read(values, in);
      MemorySegment.copy(values, 0, AdamArray.memory(array), ValueLayout.JAVA_FLOAT, 0, values.length);
    }
  }
}
