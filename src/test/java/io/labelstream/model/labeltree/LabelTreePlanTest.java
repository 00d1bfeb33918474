package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.CountingArena;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void shouldOutliveAMappedFile(@TempDir final Path folder) throws Exception {
    final byte[] file = RandomLabelTrees.file(new RandomLabelTrees(10).labels(50).features(40).words(), Precision.INT8);
    final Predictions expected = new Predictions(5, 0f);
    try (LabelTreeClassifier copied = OpenedModels.open(OpenedModels.read(file))) {
      copied.newSession().classify("word1 word2 word3", expected);
    }
    final Predictions predictions = new Predictions(5, 0f);
    try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("model"), file));
        LabelTreeClassifier mapped = OpenedModels.open(new LabelTreeFamily().read(ModelBytes.of(channel, 0)))) {
      mapped.newSession().classify("word1 word2 word3", predictions);

      assertThat(mapped.memory().parts()).extracting(ModelMemory.Part::name).containsExactly("features", "nodes", "weights", "labels", "labels, starts");
      assertThat(mapped.memory().mappedBytes()).isPositive();
      assertThat(predictions.count()).isEqualTo(5);
      for (int rank = 0; rank < 5; rank++) {
        assertThat(predictions.label(rank)).isEqualTo(expected.label(rank));
        assertThat(predictions.score(rank)).isEqualTo(expected.score(rank));
      }
    }
  }
}
