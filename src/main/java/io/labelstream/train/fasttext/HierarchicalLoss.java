package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;

/**
 * Hierarchical softmax: a sigmoid for each inner node of a Huffman tree; one label of an example sets the targets at the nodes above its leaf. The tree is
 * built as in the reference; classifiers rebuild it from the labels' counts.
 *
 * <p>Nodes below the number of labels are leaves, and the last node is the root; the row of an inner node is its number minus the number of labels. A right
 * turn is 1, and the right child is the one that was taken second when the tree was built.
 *
 * @param parents the parent of each node but the root
 * @param rights 1 for each node that is a right child, else 0
 * @param depth the most inner nodes above a leaf
 */
record HierarchicalLoss(int labels, int[] parents, float[] rights, int depth) implements SigmoidLoss {
  private static final long UNBUILT = 1_000_000_000_000_000L;

  static HierarchicalLoss of(final long[] labelCounts) {
    final int labels = labelCounts.length;
    final int nodes = 2 * labels - 1;
    final long[] counts = new long[nodes];
    final int[] parents = new int[nodes];
    final float[] rights = new float[nodes];
    final int[] depths = new int[nodes];
    System.arraycopy(labelCounts, 0, counts, 0, labels);
    int leaf = labels - 1;
    int inner = labels;
    for (int node = labels; node < nodes; node++) {
      for (int side = 0; side < 2; side++) {
        // Labels come by falling count, so that the rarest leaf is the last; inner nodes come by rising count.
        final int child = leaf >= 0 && counts[leaf] < (inner < node ? counts[inner] : UNBUILT) ? leaf-- : inner++;
        if (child >= node) {
          throw new IllegalArgumentException("label counts of " + UNBUILT + " and more make no tree");
        }
        parents[child] = node;
        rights[child] = side;
        counts[node] += counts[child];
        depths[node] = Math.max(depths[node], depths[child] + 1);
      }
    }
    return new HierarchicalLoss(labels, parents, rights, depths[nodes - 1]);
  }

  @Override
  public int mostRows() {
    return depth;
  }

  @Override
  public int targets(final int[] labelsOfExample, final int count, final long random, final Targets out) {
    final int root = parents.length - 1;
    int rows = 0;
    for (int node = Losses.draw(labelsOfExample, count, random); node != root; node = parents[node]) {
      out.rows()[rows] = parents[node] - labels;
      out.wanted()[rows++] = rights[node];
    }
    return rows;
  }

  @Override
  public int likeliest(final float[] products) {
    final float[] probabilities = new float[parents.length];
    probabilities[parents.length - 1] = 1f;
    // Each node comes before its parent.
    for (int node = parents.length - 2; node >= 0; node--) {
      final float right = Kernels.sigmoid(products[parents[node] - labels]);
      probabilities[node] = probabilities[parents[node]] * (rights[node] > 0 ? right : 1f - right);
    }
    return Losses.largest(probabilities, labels);
  }
}
