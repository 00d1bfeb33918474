package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.Predictions;

/**
 * Hierarchical softmax: the probability of a label is the product of the decisions on the way to its leaf.
 *
 * <p>The likelier child is visited first, so that the bar rises early and few nodes are visited; branches that cannot reach it any more are cut. The reference
 * visits the left child first and comes to the same labels. It also adds logarithms where this multiplies, which only matters for labels right at the
 * threshold: with a threshold of 0, these are in every branch whose first decision rounds to 0.
 */
record HierarchicalOutput(HuffmanTree tree, Decisions decisions) implements OutputLayer {
  /** Far more than the rounding errors of either computation add up to. */
  private static final float DOUBTFUL = 1e-4f;

  @Override
  public int scratchSize() {
    // Holds the decisions, a stack of nodes still to be visited, each with its probability, and the path to one node.
    return pathStart() + tree.depth() + 1;
  }

  private int stackStart() {
    return decisions.scratchSize();
  }

  private int pathStart() {
    return stackStart() + 2 * (tree.depth() + 1);
  }

  @Override
  public void score(final float[] hidden, final OutputScratch scratch, final Predictions predictions) {
    final float[] stack = scratch.outputs();
    final TopLabels top = scratch.top();
    top.start(predictions.capacity());
    decisions.start(hidden, scratch);
    final int labels = tree.labels();
    final int empty = stackStart();
    int end = empty;
    int node = tree.root();
    float probability = 1f;
    while (true) {
      if (probability >= top.bar() && reaches(predictions.threshold(), probability, node, hidden, scratch)) {
        if (node >= labels) {
          final float product = decisions.product(node - labels, hidden, scratch);
          final long children = tree.children(node);
          final float right = Kernels.sigmoid(product);
          final float rightProbability = (float) (probability * (right + SCORE_RAISE));
          final float leftProbability = (float) (probability * (1.0 - right + SCORE_RAISE));
          // The sign is known long before the probability: a wrongly predicted branch on the latter would be noticed late.
          if (product > 0f) {
            stack[end] = Float.intBitsToFloat(HuffmanTree.left(children));
            stack[end + 1] = leftProbability;
            node = HuffmanTree.right(children);
            probability = rightProbability;
          } else {
            stack[end] = Float.intBitsToFloat(HuffmanTree.right(children));
            stack[end + 1] = rightProbability;
            node = HuffmanTree.left(children);
            probability = leftProbability;
          }
          end += 2;
          continue;
        }
        top.add(probability, node);
      }
      if (end == empty) {
        break;
      }
      probability = stack[--end];
      node = Float.floatToRawIntBits(stack[--end]);
    }
    top.finish(predictions, 0);
  }

  private boolean reaches(final float threshold, final float probability, final int node, final float[] hidden, final OutputScratch scratch) {
    final float least = (float) (threshold + SCORE_RAISE);
    if (Math.abs(probability - least) > least * DOUBTFUL) {
      return probability > least;
    }
    return logarithm(node, hidden, scratch) >= (float) StrictMath.log(threshold + SCORE_RAISE);
  }

  /** The logarithm of a node's probability, rounded as the reference rounds it. */
  private float logarithm(final int node, final float[] hidden, final OutputScratch scratch) {
    final float[] path = scratch.outputs();
    int end = pathStart();
    for (int step = node; step != tree.root(); step = tree.parent(step)) {
      path[end++] = Float.intBitsToFloat(step);
    }
    float sum = 0;
    int from = tree.root();
    while (end > pathStart()) {
      final int to = Float.floatToRawIntBits(path[--end]);
      final float right = Kernels.sigmoid(decisions.product(from - tree.labels(), hidden, scratch));
      final float decision = to == HuffmanTree.right(tree.children(from)) ? right : (float) (1.0 - right);
      sum += (float) StrictMath.log(decision + SCORE_RAISE);
      from = to;
    }
    return sum;
  }
}
