package io.labelstream.model.labeltree;

/** Keeps the margins of one text's nodes: a search for more labels, and the path to a label, mostly meet nodes that were scored before. */
final class RememberingScorer implements NodeScorer {
  private final ChunkedTree tree;
  private final Link link;
  private final ChunkScorer scorer;
  private final float[] margins;
  /** The text for which the children of each chunk were scored last. */
  private final long[] scoredFor;

  private final int[] path = new int[TreeShape.MOST_DEPTH];
  private final long[] keys = new long[TreeShape.MOST_CHILDREN];
  private long text;

  RememberingScorer(final ChunkedTree tree, final Link link) {
    this.tree = tree;
    this.link = link;
    this.scorer = new ChunkScorer(tree, link);
    this.margins = new float[tree.nodeCount()];
    this.scoredFor = new long[tree.chunkCount()];
  }

  /** Takes the features of the next text. */
  void take(final FeatureVector vector) {
    scorer.take(vector);
    text++;
  }

  SearchEffort effort() {
    return scorer.effort();
  }

  @Override
  public long[] keys() {
    return keys;
  }

  @Override
  public int score(final int chunk, final float cost, final long bar) {
    remember(chunk);
    final int first = tree.firstChild(chunk);
    final float barCost = SearchKey.cost(bar);
    int kept = 0;
    for (int node = first; node < first + tree.children(chunk); node++) {
      if (!(cost + link.leastCost(margins[node]) > barCost)) {
        keys[kept] = SearchKey.of(cost + link.cost(margins[node]), node);
        kept += keys[kept] < bar ? 1 : 0;
      }
    }
    return kept;
  }

  /** The cost of a label's path. */
  float cost(final int label) {
    int depth = 0;
    for (int node = tree.terminal(label); node > 0; node = tree.parent(node)) {
      path[depth++] = node;
    }
    float cost = 0f;
    for (int step = depth - 1; step >= 0; step--) {
      remember(tree.target(tree.parent(path[step])));
      cost = SearchKey.cost(SearchKey.of(cost + link.cost(margins[path[step]]), path[step]));
    }
    return cost;
  }

  private void remember(final int chunk) {
    if (scoredFor[chunk] != text) {
      scorer.margins(chunk, margins, tree.firstChild(chunk));
      scoredFor[chunk] = text;
    }
  }
}
