package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.CountingArena;
import io.labelstream.fixture.WrappedArena;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelTreePlanTest {
  /** An arena that has numbers behind each table which read as a node that fits well, with a label that does not exist. */
  private static final class Surrounded extends WrappedArena {
    private static final int BEHIND_BYTES = 8192;
    private static final float NUMBER = -1f;

    @Override
    public MemorySegment allocate(final long bytes, final long alignment) {
      final MemorySegment memory = super.allocate(bytes + BEHIND_BYTES, alignment);
      for (long at = bytes + 3 & -4; at < bytes + BEHIND_BYTES - 4; at += 4) {
        memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, NUMBER);
      }
      return memory.asSlice(0, bytes);
    }
  }

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

  @ParameterizedTest
  @EnumSource
  void shouldLeaveWeightsInPagesOfAMappedFile(final Precision precision, @TempDir final Path folder) throws Exception {
    final byte[] file = RandomLabelTrees.file(new RandomLabelTrees(9).labels(200).features(500).mostChildren(100).trees(2).words(), precision);
    final CountingArena arena = new CountingArena();
    try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("model"), file));
        LabelTreeArtifact artifact = new LabelTreeFamily().read(ModelBytes.of(channel, 0))) {
      final long entries = artifact.description().parts().stream().filter(part -> part.name().endsWith(".entries")).mapToLong(ModelDescription.Part::bytes).sum();
      final LabelTreePlan plan = (LabelTreePlan) artifact.plan(ModelOptions.defaults());

      try (LabelTreeClassifier classifier = plan.open(arena)) {
        assertThat(plan.memory().residentBytes()).isEqualTo(arena.bytes());
        assertThat(classifier.memory()).isEqualTo(plan.memory());
        assertThat(plan.memory().parts()).contains(new ModelMemory.Part("weights", ModelMemory.Kind.MAPPED, entries));
      }
    }
  }

  /** Nobody is to write to such a file; who does gets wrong labels, and must not make us read what is not ours. */
  @Test
  void shouldStayWithinItsTablesWhenAMappedFileIsOverwritten(@TempDir final Path folder) throws Exception {
    final LabelTreeModel model = new RandomLabelTrees(11).labels(40).features(40).link(Link.SIGMOID).words();
    final Path file = Files.write(folder.resolve("model"), RandomLabelTrees.file(model, Precision.INT8));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        LabelTreeArtifact artifact = new LabelTreeFamily().read(ModelBytes.of(channel, 0));
        LabelTreeClassifier mapped = ((LabelTreePlan) artifact.plan(ModelOptions.defaults())).open(new Surrounded())) {
      final ByteBuffer other = ByteBuffer.allocate((int) channel.size());
      Arrays.fill(other.array(), (byte) 0x81);
      channel.write(other, 0);

      for (final SearchRule rule : List.of(new SearchRule.BestFirst(), new SearchRule.Beam(3))) {
        final LabelTreeSession session = mapped.newSession(rule);
        final Predictions predictions = new Predictions(1, 0.9f);
        for (int text = 0; text < 200; text++) {
          session.classify(RandomLabelTrees.text(new Random(text), 40, 10), predictions);

          for (int rank = 0; rank < predictions.count(); rank++) {
            assertThat(predictions.label(rank)).isBetween(0, 39);
          }
        }
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

      assertThat(mapped.memory().parts()).extracting(ModelMemory.Part::name)
          .containsExactly("features", "nodes", "weights", "weights, by feature", "labels", "labels, starts");
      assertThat(mapped.memory().mappedBytes()).isPositive();
      assertThat(predictions.count()).isEqualTo(5);
      for (int rank = 0; rank < 5; rank++) {
        assertThat(predictions.label(rank)).isEqualTo(expected.label(rank));
        assertThat(predictions.score(rank)).isEqualTo(expected.score(rank));
      }
    }
  }
}
