package io.labelstream.train.labeltree.family;

import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.train.Progress;
import io.labelstream.train.labeltree.PassedOver;
import io.labelstream.train.labeltree.TrainingTexts;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Reports the progress of training in words. For the thread that trains. */
final class TreeProgress {
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

  private final Progress progress;
  private final int trees;
  private final long start = System.nanoTime();
  private long next = start;

  TreeProgress(final Progress progress, final int trees) {
    this.progress = progress;
    this.trees = trees;
  }

  /** All texts were read. */
  void read(final TrainingTexts texts) {
    final PassedOver left = texts.passedOver();
    final StringBuilder line = new StringBuilder(String.format(
        Locale.ROOT, "%,d texts with %,d labels and %,d features", texts.features().rows(), texts.names().size(), texts.space().size()));
    add(line, left.withoutLabel(), "text", "without label");
    add(line, left.withoutFeature(), "text", "without feature");
    add(line, left.rareLabelsOnly(), "text", "with too rare labels only");
    add(line, left.rareLabels(), "label", "of too few texts");
    progress.over(line.toString());
  }

  private static void add(final StringBuilder line, final int count, final String thing, final String which) {
    if (count > 0) {
      line.append(String.format(Locale.ROOT, ", without %,d %s%s %s", count, thing, count == 1 ? "" : "s", which));
    }
  }

  /** The labels of a tree are being divided. */
  void dividing(final int tree) {
    at(tree, 0, "dividing labels");
  }

  /** Some of the nodes of a tree were trained. */
  void training(final int tree, final double fraction) {
    if (System.nanoTime() - next >= 0) {
      next = System.nanoTime() + INTERVAL;
      at(tree, fraction, "training nodes");
    }
  }

  private void at(final int tree, final double fraction, final String figures) {
    final double done = (tree + fraction) / trees;
    final double nanos = done > 0 ? (System.nanoTime() - start) / done * (1 - done) : 0;
    progress.at(new Progress.State(step(tree), done, figures, Duration.ofNanos((long) nanos)));
  }

  /** A tree was trained. */
  void trained(final int tree, final LabelTree trained) {
    progress.over(String.format(Locale.ROOT, "%s: %,d nodes, depth %d, %,d weights", step(tree), trained.shape().nodes(), trained.shape().depth(),
        TrainedLabelTree.weights(trained)));
  }

  private String step(final int tree) {
    return "tree " + (tree + 1) + " of " + trees;
  }
}
