package io.labelstream.model.fasttext;

/** The product at each inner node of a {@link HuffmanTree}, whose sigmoid is the probability of the right child. Immutable and thread-safe. */
sealed interface Decisions {

  /** The number of elements of {@link OutputScratch#outputs} that this uses, from the first on. */
  int scratchSize();

  /** Prepares for a text. */
  void start(float[] hidden, OutputScratch scratch);

  /** The product at inner node {@code node}, counted from 0. */
  float product(int node, float[] hidden, OutputScratch scratch);

  /** The products for all nodes are computed together at the start: many at once are faster than a few that wait for each other. */
  record AtOnce(LabelMatrix matrix) implements Decisions {
    @Override
    public int scratchSize() {
      return matrix.paddedLabels();
    }

    @Override
    public void start(final float[] hidden, final OutputScratch scratch) {
      matrix.multiply(hidden, scratch.outputs());
    }

    @Override
    public float product(final int node, final float[] hidden, final OutputScratch scratch) {
      return scratch.outputs()[node];
    }
  }

  /** Products are computed only for nodes on the way of the search: a large tree has far more nodes than a search visits. */
  record OnTheWay(NodeMatrix nodes) implements Decisions {
    @Override
    public int scratchSize() {
      return 0;
    }

    @Override
    public void start(final float[] hidden, final OutputScratch scratch) {
      // Nothing is computed beforehand.
    }

    @Override
    public float product(final int node, final float[] hidden, final OutputScratch scratch) {
      return nodes.dot(node, hidden, scratch.lanes());
    }
  }
}
