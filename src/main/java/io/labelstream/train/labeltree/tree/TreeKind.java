package io.labelstream.train.labeltree.tree;

/** How labels find their places in the tree. */
public enum TreeKind {
  /** Labels of similar texts are together. */
  CLUSTERS,
  /** The code of least expected depth, whatever the labels are: the frequent ones at the top. Takes no heed of lambda and of the labels of a leaf. */
  HUFFMAN,
  /** Labels of similar frequency are together; with lambda 1 this is Fano's code. */
  FANO,
  /** Labels are together by chance: the least that a tree can do. */
  RANDOM
}
