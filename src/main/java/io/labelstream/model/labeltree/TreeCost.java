package io.labelstream.model.labeltree;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The work that a tree makes on the paths to the labels that occur, in the mean over all occurrences. A search that looks at other nodes as well works more, so
 * this compares trees and foretells no time. Immutable and thread-safe.
 */
public final class TreeCost {
  private final TreeShape shape;
  private final double[] masses;
  private final double[] massByDepth;

  private TreeCost(final TreeShape shape, final double[] masses, final double[] massByDepth) {
    this.shape = shape;
    this.masses = masses;
    this.massByDepth = massByDepth;
  }

  /**
   * The cost of a tree.
   *
   * @param counts how often each label occurs; if none does, all count the same
   */
  public static TreeCost of(final TreeShape shape, final long[] counts) {
    if (counts.length != shape.labels()) {
      throw new IllegalArgumentException("there are counts of " + counts.length + " labels, expected those of " + shape.labels());
    }
    final long total = Arrays.stream(counts).sum();
    final int[] depths = new int[shape.nodes()];
    final double[] massByDepth = new double[shape.depth() + 1];
    for (int node = 0; node < shape.nodes(); node++) {
      final int first = shape.firstChild(node);
      Arrays.fill(depths, first, first + shape.childCount(node), depths[node] + 1);
    }
    final double[] masses = new double[shape.nodes()];
    for (int label = 0; label < counts.length; label++) {
      final int node = shape.terminal(label);
      masses[node] = total == 0 ? 1.0 / counts.length : (double) counts[label] / total;
      massByDepth[depths[node]] += masses[node];
    }
    for (int node = shape.nodes() - 1; node >= 0; node--) {
      for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
        masses[node] += masses[child];
      }
    }
    return new TreeCost(shape, masses, massByDepth);
  }

  /** The share of occurrences whose label is this node's or below it. */
  public double mass(final int node) {
    return masses[node];
  }

  /** The shares of occurrences whose terminal node is at depth 0, where there is none, 1 and so on to the tree's depth. */
  public double[] massByDepth() {
    return massByDepth.clone();
  }

  /** The depth of the terminal node. */
  public double expectedDepth() {
    return Arrays.stream(masses).skip(1).sum();
  }

  /** The number of nodes to score on the path: the children of each node on it. */
  public double expectedNodes() {
    return expected(shape::childCount);
  }

  private double expected(final IntToDoubleFunction cost) {
    double expected = 0;
    for (int node = 0; node < masses.length; node++) {
      expected += masses[node] * cost.applyAsDouble(node);
    }
    return expected;
  }
}
