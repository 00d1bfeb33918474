package io.labelstream.train.labeltree.node;

import io.labelstream.model.labeltree.NodeWeights;
import java.util.Arrays;

/** Trains the classifiers of single nodes. Holds memory for the next one; not thread-safe. */
final class NodeTrainer {
  /** A margin at which every link gives a probability of nearly 1, and for its negative one of nearly 0. */
  private static final float SURE = 20;

  static final NodeWeights NEVER_ASKED = constant(SURE);

  private final NodeSettings settings;
  private final DualSolver solver;
  private boolean[] positive = new boolean[0];

  NodeTrainer(final NodeSettings settings) {
    this.settings = settings;
    this.solver = settings.loss().solver();
  }

  /**
   * Trains the classifier of a node.
   *
   * @param chunk the texts of the node's parent
   * @param below the numbers of those that have a label below the node, ascending
   */
  NodeWeights train(final Chunk chunk, final int[] below, final long seed) {
    if (below.length == 0) {
      return constant(-SURE);
    }
    final int texts = chunk.texts().length;
    if (below.length == texts) {
      return constant(SURE);
    }
    markPositive(chunk, below);
    final float[] all = solver.solve(chunk.rows(), positive, settings, seed);
    if (settings.leastWeight() == 0) {
      return classifier(chunk, all);
    }
    return classifier(chunk, solver.solveAgain(chunk.rows().only(all, settings.leastWeight()), positive, settings));
  }

  /** Trains the classifier of a node again, with the features alone that it weighs; one that depends on no text stays as it is. */
  NodeWeights retrain(final Chunk chunk, final int[] below, final NodeWeights former, final long seed) {
    if (below.length == 0 || below.length == chunk.texts().length) {
      return former;
    }
    markPositive(chunk, below);
    return classifier(chunk, solver.solve(chunk.rows().only(weighed(chunk, former), 1), positive, settings, seed));
  }

  /** For each feature of the texts 1 if the classifier weighs it, else 0. */
  private static float[] weighed(final Chunk chunk, final NodeWeights classifier) {
    final float[] weighed = new float[chunk.features().length];
    int next = 0;
    for (int number = 0; number < weighed.length; number++) {
      while (next < classifier.features().length && classifier.features()[next] < chunk.features()[number]) {
        next++;
      }
      weighed[number] = next < classifier.features().length && classifier.features()[next] == chunk.features()[number] ? 1 : 0;
    }
    return weighed;
  }

  private void markPositive(final Chunk chunk, final int[] below) {
    final int texts = chunk.texts().length;
    positive = positive.length < texts ? new boolean[texts] : positive;
    int next = 0;
    for (int row = 0; row < texts; row++) {
      positive[row] = next < below.length && chunk.texts()[row] == below[next];
      next += positive[row] ? 1 : 0;
    }
  }

  private static NodeWeights constant(final float bias) {
    return new NodeWeights(new int[0], new float[0], bias);
  }

  private static NodeWeights classifier(final Chunk chunk, final float[] weights) {
    final int[] features = new int[chunk.features().length];
    final float[] known = new float[features.length];
    int count = 0;
    for (int number = 0; number < features.length; number++) {
      if (weights[number] != 0) {
        features[count] = chunk.features()[number];
        known[count++] = weights[number];
      }
    }
    return new NodeWeights(Arrays.copyOf(features, count), Arrays.copyOf(known, count), weights[features.length]);
  }
}
