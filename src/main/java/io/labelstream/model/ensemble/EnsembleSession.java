package io.labelstream.model.ensemble;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.LeastKeys;
import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.TextSession;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/** One thread's work on an {@link EnsembleClassifier}. Members score a text one after the other, and their scores are added in their order. */
final class EnsembleSession extends TextSession {
  private final Member[] members;
  private final ScoreCurve mean;
  private final LeastKeys best = new LeastKeys();
  /** The weighted sum of each label; not a number for a label that no member has named yet. */
  private final float[] sums;
  private final int[] named;
  private final Optional<ClassifierSession> vectors;

  /** A member's part of the work. */
  private record Member(ClassifierSession session, Predictions candidates, MemorySegment ids, ScoreCurve curve, float weight) {}

  EnsembleSession(final Lifetime lifetime, final EnsembleClassifier ensemble, final EndOfLine endOfLine) {
    super(lifetime);
    final Combination combination = ensemble.combination();
    this.members = new Member[ensemble.members().size()];
    this.mean = combination.mean();
    this.sums = new float[ensemble.labels().size()];
    Arrays.fill(sums, Float.NaN);
    int most = 0;
    Optional<ClassifierSession> first = Optional.empty();
    for (int number = 0; number < members.length; number++) {
      final TextClassifier member = ensemble.members().get(number);
      final ClassifierSession session = member.newSession(endOfLine);
      final Predictions candidates = member.newPredictions(combination.candidates(), 0f);
      members[number] = new Member(session, candidates, ensemble.ids().get(number), combination.curves().get(number), combination.weights().get(number));
      most += candidates.capacity();
      first = first.isEmpty() && member.vectorDimensions().isPresent() ? Optional.of(session) : first;
    }
    this.named = new int[Math.min(most, sums.length)];
    this.vectors = first;
  }

  @Override
  protected void score(final SharedText text, final Predictions predictions) {
    int count = 0;
    for (final Member member : members) {
      final Predictions candidates = member.candidates;
      member.session.classify(text, candidates);
      for (int rank = 0; rank < candidates.count(); rank++) {
        final int label = member.ids.getAtIndex(ValueLayout.JAVA_INT, candidates.label(rank));
        final float share = member.weight * member.curve.at(candidates.score(rank));
        if (Float.isNaN(sums[label])) {
          named[count++] = label;
          sums[label] = share;
        } else {
          sums[label] += share;
        }
      }
    }
    best.start(Math.min(predictions.capacity(), sums.length), LeastKeys.ofScore(predictions.threshold(), Integer.MAX_VALUE));
    for (int at = 0; at < count; at++) {
      final int label = named[at];
      final long key = LeastKeys.ofScore(mean.at(sums[label]), label);
      sums[label] = Float.NaN;
      if (key < best.bar()) {
        best.add(key);
      }
    }
    best.sort();
    for (int rank = 0; rank < best.count(); rank++) {
      predictions.append(LeastKeys.id(best.key(rank)), LeastKeys.score(best.key(rank)));
    }
  }

  @Override
  public float[] vector() {
    return vectors.isPresent() ? vectors.get().vector() : super.vector();
  }

  @Override
  protected float[] encode(final SharedText text) {
    return vectors.isPresent() ? vectors.get().vector(text) : super.encode(text);
  }
}
