package io.labelstream.train.encoder.layers;

import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.Arrays;

/**
 * The affine map from which training starts: ridge regression from the pooled vectors of a body that was not trained to the targets, by a Cholesky factorisation. Sums are in
 * float64, in the order of the texts.
 */
public final class RidgeStart {
  /** The penalty that is added to the squares of each input, as a share of their mean over the inputs. */
  private static final double RIDGE = 1e-3;

  private RidgeStart() {}

  /**
   * The map that fits best.
   *
   * @param inputs vectors of {@code width} numbers, one after the other
   * @param targets for each of them a vector of {@code columns} numbers; there may be more
   */
  public static Dense fit(final float[] inputs, final int width, final float[] targets, final int columns) {
    final int texts = inputs.length / width;
    // The last input is 1 in each text, for the bias.
    final double[][] products = new double[width + 1][width + 1];
    final double[][] shares = new double[width + 1][columns];
    final double[] input = new double[width + 1];
    final double[] target = new double[columns];
    for (int text = 0; text < texts; text++) {
      for (int at = 0; at < width; at++) {
        input[at] = inputs[text * width + at];
      }
      input[width] = 1;
      for (int column = 0; column < columns; column++) {
        target[column] = targets[text * columns + column];
      }
      for (int at = 0; at <= width; at++) {
        addTimes(products[at], input[at], input, at + 1);
        addTimes(shares[at], input[at], target, columns);
      }
    }
    double trace = 0;
    for (int at = 0; at < width; at++) {
      trace += products[at][at];
    }
    for (int at = 0; at < width; at++) {
      products[at][at] += RIDGE * trace / width + Double.MIN_NORMAL;
    }
    solve(products, shares);
    return map(shares, width, columns);
  }

  /** A map of the vector that begins at {@code from}. */
  public static float[] apply(final Dense map, final float[] inputs, final int from) {
    final float[] output = map.bias().clone();
    final int width = map.weight().columns();
    for (int row = 0; row < output.length; row++) {
      double sum = output[row];
      for (int at = 0; at < width; at++) {
        sum += (double) map.weight().values()[row * width + at] * inputs[from + at];
      }
      output[row] = (float) sum;
    }
    return output;
  }

  private static void addTimes(final double[] sum, final double factor, final double[] vector, final int count) {
    for (int at = 0; at < count; at++) {
      sum[at] += factor * vector[at];
    }
  }

  /** Solves {@code matrix · x = right} for the lower half of a symmetric, positive definite matrix; x takes the place of {@code right}. */
  private static void solve(final double[][] matrix, final double[][] right) {
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column <= row; column++) {
        double rest = matrix[row][column];
        for (int at = 0; at < column; at++) {
          rest -= matrix[row][at] * matrix[column][at];
        }
        matrix[row][column] = row == column ? Math.sqrt(rest) : rest / matrix[column][column];
      }
    }
    for (int row = 0; row < matrix.length; row++) {
      for (int at = 0; at < row; at++) {
        addTimes(right[row], -matrix[row][at], right[at], right[at].length);
      }
      divide(right[row], matrix[row][row]);
    }
    for (int row = matrix.length - 1; row >= 0; row--) {
      for (int at = row + 1; at < matrix.length; at++) {
        addTimes(right[row], -matrix[at][row], right[at], right[at].length);
      }
      divide(right[row], matrix[row][row]);
    }
  }

  private static void divide(final double[] values, final double divisor) {
    Arrays.setAll(values, at -> values[at] / divisor);
  }

  private static Dense map(final double[][] solution, final int width, final int columns) {
    final float[] weight = new float[columns * width];
    final float[] bias = new float[columns];
    for (int column = 0; column < columns; column++) {
      for (int at = 0; at < width; at++) {
        weight[column * width + at] = (float) solution[at][column];
      }
      bias[column] = (float) solution[width][column];
    }
    return new Dense(new FloatMatrix(columns, width, weight), bias, Activation.NONE);
  }
}
