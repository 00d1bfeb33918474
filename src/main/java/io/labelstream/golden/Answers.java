package io.labelstream.golden;

import io.labelstream.golden.GoldenSamples.Label;
import io.labelstream.golden.GoldenSamples.Sample;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The labels or vectors that a model gives texts. Not thread-safe. */
public final class Answers {
  private final TextClassifier classifier;
  private final ClassifierSession session;
  private final Predictions best;

  /** @param top the most labels of a text */
  public Answers(final TextClassifier classifier, final int top) {
    this.classifier = classifier;
    this.session = classifier.newSession();
    this.best = new Predictions(top, 0f);
  }

  /**
   * A sample of what the model gives now: labels, or the vector if the model has no labels; empty if it gives the text none.
   *
   * @throws IllegalArgumentException if the text holds an unpaired surrogate
   */
  public Optional<Sample> sample(final String text) {
    take(text);
    if (classifier.labels().size() == 0) {
      final List<Float> vector = vector();
      return vector.isEmpty() ? Optional.empty() : Optional.of(new Sample(text, List.of(), vector));
    }
    return best.count() == 0 ? Optional.empty() : Optional.of(Sample.labelled(text, labels()));
  }

  void take(final String text) {
    session.classify(text, best);
  }

  /** The labels of the text that was taken last. */
  List<Label> labels() {
    final List<Label> labels = new ArrayList<>();
    for (int rank = 0; rank < best.count(); rank++) {
      labels.add(new Label(classifier.labels().name(best.label(rank)), best.score(rank)));
    }
    return labels;
  }

  /** The vector of the text that was taken last; empty if the model gives none. */
  List<Float> vector() {
    final List<Float> vector = new ArrayList<>();
    for (int index = 0; index < classifier.vectorDimensions().orElse(0); index++) {
      vector.add(session.vector()[index]);
    }
    return vector;
  }
}
