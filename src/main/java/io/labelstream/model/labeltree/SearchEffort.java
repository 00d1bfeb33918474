package io.labelstream.model.labeltree;

/**
 * The work of a session for all its texts so far.
 *
 * @param chunks nodes whose children were scored
 * @param nodes children of these nodes
 * @param weights weights that were multiplied
 */
public record SearchEffort(long chunks, long nodes, long weights) {
  static final SearchEffort NONE = new SearchEffort(0, 0, 0);

  SearchEffort plus(final SearchEffort other) {
    return new SearchEffort(chunks + other.chunks, nodes + other.nodes, weights + other.weights);
  }
}
