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

  private final OpenedHead head;
  private final OpenedShortlist shortlist;
  private final float[] inputs;
  private final float[] clusterLogits;
  private final float[] logits;
  private final LeastKeys best = new LeastKeys();
  /** A bit for each cluster: set if its labels are scored. */
  private final long[] chosen;

  ShortlistChoice(final OpenedHead head, final OpenedShortlist shortlist) {
    this.head = head;
    this.shortlist = shortlist;
    this.inputs = head.newInputs();
    this.clusterLogits = shortlist.clusters().newLogits();
    this.logits = head.newLogits();
    this.chosen = new long[shortlist.clusters().outputs() / Long.SIZE + 1];
  }

  @Override
  public void choose(final float[] features, final Predictions predictions) {
    chooseClusters(features);
    head.run(features, inputs);
    multiplyChosen();
    best.start(Math.min(predictions.capacity(), head.outputs()), Long.MAX_VALUE);
    if (shortlist.ranking() == Ranking.LABEL) {
      addLogits();
      LabelChoice.appendLogits(best, predictions);
    } else {
      addProducts(predictions.threshold());
      best.sort();
      for (int rank = 0; rank < best.count(); rank++) {
        predictions.append(LeastKeys.id(best.key(rank)), LeastKeys.score(best.key(rank)));
      }
    }
  }

  private void chooseClusters(final float[] features) {
    final OpenedHead clusters = shortlist.clusters();
    clusters.run(features, inputs);
    best.start(shortlist.kept(), Long.MAX_VALUE);
    clusters.addBest(inputs, clusterLogits, best);
    Arrays.fill(chosen, 0);
    for (int index = 0; index < best.count(); index++) {
      final int cluster = LeastKeys.id(best.key(index));
      chosen[cluster / Long.SIZE] |= 1L << cluster;
    }
  }

  /** The next chosen cluster from {@code from} on; the number of clusters if there is none. */
  private int next(final int from) {
    int word = from / Long.SIZE;
    long left = chosen[word] & -1L << from;
    while (left == 0 && ++word < chosen.length) {
      left = chosen[word];
    }
    return left == 0 ? shortlist.clusters().outputs() : word * Long.SIZE + Long.numberOfTrailingZeros(left);
  }

  /** Multiplies by the panels that have outputs of chosen clusters, those that follow each other at a time. Some of their outputs are of other clusters. */
  private void multiplyChosen() {
    final int clusters = shortlist.clusters().outputs();
    int from = 0;
    int to = 0;
    for (int cluster = next(0); cluster < clusters; cluster = next(cluster + 1)) {
      final int first = shortlist.start(cluster) / PANEL;
      if (first > to) {
        head.output().multiplyRow(inputs, from, to - from, logits);
        from = first;
      }
      to = (shortlist.start(cluster + 1) - 1) / PANEL + 1;
    }
    head.output().multiplyRow(inputs, from, to - from, logits);
  }

  private void addLogits() {
    final int clusters = shortlist.clusters().outputs();
    float bar = Float.NEGATIVE_INFINITY;
    for (int cluster = next(0); cluster < clusters; cluster = next(cluster + 1)) {
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

  private void addProducts(final float threshold) {
    final int clusters = shortlist.clusters().outputs();
    for (int cluster = next(0); cluster < clusters; cluster = next(cluster + 1)) {
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
