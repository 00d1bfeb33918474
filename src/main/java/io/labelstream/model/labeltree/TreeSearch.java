package io.labelstream.model.labeltree;

import io.labelstream.model.LeastKeys;

/** Finds the best labels of a text in one tree. Scratch memory of a session. */
sealed interface TreeSearch {

  /** A search by a rule. */
  static TreeSearch of(final SearchRule rule, final ChunkedTree tree) {
    return switch (rule) {
      case SearchRule.BestFirst _ -> BestFirst.of(tree);
      case SearchRule.Beam beam -> new Beam(tree, beam.width());
    };
  }

  /**
   * Searches.
   *
   * @param scorer has the features of the text
   * @param best receives the keys of terminal nodes, and says how many are wanted and up to which cost
   */
  void search(NodeScorer scorer, LeastKeys best);

  /** {@link SearchRule.BestFirst}: uniform-cost search. A key is less than those of all nodes below, so a node whose key is not below the bar ends it. */
  record BestFirst(ChunkedTree tree, KeyQueue open) implements TreeSearch {
    static BestFirst of(final ChunkedTree tree) {
      return new BestFirst(tree, new KeyQueue(tree.chunkCount()));
    }

    @Override
    public void search(final NodeScorer scorer, final LeastKeys best) {
      open.clear();
      open.add(SearchKey.of(0f, 0));
      while (!open.isEmpty()) {
        final long key = open.poll();
        if (key >= best.bar()) {
          return;
        }
        final int kept = scorer.score(tree.target(SearchKey.node(key)), SearchKey.cost(key), best.bar());
        for (int index = 0; index < kept; index++) {
          final long child = scorer.keys()[index];
          if (child < best.bar()) {
            if (tree.target(SearchKey.node(child)) < 0) {
              best.add(child);
            } else {
              open.add(child);
            }
          }
        }
      }
    }
  }

  /** {@link SearchRule.Beam}. A label that was found keeps its place in the beam for as long as it is among the best; the nodes that it displaces are left out. */
  final class Beam implements TreeSearch {
    private final ChunkedTree tree;
    private final int width;
    private LeastKeys level = new LeastKeys();
    private LeastKeys next = new LeastKeys();

    Beam(final ChunkedTree tree, final int width) {
      this.tree = tree;
      this.width = Math.min(width, tree.nodeCount());
    }

    @Override
    public void search(final NodeScorer scorer, final LeastKeys best) {
      level.start(width, SearchKey.NO_LIMIT);
      level.add(SearchKey.of(0f, 0));
      int expanded;
      do {
        next.start(width, SearchKey.NO_LIMIT);
        expanded = 0;
        for (int index = 0; index < level.count(); index++) {
          final long key = level.key(index);
          final int target = tree.target(SearchKey.node(key));
          if (target < 0) {
            addTo(next, key);
          } else {
            expand(scorer, target, key, best);
            expanded++;
          }
        }
        final LeastKeys done = level;
        level = next;
        next = done;
      } while (expanded > 0);
    }

    private void expand(final NodeScorer scorer, final int chunk, final long key, final LeastKeys best) {
      final int kept = scorer.score(chunk, SearchKey.cost(key), best.bar());
      for (int index = 0; index < kept; index++) {
        final long child = scorer.keys()[index];
        if (tree.target(SearchKey.node(child)) < 0) {
          addTo(best, child);
        }
        addTo(next, child);
      }
    }

    private static void addTo(final LeastKeys keys, final long key) {
      if (key < keys.bar()) {
        keys.add(key);
      }
    }
  }
}
