package io.labelstream.model.labeltree;

/**
 * A trained tree. The array is not copied and not to be written to.
 *
 * @param shape its nodes
 * @param weights the classifier of each node by its number; that of the root, which is never asked, has no features
 */
public record LabelTree(TreeShape shape, NodeWeights[] weights) {
  public LabelTree {
    if (weights.length != shape.nodes()) {
      throw new IllegalArgumentException("there are " + weights.length + " classifiers, expected one for each of " + shape.nodes() + " nodes");
    }
  }
}
