package io.labelstream.train.labeltree.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.labeltree.FeatureSpace;
import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.RandomLabelTrees;
import io.labelstream.model.labeltree.TreeShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Smaller models keep the classifiers on the path to each label, with the weights that are kept, by the keys of features. */
class SmallerModelsTest {

  @Property(tries = 300)
  void shouldKeepThePathsOfCommonLabels(
      @ForAll @IntRange(min = 2, max = 40) final int labels, @ForAll @IntRange(min = 1, max = 3) final int trees, @ForAll final long seed) {
    // Given
    final LabelTreeModel model = new RandomLabelTrees(seed).labels(labels).trees(trees).fill(0.1).sparse();
    final int minTexts = Arrays.stream(model.labelTexts()).sorted().toArray()[labels / 2];
    // When
    final LabelTreeModel common = SmallerModels.withLabels(model, minTexts);
    // Then
    final Map<String, List<Map<Long, Float>>> expected = paths(model, Float.NEGATIVE_INFINITY);
    for (int label = 0; label < labels; label++) {
      if (model.labelTexts()[label] < minTexts) {
        expected.remove(name(model, label));
      }
    }
    assertThat(paths(common, Float.NEGATIVE_INFINITY)).isEqualTo(expected);
    assertThat(Arrays.stream(common.labelTexts()).min().getAsInt()).isGreaterThanOrEqualTo(minTexts);
    assertThat(common.texts()).isEqualTo(model.texts());
    assertThat(common == model || isEachFeatureUsed(common)).isTrue();
  }

  @Property(tries = 300)
  void shouldKeepTheGreatestWeights(
      @ForAll @IntRange(min = 2, max = 40) final int labels, @ForAll @IntRange(max = 200) final int weights, @ForAll final long seed) {
    // Given
    final LabelTreeModel model = new RandomLabelTrees(seed).labels(labels).trees(2).fill(0.3).words();
    final WeightRanking ranking = WeightRanking.byMagnitude(model);
    final int kept = Math.min(weights, ranking.weights());
    // When
    final LabelTreeModel thin = SmallerModels.withWeights(model, ranking, ranking.least(kept));
    // Then
    assertThat(paths(thin, Float.NEGATIVE_INFINITY)).isEqualTo(paths(model, ranking.least(kept)));
    assertThat(thin.trees().stream().flatMap(tree -> Arrays.stream(tree.weights())).mapToInt(node -> node.features().length).sum()).isEqualTo(kept);
    assertThat(isEachFeatureUsed(thin)).isTrue();
  }

  /** For each label, by its name, the weights of the nodes on its paths, by the keys of features, with the factor and the bias. */
  private static Map<String, List<Map<Long, Float>>> paths(final LabelTreeModel model, final float leastMagnitude) {
    final Map<String, List<Map<Long, Float>>> paths = new HashMap<>();
    for (int label = 0; label < model.labels().length; label++) {
      final List<Map<Long, Float>> path = new ArrayList<>();
      for (final LabelTree tree : model.trees()) {
        for (int node = tree.shape().terminal(label); node > 0; node = parent(tree.shape(), node)) {
          path.add(weights(tree.weights()[node], model.features(), leastMagnitude));
        }
      }
      paths.put(name(model, label), path);
    }
    return paths;
  }

  private static Map<Long, Float> weights(final NodeWeights node, final FeatureSpace space, final float leastMagnitude) {
    final Map<Long, Float> weights = new TreeMap<>();
    weights.put(-1L, node.bias());
    for (int index = 0; index < node.features().length; index++) {
      final int feature = node.features()[index];
      if (Math.abs(node.weights()[index]) >= leastMagnitude) {
        weights.put(space.keys()[feature], node.weights()[index] * space.factors()[feature]);
      }
    }
    return weights;
  }

  private static int parent(final TreeShape shape, final int node) {
    int parent = 0;
    while (node < shape.firstChild(parent) || node >= shape.firstChild(parent) + shape.childCount(parent)) {
      parent++;
    }
    return parent;
  }

  private static String name(final LabelTreeModel model, final int label) {
    return new String(model.labels()[label], StandardCharsets.UTF_8);
  }

  private static boolean isEachFeatureUsed(final LabelTreeModel model) {
    return model.trees().stream().flatMap(tree -> Arrays.stream(tree.weights())).flatMapToInt(node -> Arrays.stream(node.features())).distinct().count()
        == model.features().size();
  }
}
