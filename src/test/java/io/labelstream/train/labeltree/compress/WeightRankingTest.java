package io.labelstream.train.labeltree.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.FeatureSpace;
import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Link;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.SearchRule;
import io.labelstream.model.labeltree.SparseTerms;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.model.labeltree.Weighting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightRankingTest {

  @Test
  void shouldRankByTheTextsThatComeToANode() throws Exception {
    // Given: a root with the label a and a node, which has the labels b and c
    final NodeWeights none = new NodeWeights(new int[0], new float[0], 0);
    final NodeWeights both = new NodeWeights(new int[] {0, 1}, new float[] {1, -2}, 0);
    final LabelTree tree = new LabelTree(TreeShape.of(new int[] {2, 0, 2, 0, 0}, new int[] {0, 1, 2}), new NodeWeights[] {none, both, both, both, none});
    final FeatureSpace space = FeatureSpace.of(new FeatureSettings(new SparseTerms(), Weighting.GIVEN), new long[] {0, 1}, new float[] {1, 1});
    final byte[][] names = {utf8("a"), utf8("b"), utf8("c")};
    final LabelTreeModel model = new LabelTreeModel(space, names, new int[] {1, 1, 1}, 3, List.of(tree), Link.CUBED_HINGE, new SearchRule.BestFirst());
    final ExampleList texts = new ExampleList().add("0:3", "a").add("0:4 1:1", "c", "c", "b").add("1:9", "unknown").add("0:0", "b", "a");
    // When
    final WeightRanking ranking = WeightRanking.of(model, ModelTexts.of(texts, model), 0.5);
    // Then
    final float[][] expected = {{}, {5, 2}, {5, 2}, {4, 2}, {}};
    for (int node = 0; node < expected.length; node++) {
      assertThat(ranking.ranks()[0][node]).containsExactly(expected[node], offset(1e-2f));
    }
    assertThat(ranking.weights()).isEqualTo(6);
    assertThat(ranking.least(2)).isCloseTo(5, offset(1e-2f));
    assertThat(ranking.least(3)).isCloseTo(4, offset(1e-2f));
    assertThat(ranking.least(0)).isInfinite();
  }

  private static byte[] utf8(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
