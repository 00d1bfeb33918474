package io.labelstream.train.labeltree.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.labeltree.Link;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.FeatureMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Beams against a plain search that holds the cost of every node. */
class MatchedTextsTest {
  private static final int CHILDREN = 12;
  private static final int TEXTS = 50;
  private static final int FEATURES = 20;
  private static final int WIDTH = 10;

  @Test
  void shouldKeepTheTenBestNodesOfEachLevel() {
    // Given
    final TreeShape shape = shape();
    final Random random = new Random(1);
    final NodeWeights[] weights = IntStream.range(0, shape.nodes()).mapToObj(node -> weights(random)).toArray(NodeWeights[]::new);
    final FeatureMatrix features = texts(random);
    final MatchedTexts matched = new MatchedTexts(features, shape, Link.SIGMOID);
    try (Workers workers = new Workers(2)) {
      // When
      matched.descend(weights, workers);
      matched.descend(weights, workers);
    }
    // Then
    final int[][] byNode = matched.byNode();
    for (int text = 0; text < TEXTS; text++) {
      final int number = text;
      assertThat(IntStream.range(0, shape.nodes()).filter(node -> Arrays.binarySearch(byNode[node], number) >= 0).boxed())
          .containsExactlyInAnyOrderElementsOf(plainBeam(features, text, weights, shape));
    }
  }

  /** A root with twelve children; the first has none, the others twelve each. */
  private static TreeShape shape() {
    final int[] counts = new int[1 + CHILDREN + (CHILDREN - 1) * CHILDREN];
    Arrays.fill(counts, 0, 1 + CHILDREN, CHILDREN);
    counts[1] = 0;
    return TreeShape.of(counts, IntStream.range(0, 1 + (CHILDREN - 1) * CHILDREN).toArray());
  }

  private static NodeWeights weights(final Random random) {
    final int[] features = IntStream.range(0, FEATURES).filter(feature -> random.nextInt(3) > 0).toArray();
    final float[] weights = new float[features.length];
    for (int at = 0; at < weights.length; at++) {
      weights[at] = (float) random.nextGaussian();
    }
    return new NodeWeights(features, weights, (float) random.nextGaussian());
  }

  private static FeatureMatrix texts(final Random random) {
    final int[] starts = IntStream.rangeClosed(0, TEXTS).map(text -> 2 * text).toArray();
    final int[] features = new int[2 * TEXTS];
    final float[] values = new float[2 * TEXTS];
    for (int text = 0; text < TEXTS; text++) {
      features[2 * text] = random.nextInt(FEATURES / 2);
      features[2 * text + 1] = FEATURES / 2 + random.nextInt(FEATURES / 2);
      values[2 * text] = random.nextFloat();
      values[2 * text + 1] = random.nextFloat();
    }
    return new FeatureMatrix(starts, features, values, FEATURES);
  }

  private static List<Integer> plainBeam(final FeatureMatrix features, final int text, final NodeWeights[] weights, final TreeShape shape) {
    final double[] costs = new double[shape.nodes()];
    List<Integer> beam = List.of(0);
    for (int level = 0; level < 2; level++) {
      final List<Integer> next = new ArrayList<>();
      for (final int node : beam) {
        for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
          costs[child] = costs[node] + Link.SIGMOID.cost(margin(features, text, weights[child]));
          next.add(child);
        }
        if (shape.childCount(node) == 0) {
          next.add(node);
        }
      }
      beam = next.stream().sorted(Comparator.comparingDouble(node -> costs[node])).limit(WIDTH).toList();
    }
    return beam;
  }

  private static float margin(final FeatureMatrix features, final int text, final NodeWeights node) {
    float margin = node.bias();
    for (int at = features.starts()[text]; at < features.starts()[text + 1]; at++) {
      final int place = Arrays.binarySearch(node.features(), features.features()[at]);
      margin += place < 0 ? 0 : node.weights()[place] * features.values()[at];
    }
    return margin;
  }
}
