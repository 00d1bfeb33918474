package io.labelstream.train.labeltree.node;

import io.labelstream.model.labeltree.Link;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.FeatureMatrix;
import java.util.Arrays;

/** The training texts that come to each node when a beam searches the upper levels of a tree, which are trained, for their labels. */
final class MatchedTexts {
  /** As many as a search usually needs. */
  private static final int WIDTH = 10;

  private static final int NONE = -1;
  private static final int BLOCK = 1 << 12;

  private final FeatureMatrix features;
  private final TreeShape shape;
  private final Link link;
  /** The beam of each text, by falling probability. */
  private final int[] nodes;
  private final float[] costs;

  MatchedTexts(final FeatureMatrix features, final TreeShape shape, final Link link) {
    this.features = features;
    this.shape = shape;
    this.link = link;
    this.nodes = new int[Math.multiplyExact(features.rows(), WIDTH)];
    this.costs = new float[nodes.length];
    Arrays.fill(nodes, NONE);
    for (int row = 0; row < features.rows(); row++) {
      nodes[row * WIDTH] = 0;
    }
  }

  /** Moves the beams down by one level, of which the classifiers are trained. */
  void descend(final NodeWeights[] weights, final Workers workers) {
    final ChunkWeights[] chunks = new ChunkWeights[shape.nodes()];
    final boolean[] reached = new boolean[shape.nodes()];
    for (final int node : nodes) {
      if (node >= 0) {
        reached[node] = shape.childCount(node) > 0;
      }
    }
    workers.forEach(chunks.length, node -> {
      if (reached[node]) {
        chunks[node] = ChunkWeights.of(Arrays.copyOfRange(weights, shape.firstChild(node), shape.firstChild(node) + shape.childCount(node)));
      }
    });
    workers.forEach((features.rows() + BLOCK - 1) / BLOCK, block -> {
      final Best best = new Best();
      for (int row = block * BLOCK; row < Math.min((block + 1) * BLOCK, features.rows()); row++) {
        descend(row, chunks, best);
      }
    });
  }

  private void descend(final int row, final ChunkWeights[] chunks, final Best best) {
    best.count = 0;
    for (int at = row * WIDTH; at < (row + 1) * WIDTH && nodes[at] != NONE; at++) {
      final int node = nodes[at];
      if (shape.childCount(node) == 0) {
        best.add(node, costs[at]);
        continue;
      }
      chunks[node].margins(features.features(), features.values(), features.starts()[row], features.starts()[row + 1], best.margins);
      for (int child = 0; child < shape.childCount(node); child++) {
        best.add(shape.firstChild(node) + child, costs[at] + link.cost(best.margins[child]));
      }
    }
    System.arraycopy(best.nodes, 0, nodes, row * WIDTH, best.count);
    System.arraycopy(best.costs, 0, costs, row * WIDTH, best.count);
  }

  /** The texts that have each node in their beam, ascending. */
  int[][] byNode() {
    final int[] counts = new int[shape.nodes()];
    for (final int node : nodes) {
      if (node != NONE) {
        counts[node]++;
      }
    }
    final int[][] texts = new int[shape.nodes()][];
    Arrays.setAll(texts, node -> new int[counts[node]]);
    Arrays.fill(counts, 0);
    for (int at = 0; at < nodes.length; at++) {
      if (nodes[at] != NONE) {
        texts[nodes[at]][counts[nodes[at]]++] = at / WIDTH;
      }
    }
    return texts;
  }

  /** The nodes of least cost, sorted; of equal ones those that came first. */
  private static final class Best {
    private final int[] nodes = new int[WIDTH];
    private final float[] costs = new float[WIDTH];
    private final float[] margins = new float[TreeShape.MOST_CHILDREN];
    private int count;

    void add(final int node, final float cost) {
      if (count == WIDTH && cost >= costs[WIDTH - 1]) {
        return;
      }
      int at = count < WIDTH ? count++ : WIDTH - 1;
      for (; at > 0 && costs[at - 1] > cost; at--) {
        costs[at] = costs[at - 1];
        nodes[at] = nodes[at - 1];
      }
      costs[at] = cost;
      nodes[at] = node;
    }
  }
}
