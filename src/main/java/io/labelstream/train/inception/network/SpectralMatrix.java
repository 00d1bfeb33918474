package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.autograd.AdamArray;
import io.labelstream.train.autograd.Parameters;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A square matrix that is divided by its spectral norm (Miyato et al. 2018), which one step of power iteration follows with each step of training.
 */
final class SpectralMatrix {
  private static final int FIRST_STEPS = 15;
  private static final float EPSILON = 1e-12f;

  private final NDArray weight;
  private final NDArray left;
  private final NDArray right;

  SpectralMatrix(final Parameters parameters, final int size, final SplittableRandom random) {
    final FloatMatrix start = new FloatMatrix(size, size, StartWeights.uniform(size * size, size, size, random));
    final float[] leftStart = StartWeights.uniform(size, 1, random);
    final float[] rightStart = new float[size];
    for (int step = 0; step < FIRST_STEPS; step++) {
      product(start, leftStart, rightStart, true);
      product(start, rightStart, leftStart, false);
    }
    this.weight = parameters.matrix(start.values(), size, size);
    this.left = parameters.kept(leftStart);
    this.right = parameters.kept(rightStart);
  }

  /** The direction of the product of a matrix, or of its transpose, and a vector. */
  private static void product(final FloatMatrix matrix, final float[] vector, final float[] result, final boolean transposed) {
    Arrays.fill(result, 0);
    final int size = result.length;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        final float value = matrix.values()[row * size + column];
        if (transposed) {
          result[column] += value * vector[row];
        } else {
          result[row] += value * vector[column];
        }
      }
    }
    double squares = EPSILON;
    for (final float value : result) {
      squares += value * value;
    }
    for (int at = 0; at < size; at++) {
      result[at] /= (float) Math.sqrt(squares);
    }
  }

  /** The divided matrix. */
  NDArray divided(final Pass pass) {
    if (pass instanceof Pass.Training) {
      final NDArray fixed = weight.stopGradient();
      AdamArray.memory(right).copyFrom(AdamArray.memory(direction(fixed.transpose().matMul(left))));
      AdamArray.memory(left).copyFrom(AdamArray.memory(direction(fixed.matMul(right))));
    }
    return weight.div(weight.matMul(right).mul(left).sum());
  }

  private static NDArray direction(final NDArray vector) {
    return vector.div(vector.square().sum().sqrt().add(EPSILON));
  }

  FloatMatrix heap() {
    final int size = (int) left.size();
    final float[] values = weight.toFloatArray();
    final float[] lefts = left.toFloatArray();
    final float[] rights = right.toFloatArray();
    double norm = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        norm += (double) lefts[row] * values[row * size + column] * rights[column];
      }
    }
    for (int at = 0; at < values.length; at++) {
      values[at] /= (float) norm;
    }
    return new FloatMatrix(size, size, values);
  }
}
