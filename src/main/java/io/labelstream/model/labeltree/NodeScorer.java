package io.labelstream.model.labeltree;

/** Scores the children of nodes for one text. Scratch memory of a session. */
sealed interface NodeScorer permits ChunkScorer, RememberingScorer {

  /**
   * Scores the children of a node.
   *
   * @param chunk the node's
   * @param cost the cost of the node's path
   * @param bar only keys less than this are wanted
   * @return the number of {@link #keys}, in the order of the children
   */
  int score(int chunk, float cost, long bar);

  /** The {@link SearchKey}s found by {@link #score}. */
  long[] keys();
}
