package io.labelstream.train.inception.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.cluster.LabelClusters;
import org.junit.jupiter.api.Test;

class LabelGroupsTest {
  private static final float[] LOGITS = {0f, -3f, 2f, 0f, -1f};
  private final LabelGroups groups = LabelGroups.of(new LabelClusters(new int[] {4, 0, 2, 1, 0, 3, 2, 0}, 5));

  @Test
  void shouldKeepTheBestClustersAndOfEqualOnesTheFirst() {
    assertThat(groups.best(LOGITS, 2, new int[0])).containsExactly(0, 2);
  }

  @Test
  void shouldForceClustersInWhateverTheirLogitsAre() {
    assertThat(groups.best(LOGITS, 3, new int[] {1, 2})).containsExactly(0, 1, 2);
  }

  @Test
  void shouldKeepMoreWhenMoreAreForcedIn() {
    assertThat(groups.best(LOGITS, 2, new int[] {1, 3, 4})).containsExactly(1, 3, 4);
  }

  @Test
  void shouldKeepAllClusters() {
    assertThat(groups.best(LOGITS, 5, new int[] {1})).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void shouldListTheLabelsOfClusters() {
    assertThat(groups.labels(new int[] {0, 2})).containsExactly(1, 4, 7, 2, 6);
  }

  @Test
  void shouldFindTheClustersOfLabelsOnce() {
    assertThat(groups.clusters(new int[] {7, 2, 1, 0})).containsExactly(0, 2, 4);
  }
}
