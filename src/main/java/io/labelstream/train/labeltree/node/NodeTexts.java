package io.labelstream.train.labeltree.node;

import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.cluster.LabelMatrix;
import java.util.Arrays;

/**
 * The texts that have a label below each node.
 *
 * @param rows by the number of the node, ascending; the array is not copied and not to be written to
 */
public record NodeTexts(int[][] rows) {
  public static NodeTexts of(final LabelMatrix labels, final TreeShape shape) {
    final int[] parents = parents(shape);
    final int[] counts = new int[shape.nodes()];
    visit(labels, shape, parents, (node, row) -> counts[node]++);
    final int[][] rows = new int[shape.nodes()][];
    Arrays.setAll(rows, node -> new int[counts[node]]);
    Arrays.fill(counts, 0);
    visit(labels, shape, parents, (node, row) -> rows[node][counts[node]++] = row);
    return new NodeTexts(rows);
  }

  private static int[] parents(final TreeShape shape) {
    final int[] parents = new int[shape.nodes()];
    parents[0] = -1;
    for (int node = 0; node < parents.length; node++) {
      Arrays.fill(parents, shape.firstChild(node), shape.firstChild(node) + shape.childCount(node), node);
    }
    return parents;
  }

  private static void visit(final LabelMatrix labels, final TreeShape shape, final int[] parents, final Visitor visitor) {
    final int[] last = new int[parents.length];
    Arrays.fill(last, -1);
    for (int row = 0; row < labels.rows(); row++) {
      for (int at = labels.starts()[row]; at < labels.starts()[row + 1]; at++) {
        // A node that has the text already, has passed it on to all nodes above.
        for (int node = shape.terminal(labels.labels()[at]); node >= 0 && last[node] != row; node = parents[node]) {
          last[node] = row;
          visitor.accept(node, row);
        }
      }
    }
  }

  private interface Visitor {
    void accept(int node, int row);
  }
}
