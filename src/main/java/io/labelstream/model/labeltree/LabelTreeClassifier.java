package io.labelstream.model.labeltree;

import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import java.util.List;

/** Label trees that are open. A text has no end-of-line token, whatever the session was asked for. */
public final class LabelTreeClassifier implements TextClassifier {
  private final ModelDescription description;
  private final ModelMemory memory;
  private final Lifetime lifetime;
  private final Labels labels;
  private final FeatureTable features;
  private final List<ChunkedTree> trees;
  private final Link link;
  private final SearchRule rule;

  LabelTreeClassifier(
      final ModelDescription description,
      final ModelMemory memory,
      final Lifetime lifetime,
      final Labels labels,
      final FeatureTable features,
      final List<ChunkedTree> trees,
      final Link link,
      final SearchRule rule) {
    this.description = description;
    this.memory = memory;
    this.lifetime = lifetime;
    this.labels = labels;
    this.features = features;
    this.trees = trees;
    this.link = link;
    this.rule = rule;
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public ModelMemory memory() {
    return memory;
  }

  @Override
  public LabelTreeSession newSession(final EndOfLine endOfLine) {
    return newSession(rule);
  }

  /** A session that searches by another rule than the model's. */
  public LabelTreeSession newSession(final SearchRule other) {
    return new LabelTreeSession(lifetime, features, trees, labels.size(), link, other);
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
