package io.labelstream.train.labeltree.tree;

/** When a group of labels is small enough to be the children of one node. */
public enum LeafSize {
  /** As soon as it has no more labels than a leaf may have. */
  EQUAL,
  /**
   * As {@link #EQUAL}, and only if scoring the labels of the leaf is no more work, by how often texts come there, than it is in a tree of equally frequent labels.
   * So frequent labels are in small leaves and rare ones in large leaves.
   */
  BY_FREQUENCY
}
