package io.labelstream.train.labeltree.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.cluster.FeatureMatrix;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Weights against the conditions that only the best ones meet. */
class DualSolverPropertyTest {

  /** The objective curves at least as {@code |w|^2 / 2}, so it is above its least value by half the square of its gradient at most. */
  @Property(tries = 300)
  void shouldFindTheLeastObjective(
      @ForAll final NodeLoss loss, @ForAll @IntRange(min = 1, max = 60) final int texts, @ForAll @IntRange(max = 12) final int columns,
      @ForAll @DoubleRange(min = 0.1, max = 10) final double positiveCost, @ForAll @DoubleRange(min = 0.1, max = 10) final double negativeCost,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final Problem problem = Problem.random(texts, columns, random);
    final NodeSettings settings = new NodeSettings(loss, positiveCost, negativeCost, 1e-4, 100_000, 0, Negatives.SIBLINGS);
    // When
    final float[] weights = loss.solver().solve(Rows.of(problem.matrix), problem.positive, settings, seed);
    // Then
    final double excess = square(problem.gradient(weights, settings)) / 2;
    assertThat(excess).isLessThan(1e-4 * problem.objective(new float[columns + 1], settings));
  }

  @Property(tries = 100)
  void shouldStopNearTheLeastObjectiveWithTheUsualTolerance(@ForAll final NodeLoss loss, @ForAll final long seed) {
    // Given
    final Problem problem = Problem.random(200, 40, new Random(seed));
    final NodeSettings exact = new NodeSettings(loss, 1, 1, 1e-4, 100_000, 0, Negatives.SIBLINGS);
    final NodeSettings usual = new NodeSettings(loss, 1, 1, 0.1, 100_000, 0, Negatives.SIBLINGS);
    final float[] best = loss.solver().solve(Rows.of(problem.matrix), problem.positive, exact, seed);
    // When
    final float[] weights = loss.solver().solve(Rows.of(problem.matrix), problem.positive, usual, seed);
    // Then
    final double zero = problem.objective(new float[weights.length], usual);
    // With squared hinge, the distance is at most the sum of cost * violation * violation, where all passes are made that the tolerance asks for.
    assertThat(problem.objective(weights, usual) - problem.objective(best, usual)).isLessThan(0.01 * zero);
  }

  @Property(tries = 100)
  void shouldFindTheLeastObjectiveAgainWithoutSomeFeatures(
      @ForAll final NodeLoss loss, @ForAll @IntRange(min = 1, max = 60) final int texts, @ForAll @IntRange(max = 12) final int columns,
      @ForAll final long seed) {
    // Given
    final Problem problem = Problem.random(texts, columns, new Random(seed));
    final NodeSettings settings = new NodeSettings(loss, 1, 1, 1e-4, 100_000, 0, Negatives.SIBLINGS);
    final Rows rows = Rows.of(problem.matrix);
    final DualSolver solver = loss.solver();
    final float[] all = solver.solve(rows, problem.positive, settings, seed).clone();
    final Rows fewer = rows.only(all, 0.2);
    // When
    final float[] weights = solver.solveAgain(fewer, problem.positive, settings);
    // Then
    final Problem remaining = new Problem(fewer.matrix(), problem.positive);
    assertThat(square(remaining.gradient(weights, settings)) / 2).isLessThan(1e-4 * remaining.objective(new float[columns + 1], settings));
    for (int column = 0; column < columns; column++) {
      assertThat(Math.abs(all[column]) >= 0.2 || weights[column] == 0).isTrue();
    }
  }

  @Property(tries = 50)
  void shouldForgetTheProblemBefore(@ForAll final NodeLoss loss, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final Problem large = Problem.random(80, 20, random);
    final Problem small = Problem.random(30, 10, random);
    final NodeSettings settings = new NodeSettings(loss, 1, 1, 0.1, 100, 0, Negatives.SIBLINGS);
    final DualSolver used = loss.solver();
    used.solve(Rows.of(large.matrix), large.positive, settings, seed);
    // When
    final float[] weights = used.solve(Rows.of(small.matrix), small.positive, settings, seed);
    // Then
    assertThat(Arrays.copyOf(weights, 11)).isEqualTo(loss.solver().solve(Rows.of(small.matrix), small.positive, settings, seed));
  }

  private static double square(final double[] vector) {
    return Arrays.stream(vector).map(value -> value * value).sum();
  }

  /** Texts that may have no features, or be the same as others, or all be on one side. */
  private record Problem(FeatureMatrix matrix, boolean[] positive) {
    static Problem random(final int texts, final int columns, final Random random) {
      final int[] starts = new int[texts + 1];
      final int[] features = new int[texts * columns];
      final float[] values = new float[features.length];
      final boolean[] positive = new boolean[texts];
      final double density = random.nextDouble();
      final double share = random.nextInt(4) / 3.0;
      int end = 0;
      for (int text = 0; text < texts; text++) {
        final int twin = random.nextInt(4) == 0 && text > 0 ? random.nextInt(text) : text;
        for (int column = 0; twin == text && column < columns; column++) {
          if (random.nextDouble() < density) {
            features[end] = column;
            values[end++] = (float) random.nextGaussian();
          }
        }
        if (twin < text) {
          final int length = starts[twin + 1] - starts[twin];
          System.arraycopy(features, starts[twin], features, end, length);
          System.arraycopy(values, starts[twin], values, end, length);
          end += length;
        }
        starts[text + 1] = end;
        positive[text] = random.nextDouble() < share;
      }
      return new Problem(new FeatureMatrix(starts, Arrays.copyOf(features, end), Arrays.copyOf(values, end), columns), positive);
    }

    double objective(final float[] weights, final NodeSettings settings) {
      double sum = 0;
      for (int column = 0; column <= matrix.columns(); column++) {
        sum += (double) weights[column] * weights[column] / 2;
      }
      for (int text = 0; text < positive.length; text++) {
        final double margin = margin(text, weights);
        sum += cost(text, settings) * switch (settings.loss()) {
          case SQUARED_HINGE -> Math.pow(Math.max(1 - margin, 0), 2);
          case LOGISTIC -> Math.log1p(Math.exp(-margin));
        };
      }
      return sum;
    }

    double[] gradient(final float[] weights, final NodeSettings settings) {
      final double[] gradient = new double[matrix.columns() + 1];
      for (int column = 0; column < gradient.length; column++) {
        gradient[column] = weights[column];
      }
      for (int text = 0; text < positive.length; text++) {
        final double margin = margin(text, weights);
        final double slope = cost(text, settings) * (positive[text] ? 1 : -1) * switch (settings.loss()) {
          case SQUARED_HINGE -> -2 * Math.max(1 - margin, 0);
          case LOGISTIC -> -1 / (1 + Math.exp(margin));
        };
        gradient[matrix.columns()] += slope;
        for (int at = matrix.starts()[text]; at < matrix.starts()[text + 1]; at++) {
          gradient[matrix.features()[at]] += slope * matrix.values()[at];
        }
      }
      return gradient;
    }

    /** The margin on the right side. */
    private double margin(final int text, final float[] weights) {
      double sum = weights[matrix.columns()];
      for (int at = matrix.starts()[text]; at < matrix.starts()[text + 1]; at++) {
        sum += (double) matrix.values()[at] * weights[matrix.features()[at]];
      }
      return positive[text] ? sum : -sum;
    }

    private double cost(final int text, final NodeSettings settings) {
      return positive[text] ? settings.positiveCost() : settings.negativeCost();
    }
  }
}
