package io.labelstream.model.labeltree;

import java.util.Arrays;

/**
 * The shape of a label tree: which nodes have which children, and which label each terminal node stands for. Immutable and thread-safe, if nobody writes to the
 * arrays that it was made of.
 *
 * <p>Nodes are numbered level by level from the root, which is 0; the children of a node are neighbours. So the numbers of children alone, in the order of the
 * nodes, define the tree. A terminal node has no children and stands for one label; terminal nodes may be at any depth from 1 on.
 */
public final class TreeShape {
  /** The most children of a node: the place of a child among its siblings fits into one byte. */
  public static final int MOST_CHILDREN = 256;

  /** The greatest depth of a terminal node. */
  public static final int MOST_DEPTH = 64;

  private static final int NONE = -1;

  private final int[] childCounts;
  private final int[] firstChildren;
  private final int[] labels;
  private final int[] terminals;
  private final int depth;

  private TreeShape(final int[] childCounts, final int[] firstChildren, final int[] labels, final int[] terminals, final int depth) {
    this.childCounts = childCounts;
    this.firstChildren = firstChildren;
    this.labels = labels;
    this.terminals = terminals;
    this.depth = depth;
  }

  /**
   * A tree.
   *
   * @param childCounts the number of children of each node, level by level
   * @param terminalLabels the labels of the terminal nodes in the order of the nodes: each number from 0 on once
   * @throws IllegalArgumentException if this is no tree, is too deep or has a node with too many children, or a label is missing or comes twice; the message
   *     says which
   */
  public static TreeShape of(final int[] childCounts, final int[] terminalLabels) {
    final int nodes = childCounts.length;
    require(nodes >= 2, "a tree has " + nodes + " nodes, expected a root and at least one label");
    final int[] firstChildren = new int[nodes];
    final int[] labels = new int[nodes];
    Arrays.fill(labels, NONE);
    final int[] terminals = new int[terminalLabels.length];
    Arrays.fill(terminals, NONE);
    int next = 1;
    int terminal = 0;
    int depth = 0;
    int endOfLevel = 1;
    for (int node = 0; node < nodes; node++) {
      if (node == endOfLevel) {
        depth++;
        endOfLevel = next;
      }
      require(node < next, "node " + node + " of a tree is nobody's child");
      final int children = childCounts[node];
      require(children >= 0 && children <= MOST_CHILDREN, "node " + node + " has " + children + " children, expected 0 to " + MOST_CHILDREN);
      require(children <= nodes - next, "node " + node + " has " + children + " children, but only " + (nodes - next) + " nodes are left");
      firstChildren[node] = next;
      next += children;
      if (children == 0) {
        require(terminal < terminals.length, "a tree has more terminal nodes than its " + terminals.length + " labels");
        final int label = terminalLabels[terminal++];
        require(label >= 0 && label < terminals.length && terminals[label] == NONE, "the label " + label + " is out of range or comes twice");
        labels[node] = label;
        terminals[label] = node;
      }
    }
    require(next == nodes, "a tree has " + nodes + " nodes, but its nodes have " + next + " with the root");
    require(terminal == terminals.length, "a tree has " + terminal + " terminal nodes, expected one for each of " + terminals.length + " labels");
    require(depth <= MOST_DEPTH, "a tree has the depth " + depth + ", expected at most " + MOST_DEPTH);
    return new TreeShape(childCounts, firstChildren, labels, terminals, depth);
  }

  private static void require(final boolean holds, final String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The number of nodes, the root among them. */
  public int nodes() {
    return childCounts.length;
  }

  /** The number of labels. */
  public int labels() {
    return terminals.length;
  }

  /** The depth of the deepest terminal node; that of the root's children is 1. */
  public int depth() {
    return depth;
  }

  /** The number of a node's children; 0 if it is terminal. */
  public int childCount(final int node) {
    return childCounts[node];
  }

  /** The first of a node's children; the others follow. Of no meaning for a terminal node. */
  public int firstChild(final int node) {
    return firstChildren[node];
  }

  /** The label of a terminal node; negative for another node. */
  public int label(final int node) {
    return labels[node];
  }

  /** The terminal node of a label. */
  public int terminal(final int label) {
    return terminals[label];
  }
}
