package io.labelstream.train.labeltree.tree;

import io.labelstream.model.labeltree.TreeShape;
import java.util.ArrayList;
import java.util.List;

/** A node of a tree, with all that is below it. */
sealed interface Branch {
  /** A terminal node. */
  record Label(int label) implements Branch {}

  /** A node with children. */
  record Fork(List<Branch> children) implements Branch {}

  /** The shape of the tree that has this node as its root; if it is a terminal node, as the only child of its root. */
  default TreeShape shape() {
    final List<Branch> nodes = new ArrayList<>();
    nodes.add(this instanceof Label ? new Fork(List.of(this)) : this);
    final List<Integer> childCounts = new ArrayList<>();
    final List<Integer> labels = new ArrayList<>();
    for (int number = 0; number < nodes.size(); number++) {
      switch (nodes.get(number)) {
        case Label(final int label) -> {
          childCounts.add(0);
          labels.add(label);
        }
        case Fork(final List<Branch> children) -> {
          childCounts.add(children.size());
          nodes.addAll(children);
        }
      }
    }
    return TreeShape.of(ints(childCounts), ints(labels));
  }

  private static int[] ints(final List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
