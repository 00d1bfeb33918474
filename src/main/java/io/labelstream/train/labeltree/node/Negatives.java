package io.labelstream.train.labeltree.node;

/** The texts that the classifier of a node learns to refuse. */
public enum Negatives {
  /** Those with a label below a sibling of the node. */
  SIBLINGS,
  /** These, and the texts that come to the node's parent by mistake when labels are searched. */
  MATCHED
}
