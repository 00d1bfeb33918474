package io.labelstream.train.labeltree.tree;

import io.labelstream.model.labeltree.TreeShape;

/**
 * Settings of {@link LabelTreeBuilder}.
 *
 * @param kind how labels find their places
 * @param lambda the part of a label's mass that follows its frequency, from 0 to 1: with 0 all labels weigh the same and the tree is balanced, with 1 each half
 *     of a group has half of its occurrences
 * @param arity the most children of a node above the leaves, at least 2; 2 to the power of n is a tree of halves of which n layers are collapsed into one
 * @param leafLabels the most labels that are children of one node, at least 1; with 1 groups are divided down to single labels
 * @param leafSize when a group becomes a leaf
 * @param seed decides the centres that clusters start from, and chance
 */
public record TreeSettings(TreeKind kind, double lambda, int arity, int leafLabels, LeafSize leafSize, long seed) {
  public TreeSettings {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda is " + lambda + ", expected 0 to 1");
    }
    if (arity < 2 || arity > TreeShape.MOST_CHILDREN) {
      throw new IllegalArgumentException("the arity is " + arity + ", expected 2 to " + TreeShape.MOST_CHILDREN);
    }
    if (leafLabels < 1 || leafLabels > TreeShape.MOST_CHILDREN) {
      throw new IllegalArgumentException("the labels of a leaf are " + leafLabels + ", expected 1 to " + TreeShape.MOST_CHILDREN);
    }
  }
}
