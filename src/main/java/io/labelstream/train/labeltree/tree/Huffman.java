package io.labelstream.train.labeltree.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Huffman's tree: the rarest nodes become the children of one node, again and again. */
final class Huffman {
  private Huffman() {}

  /** A node, how often it occurs, and its number by which nodes of the same count are in order. */
  private record Counted(Branch branch, long count, int number, int depth) {}

  /**
   * The tree of least expected depth, or one close to it that is not too deep: as long as it is, counts are halved, which brings them closer to each other (as
   * bzip2 does it).
   *
   * @param counts how often each label occurs
   * @param arity the most children of a node
   * @param mostDepth at least the depth of a balanced tree of halves
   */
  static Branch build(final long[] counts, final int arity, final int mostDepth) {
    final long[] rounded = counts.clone();
    Counted root = merged(rounded, arity);
    while (root.depth > mostDepth) {
      for (int label = 0; label < rounded.length; label++) {
        rounded[label] = (rounded[label] + 1) / 2;
      }
      root = merged(rounded, arity);
    }
    return root.branch;
  }

  private static Counted merged(final long[] counts, final int arity) {
    final PriorityQueue<Counted> rarest = new PriorityQueue<>(Comparator.comparingLong(Counted::count).thenComparingInt(Counted::number));
    for (int label = 0; label < counts.length; label++) {
      rarest.add(new Counted(new Branch.Label(label), counts[label], label, 0));
    }
    int number = counts.length;
    // The first node has so many children that all later ones, the root among them, have as many as they may have.
    int children = (counts.length - 2) % (arity - 1) + 2;
    while (rarest.size() > 1) {
      final List<Branch> merged = new ArrayList<>();
      long count = 0;
      int depth = 0;
      for (int child = 0; child < children; child++) {
        final Counted next = rarest.remove();
        merged.add(next.branch);
        count += next.count;
        depth = Math.max(depth, next.depth + 1);
      }
      rarest.add(new Counted(new Branch.Fork(merged), count, number++, depth));
      children = arity;
    }
    return rarest.remove();
  }
}
