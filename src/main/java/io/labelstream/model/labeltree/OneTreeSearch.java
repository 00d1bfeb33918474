package io.labelstream.model.labeltree;

import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;

/** Finds the best labels of a text in the only tree. */
final class OneTreeSearch implements LabelSearch {
  private final ChunkedTree tree;
  private final ChunkScorer scorer;
  private final TreeSearch search;
  private final LeastKeys best = new LeastKeys();

  OneTreeSearch(final ChunkedTree tree, final Link link, final SearchRule rule) {
    this.tree = tree;
    this.scorer = new ChunkScorer(tree, link);
    this.search = TreeSearch.of(rule, tree);
  }

  @Override
  public SearchEffort effort() {
    return scorer.effort();
  }

  @Override
  public void search(final FeatureVector features, final int most, final Predictions predictions) {
    scorer.take(features);
    best.start(most, SearchKey.limit(predictions.threshold()));
    search.search(scorer, best);
    best.sort();
    for (int rank = 0; rank < best.count(); rank++) {
      final float score = SearchKey.score(SearchKey.cost(best.key(rank)));
      if (score >= predictions.threshold()) {
        predictions.append(-1 - tree.target(SearchKey.node(best.key(rank))), score);
      }
    }
  }
}
