package io.labelstream.model.labeltree;

import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextSession;
import java.util.List;

/** One thread's work on a {@link LabelTreeClassifier}. */
public final class LabelTreeSession extends TextSession {
  private final FeatureTable table;
  private final FeatureVector features = new FeatureVector();
  private final int labels;
  private final LabelSearch search;

  LabelTreeSession(
      final Lifetime lifetime, final FeatureTable table, final List<ChunkedTree> trees, final int labels, final Link link, final SearchRule rule) {
    super(lifetime);
    this.table = table;
    this.labels = labels;
    this.search = trees.size() == 1 ? new OneTreeSearch(trees.getFirst(), link, rule) : new EnsembleSearch(trees, labels, link, rule);
  }

  /** The work for all texts so far. */
  public SearchEffort effort() {
    return search.effort();
  }

  @Override
  protected void score(final SharedText text, final Predictions predictions) {
    table.fill(text, features);
    if (features.count() > 0) {
      search.search(features, Math.min(predictions.capacity(), labels), predictions);
    }
  }
}
