package io.labelstream.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Minimises smooth functions of many variables from values and gradients alone: limited-memory BFGS with a backtracking line search (Nocedal and Wright,
 * algorithms 7.4, 7.5 and 3.1). Deterministic.
 */
public final class Minimizer {
  private static final int HISTORY = 12;
  private static final int MOST_HALVINGS = 20;
  private static final double SUFFICIENT = 1e-4;
  private static final double LEAST_PROGRESS = 1e-7;
  private static final double FIRST_STEP = 0.1;

  private Minimizer() {}

  /** A function with its gradient. */
  @FunctionalInterface
  public interface Function {
    /** The value at {@code x}; sets {@code gradient}, which has the same length. */
    double at(double[] x, double[] gradient);
  }

  /** A change of place and the corresponding change of gradient. */
  private record Change(double[] place, double[] gradient, double product) {}

  /** Moves {@code x} downhill for up to {@code iterations} steps; stops early when the value hardly falls any more. Returns the final value. */
  public static double minimize(final Function function, final double[] x, final int iterations) {
    final double[] gradient = new double[x.length];
    double value = function.at(x, gradient);
    final Deque<Change> history = new ArrayDeque<>();
    final double[] nextGradient = new double[x.length];
    for (int iteration = 0; iteration < iterations; iteration++) {
      final double[] direction = direction(gradient, history);
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        return value;
      }
      double step = history.isEmpty() ? FIRST_STEP / Math.max(Math.sqrt(-slope), FIRST_STEP) : 1;
      final double[] next = new double[x.length];
      double nextValue = Double.NaN;
      int halvings = 0;
      do {
        for (int index = 0; index < x.length; index++) {
          next[index] = x[index] + step * direction[index];
        }
        nextValue = function.at(next, nextGradient);
        step /= 2;
      } while (!(nextValue <= value + 2 * step * SUFFICIENT * slope) && ++halvings < MOST_HALVINGS);
      if (!(nextValue < value)) {
        return value;
      }
      remember(history, x, next, gradient, nextGradient);
      System.arraycopy(next, 0, x, 0, x.length);
      System.arraycopy(nextGradient, 0, gradient, 0, x.length);
      final double progress = value - nextValue;
      value = nextValue;
      if (progress < LEAST_PROGRESS * Math.abs(value)) {
        return value;
      }
    }
    return value;
  }

  private static void remember(
      final Deque<Change> history, final double[] x, final double[] next, final double[] gradient, final double[] nextGradient) {
    final double[] place = new double[x.length];
    final double[] turn = new double[x.length];
    for (int index = 0; index < x.length; index++) {
      place[index] = next[index] - x[index];
      turn[index] = nextGradient[index] - gradient[index];
    }
    final double product = dot(place, turn);
    // Without positive curvature, the change tells nothing about the minimum.
    if (product > 0) {
      history.addLast(new Change(place, turn, product));
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }
  }

  private static double[] direction(final double[] gradient, final Deque<Change> history) {
    final double[] direction = new double[gradient.length];
    for (int index = 0; index < direction.length; index++) {
      direction[index] = -gradient[index];
    }
    final List<Change> changes = new ArrayList<>(history);
    final double[] shares = new double[changes.size()];
    for (int index = changes.size() - 1; index >= 0; index--) {
      final Change change = changes.get(index);
      shares[index] = dot(change.place, direction) / change.product;
      add(change.gradient, -shares[index], direction);
    }
    if (!changes.isEmpty()) {
      final Change last = changes.getLast();
      final double scale = last.product / dot(last.gradient, last.gradient);
      for (int index = 0; index < direction.length; index++) {
        direction[index] *= scale;
      }
    }
    for (int index = 0; index < changes.size(); index++) {
      final Change change = changes.get(index);
      add(change.place, shares[index] - dot(change.gradient, direction) / change.product, direction);
    }
    return direction;
  }

  private static double dot(final double[] left, final double[] right) {
    double sum = 0;
    for (int index = 0; index < left.length; index++) {
      sum += left[index] * right[index];
    }
    return sum;
  }

  private static void add(final double[] from, final double factor, final double[] to) {
    for (int index = 0; index < to.length; index++) {
      to[index] += factor * from[index];
    }
  }
}
