package io.labelstream.train.labeltree.node;

import java.util.Arrays;

/**
 * Squared hinge loss: algorithm 3 of Hsieh et al. The dual problem is to minimise {@code |w|^2 / 2 + sum of a * a / (4 * cost) - a} over all {@code a >= 0},
 * where {@code w} is the sum of {@code a * y * x}. Texts whose variable is 0, and is likely to stay so, are left out of further passes until all others are
 * done.
 */
final class SquaredHingeSolver extends DualSolver {
  private float[] variables = new float[0];

  @Override
  void start(final int count, final boolean[] positive, final NodeSettings settings) {
    variables = variables.length < count ? new float[count] : variables;
    Arrays.fill(variables, 0, count, 0f);
  }

  @Override
  double variable(final int row) {
    return variables[row];
  }

  @Override
  void descend(final Rows rows, final boolean[] positive, final NodeSettings settings, final float[] weights, final int[] order) {
    final int count = rows.count();
    final double positiveDiagonal = 0.5 / settings.positiveCost();
    final double negativeDiagonal = 0.5 / settings.negativeCost();
    int active = count;
    double leaving = Double.POSITIVE_INFINITY;
    for (int pass = 0; pass < settings.mostPasses(); pass++) {
      shuffle(active);
      double greatest = Double.NEGATIVE_INFINITY;
      double least = Double.POSITIVE_INFINITY;
      for (int at = 0; at < active; at++) {
        final int row = order[at];
        final double sign = positive[row] ? 1 : -1;
        final double diagonal = positive[row] ? positiveDiagonal : negativeDiagonal;
        final double variable = variables[row];
        final double gradient = sign * rows.margin(row, weights) - 1 + variable * diagonal;
        if (variable == 0 && gradient > leaving) {
          active--;
          order[at] = order[active];
          order[active] = row;
          at--;
          continue;
        }
        final double projected = variable == 0 ? Math.min(gradient, 0) : gradient;
        greatest = Math.max(greatest, projected);
        least = Math.min(least, projected);
        if (projected != 0) {
          final double next = Math.max(variable - gradient / (rows.squares()[row] + diagonal), 0);
          variables[row] = (float) next;
          rows.add(row, (variables[row] - variable) * sign, weights);
        }
      }
      if (greatest - least > settings.tolerance()) {
        leaving = greatest > 0 ? greatest : Double.POSITIVE_INFINITY;
      } else if (active == count) {
        return;
      } else {
        active = count;
        leaving = Double.POSITIVE_INFINITY;
      }
    }
  }
}
