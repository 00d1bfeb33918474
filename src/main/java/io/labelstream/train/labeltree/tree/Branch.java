package io.labelstream.train.labeltree.tree;

import io.labelstream.model.labeltree.TreeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A node of a tree that is being built. */
sealed interface Branch {
  /** A terminal node. */
  record Label(int label) implements Branch {}

  /** A node with children. */
  record Fork(List<? extends Branch> children) implements Branch {}

  /** A node whose children are these labels. */
  static Fork leaf(final IntStream labels) {
    return new Fork(labels.mapToObj(Label::new).toList());
  }

  /** The shape of the tree below {@code root}. */
  static TreeShape shape(final Fork root) {
    final List<Branch> nodes = new ArrayList<>(List.of(root));
    for (int node = 0; node < nodes.size(); node++) {
      if (nodes.get(node) instanceof final Fork fork) {
        nodes.addAll(fork.children());
      }
    }
    return TreeShape.of(
        nodes.stream().mapToInt(node -> node instanceof final Fork fork ? fork.children().size() : 0).toArray(),
        nodes.stream().filter(Label.class::isInstance).mapToInt(node -> ((Label) node).label()).toArray());
  }
}
