package io.labelstream.model.labeltree;

import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextSession;
import java.util.List;

/** One thread's work on a {@link LabelTreeClassifier}. */
public final class LabelTreeSession extends TextSession {
  /** More than what a score that is rounded to a float differs from the exact one, relatively. */
  private static final double ROUNDING = 1e-6;

  private final FeatureTable table;
  private final FeatureVector features = new FeatureVector();
  private final int labels;
  private final ChunkedTree tree;
  private final ChunkScorer scorer;
  private final TreeSearch search;
  private final LeastKeys best = new LeastKeys();

  LabelTreeSession(
      final Lifetime lifetime,
      final FeatureTable table,
      final List<ChunkedTree> trees,
      final int labels,
      final Link link,
      final SearchRule rule) {
    super(lifetime);
    this.table = table;
    this.labels = labels;
    this.tree = trees.getFirst();
    this.scorer = new ChunkScorer(tree, link);
    this.search = TreeSearch.of(rule, tree);
  }

  /** The work for all texts so far. */
  public SearchEffort effort() {
    return scorer.effort();
  }

  @Override
  protected void score(final SharedText text, final Predictions predictions) {
    table.fill(text, features);
    if (features.count() == 0) {
      return;
    }
    scorer.take(features);
    best.start(Math.min(predictions.capacity(), labels), limit(predictions.threshold()));
    search.search(scorer, best);
    best.sort();
    for (int rank = 0; rank < best.count(); rank++) {
      final float score = score(SearchKey.cost(best.key(rank)));
      if (score < predictions.threshold()) {
        return;
      }
      predictions.append(-1 - tree.target(SearchKey.node(best.key(rank))), score);
    }
  }

  private static float score(final float cost) {
    return (float) StrictMath.exp(-cost);
  }

  /** Greater than the keys of all labels whose score is the threshold or more. */
  private static long limit(final float threshold) {
    return threshold == 0 ? SearchKey.NO_LIMIT : SearchKey.of((float) (ROUNDING - Math.log(threshold)), Integer.MAX_VALUE);
  }
}
