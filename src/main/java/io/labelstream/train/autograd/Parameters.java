package io.labelstream.train.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Arrays that are trained by Adam with decoupled weight decay (Loshchilov and Hutter 2019). Vectors do not decay. For one thread. */
public final class Parameters {
  private static final float FIRST = 0.9f;
  private static final float SECOND = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float DECAY = 0.01f;

  private final NDManager manager;
  private final List<Parameter> all = new ArrayList<>();
  private int steps;

  private record Parameter(NDArray values, NDArray means, NDArray squares, float decay) {}

  /** @param manager owns the arrays */
  public Parameters(final NDManager manager) {
    this.manager = manager;
  }

  /** A vector to train. */
  public NDArray vector(final float[] values) {
    return add(manager.create(values.clone(), new Shape(values.length)), 0);
  }

  /** A matrix to train, given row by row. */
  public NDArray matrix(final float[] values, final int rows, final int columns) {
    return add(manager.create(values, new Shape(rows, columns)), DECAY);
  }

  private NDArray add(final NDArray values, final float decay) {
    values.setRequiresGradient(true);
    all.add(new Parameter(values, values.zerosLike(), values.zerosLike(), decay));
    return values;
  }

  /**
   * Moves all by their gradients, which are zero afterwards.
   *
   * @param scratch gets the arrays in between
   */
  public void step(final float rate, final NDManager scratch) {
    steps++;
    final float firstShare = (float) (rate / (1 - Math.pow(FIRST, steps)));
    final float secondShare = (float) (1 / (1 - Math.pow(SECOND, steps)));
    for (final Parameter parameter : all) {
      final NDArray gradient = parameter.values.getGradient();
      gradient.attach(scratch);
      final NDArray means = parameter.means;
      final NDArray squares = parameter.squares;
      means.muli(FIRST).addi(gradient.mul(1 - FIRST));
      squares.muli(SECOND).addi(gradient.square().muli(1 - SECOND));
      final NDArray size = squares.mul(secondShare);
      size.attach(scratch);
      final NDArray move = means.mul(firstShare);
      move.attach(scratch);
      if (parameter.decay > 0) {
        parameter.values.muli(1 - rate * parameter.decay);
      }
      parameter.values.subi(move.divi(size.sqrt().addi(EPSILON)));
      gradient.muli(0);
    }
  }
}
