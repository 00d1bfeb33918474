package io.labelstream.train.labeltree.node;

/**
 * Logistic loss: algorithm 5 of Yu, Huang and Lin. The dual problem is to minimise {@code |w|^2 / 2 + sum of a * log(a) + (cost - a) * log(cost - a)} over all
 * {@code a} between 0 and the cost, where {@code w} is the sum of {@code a * y * x}. Newton's method finds the best value of one variable. Both {@code a} and
 * {@code cost - a} are kept, as the smaller one would be lost in the other.
 */
final class LogisticSolver extends DualSolver {
  private static final double START = 1e-8;
  private static final double COARSEST = 1e-2;
  private static final int MOST_STEPS = 100;
  private static final double SHORTENING = 0.1;

  private double[] lower = new double[0];
  private double[] upper = new double[0];

  @Override
  void start(final int count, final boolean[] positive, final NodeSettings settings) {
    if (lower.length < count) {
      lower = new double[count];
      upper = new double[count];
    }
    for (int row = 0; row < count; row++) {
      final double cost = positive[row] ? settings.positiveCost() : settings.negativeCost();
      lower[row] = Math.min(START, SHORTENING * cost);
      upper[row] = cost - lower[row];
    }
  }

  @Override
  double variable(final int row) {
    return lower[row];
  }

  @Override
  void descend(final Rows rows, final boolean[] positive, final NodeSettings settings, final float[] weights, final int[] order) {
    final double finest = Math.min(START, settings.tolerance());
    double accuracy = COARSEST;
    for (int pass = 0; pass < settings.mostPasses(); pass++) {
      shuffle(rows.count());
      double violation = 0;
      int steps = 0;
      for (int at = 0; at < rows.count(); at++) {
        final int row = order[at];
        final double sign = positive[row] ? 1 : -1;
        final double cost = positive[row] ? settings.positiveCost() : settings.negativeCost();
        final double square = rows.squares()[row];
        final double margin = sign * rows.margin(row, weights);
        // The variable that ends in the lower half of the range is the accurate one.
        final boolean mirrored = square / 2 * (upper[row] - lower[row]) + margin < 0;
        final double old = mirrored ? upper[row] : lower[row];
        final double slope = mirrored ? -margin : margin;
        double value = cost - old < cost / 2 ? SHORTENING * old : old;
        double gradient = square * (value - old) + slope + Math.log(value / (cost - value));
        violation = Math.max(violation, Math.abs(gradient));
        int step = 0;
        while (step < MOST_STEPS && Math.abs(gradient) >= accuracy) {
          final double next = value - gradient / (square + cost / ((cost - value) * value));
          value = next > 0 ? next : SHORTENING * value;
          gradient = square * (value - old) + slope + Math.log(value / (cost - value));
          step++;
        }
        steps += step;
        if (step > 0) {
          lower[row] = mirrored ? cost - value : value;
          upper[row] = mirrored ? value : cost - value;
          rows.add(row, (mirrored ? old - value : value - old) * sign, weights);
        }
      }
      if (violation < settings.tolerance()) {
        return;
      }
      if (steps <= rows.count() / 10) {
        accuracy = Math.max(finest, SHORTENING * accuracy);
      }
    }
  }
}
