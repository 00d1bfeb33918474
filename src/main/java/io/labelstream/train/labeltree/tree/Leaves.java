package io.labelstream.train.labeltree.tree;

import io.labelstream.train.cluster.Masses;

/**
 * Tells which groups of labels are not divided any more.
 *
 * @param most the most labels of a leaf
 * @param size when a group of no more labels is a leaf
 * @param frequencies the frequency of each label, 1 on average
 */
record Leaves(int most, LeafSize size, Masses frequencies) {

  boolean isLeaf(final int[] labels, final int from, final int to) {
    final int count = to - from;
    return count == 1 || count <= most && switch (size) {
      case EQUAL -> true;
      case BY_FREQUENCY -> count * frequencies.sum(labels, from, to) <= (double) most * most;
    };
  }
}
