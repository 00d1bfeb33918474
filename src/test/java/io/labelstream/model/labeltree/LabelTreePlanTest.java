package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.CountingArena;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelTreePlanTest {

  @ParameterizedTest
  @EnumSource
  void shouldSayToTheByteWhatIsHeld(final Precision precision) throws Exception {
    final byte[] file = RandomLabelTrees.file(new RandomLabelTrees(9).labels(200).features(500).mostChildren(100).trees(2).words(), precision);
    final CountingArena arena = new CountingArena();
    try (LabelTreeArtifact artifact = OpenedModels.read(file)) {
      final LabelTreePlan plan = (LabelTreePlan) artifact.plan(ModelOptions.defaults());

      try (LabelTreeClassifier classifier = plan.open(arena)) {
        assertThat(plan.memory().residentBytes()).isEqualTo(arena.bytes());
        assertThat(classifier.memory()).isEqualTo(plan.memory());
        assertThat(plan.memory().parts()).extracting(ModelMemory.Part::name).containsExactly("features", "nodes", "weights", "labels");
      }
    }
  }
}
