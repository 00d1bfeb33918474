package io.labelstream.model.labeltree;

import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;
import java.util.List;

/**
 * Finds the best labels of a text in several trees. A label's score is the mean of its exact scores in all trees. Scratch memory of a session.
 *
 * <p>Candidates are the best labels of each tree. Best-first, they are twice as many as are wanted, and twice as many again, until no other label can have a
 * higher mean than those found: its scores are at most those of the last candidates. So the result is exact. With a beam, candidates are as many as are
 * wanted, or as the beam is wide if this is more.
 */
final class EnsembleSearch implements LabelSearch {
  private final List<Member> members;
  private final int labels;
  private final SearchRule rule;
  private final LeastKeys best = new LeastKeys();
  /** The number of the last text for which a label was a candidate. */
  private final long[] seenIn;

  /** The number of texts so far; it never comes again. */
  private long text;

  /** One tree. */
  private record Member(ChunkedTree tree, RememberingScorer scorer, TreeSearch search, LeastKeys best) {
    /** The greatest score that a label can have that is not among the best. */
    float leftOut(final float threshold) {
      return best.isFull() ? SearchKey.score(SearchKey.cost(best.key(best.count() - 1))) : threshold;
    }
  }

  EnsembleSearch(final List<ChunkedTree> trees, final int labels, final Link link, final SearchRule rule) {
    this.members = trees.stream().map(tree -> new Member(tree, new RememberingScorer(tree, link), TreeSearch.of(rule, tree), new LeastKeys())).toList();
    this.labels = labels;
    this.rule = rule;
    this.seenIn = new long[labels];
  }

  @Override
  public SearchEffort effort() {
    SearchEffort effort = SearchEffort.NONE;
    for (int index = 0; index < members.size(); index++) {
      effort = effort.plus(members.get(index).scorer().effort());
    }
    return effort;
  }

  @Override
  public void search(final FeatureVector features, final int most, final Predictions predictions) {
    final float threshold = predictions.threshold();
    text++;
    best.start(most, LeastKeys.ofScore(threshold, Integer.MAX_VALUE));
    for (int index = 0; index < members.size(); index++) {
      members.get(index).scorer().take(features);
    }
    switch (rule) {
      case SearchRule.BestFirst _ -> {
        long candidates = most;
        do {
          candidates = Math.min(2 * candidates, labels);
          addCandidates((int) candidates, threshold);
        } while (candidates < labels && !isExact(threshold));
      }
      case SearchRule.Beam beam -> addCandidates(Math.min(Math.max(most, beam.width()), labels), threshold);
    }
    best.sort();
    for (int rank = 0; rank < best.count(); rank++) {
      predictions.append(LeastKeys.id(best.key(rank)), LeastKeys.score(best.key(rank)));
    }
  }

  private void addCandidates(final int most, final float threshold) {
    for (int index = 0; index < members.size(); index++) {
      final Member member = members.get(index);
      member.best().start(most, SearchKey.limit(threshold));
      member.search().search(member.scorer(), member.best());
      member.best().sort();
      for (int rank = 0; rank < member.best().count(); rank++) {
        add(-1 - member.tree().target(SearchKey.node(member.best().key(rank))));
      }
    }
  }

  private void add(final int label) {
    if (seenIn[label] == text) {
      return;
    }
    seenIn[label] = text;
    float sum = 0f;
    for (int index = 0; index < members.size(); index++) {
      sum += SearchKey.score(members.get(index).scorer().cost(label));
    }
    final long key = LeastKeys.ofScore(sum / members.size(), label);
    if (key < best.bar()) {
      best.add(key);
    }
  }

  /** True if no label that is not a candidate can be among the best. */
  private boolean isExact(final float threshold) {
    float sum = 0f;
    int full = 0;
    for (int index = 0; index < members.size(); index++) {
      sum += members.get(index).leftOut(threshold);
      full += members.get(index).best().isFull() ? 1 : 0;
    }
    return full == 0 || best.bar() < LeastKeys.ofScore(sum / members.size(), 0);
  }
}
