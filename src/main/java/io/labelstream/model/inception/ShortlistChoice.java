package io.labelstream.model.inception;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;
import io.labelstream.model.inception.Shortlist.Ranking;
import java.util.Arrays;

/** The best labels of the best clusters. */
final class ShortlistChoice implements LabelChoice {
  private static final int PANEL = MatrixKernels.PANEL;

  private final OpenedShortlist shortlist;
  private final OpenedHead.Scorer clusters;
  private final int clusterCount;
  private final OpenedHead.Scorer labels;
  private final int labelCount;
  private final LeastKeys best = new LeastKeys();
  /** A bit for each cluster: set if its labels are scored. */
  private final long[] chosen;

  ShortlistChoice(final OpenedHead head, final OpenedShortlist shortlist) {
    this.shortlist = shortlist;
    this.clusters = shortlist.clusters().newScorer();
    this.clusterCount = shortlist.clusters().outputs().count();
    this.labels = head.newScorer();
    this.labelCount = head.outputs().count();
    this.chosen = new long[clusterCount / Long.SIZE + 1];
  }

  @Override
  public void choose(final float[] features, final Predictions predictions) {
    clusters.take(features);
    best.start(shortlist.kept(), Long.MAX_VALUE);
    final float[] clusterLogits = clusters.scoreAll(best);
    Arrays.fill(chosen, 0);
    for (int index = 0; index < best.count(); index++) {
      final int cluster = LeastKeys.id(best.key(index));
      chosen[cluster / Long.SIZE] |= 1L << cluster;
    }
    labels.take(features);
    final float[] logits = scoreChosen();
    best.start(Math.min(predictions.capacity(), labelCount), Long.MAX_VALUE);
    if (shortlist.ranking() == Ranking.LABEL) {
      addLogits(logits);
      LabelChoice.appendLogits(best, predictions);
    } else {
      addProducts(logits, clusterLogits, predictions.threshold());
      best.sort();
      for (int rank = 0; rank < best.count(); rank++) {
        predictions.append(LeastKeys.id(best.key(rank)), LeastKeys.score(best.key(rank)));
      }
    }
  }

  /** The next chosen cluster from {@code from} on; the number of clusters if there is none. */
  private int next(final int from) {
    int word = from / Long.SIZE;
    long left = chosen[word] & -1L << from;
    while (left == 0 && ++word < chosen.length) {
      left = chosen[word];
    }
    return left == 0 ? clusterCount : word * Long.SIZE + Long.numberOfTrailingZeros(left);
  }

  /** Scores the blocks that have outputs of chosen clusters, those that follow each other at a time. Some of their outputs are of other clusters. */
  private float[] scoreChosen() {
    int from = 0;
    int to = 0;
    for (int cluster = next(0); cluster < clusterCount; cluster = next(cluster + 1)) {
      final int first = shortlist.start(cluster) / PANEL;
      if (first > to) {
        labels.score(from, to - from);
        from = first;
      }
      to = (shortlist.start(cluster + 1) - 1) / PANEL + 1;
    }
    return labels.score(from, to - from);
  }

  private void addLogits(final float[] logits) {
    float bar = Float.NEGATIVE_INFINITY;
    for (int cluster = next(0); cluster < clusterCount; cluster = next(cluster + 1)) {
      final int end = shortlist.start(cluster + 1);
      for (int output = shortlist.start(cluster); output < end; output++) {
        if (logits[output] >= bar) {
          final long key = LeastKeys.ofNumber(logits[output], shortlist.label(output));
          if (key < best.bar()) {
            best.add(key);
            bar = best.isFull() ? LeastKeys.number(best.bar()) : bar;
          }
        }
      }
    }
  }

  private void addProducts(final float[] logits, final float[] clusterLogits, final float threshold) {
    for (int cluster = next(0); cluster < clusterCount; cluster = next(cluster + 1)) {
      final float factor = Kernels.sigmoid(clusterLogits[cluster]);
      final int end = shortlist.start(cluster + 1);
      for (int output = shortlist.start(cluster); output < end; output++) {
        final float score = factor * Kernels.sigmoid(logits[output]);
        if (score >= threshold) {
          final long key = LeastKeys.ofScore(score, shortlist.label(output));
          if (key < best.bar()) {
            best.add(key);
          }
        }
      }
    }
  }
}
