package io.labelstream.train.labeltree.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.model.labeltree.LabelTreeFamily;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained model through the contract of compression, from file to file. */
class LabelTreeCompressionTest {
  private static final int LABELS = 40;
  private static final int NOISE = 3000;
  private static final Settings SMALL_LEAVES = Settings.usual().with(LabelTreeSettings.LEAF_LABELS, 8);

  private final LabelTreeTraining family = new LabelTreeTraining();

  @TempDir
  private Path folder;

  @Test
  void shouldKeepTheWordsThatTellLabelsWithinTheLimit() throws Exception {
    // Given
    final ExampleList texts = texts(1, 4000);
    final Path full = folder.resolve("full.safetensors");
    try (TrainedModel trained = family.train(new TrainingJob(texts, Optional.empty(), SMALL_LEAVES, Progress.NONE));
        FileChannel out = FileChannel.open(full, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      trained.writeTo(out);
    }
    final long limit = Files.size(full) / 10;
    final Path small = folder.resolve("small.safetensors");
    // When
    final List<CompressionStage> stages;
    try (LabelTreeArtifact model = read(full);
        CompressedModel compressed = family.compression().orElseThrow().compress(new CompressionJob(
            model, Optional.of(texts), Optional.of(texts(2, 500)), family.forms().getFirst(), Settings.usual().with(Compression.SIZE, limit), _ -> {}));
        FileChannel out = FileChannel.open(small, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      compressed.writeTo(Metadata.none(), out);
      stages = compressed.stages();
    }
    // Then
    assertThat(Files.size(small)).isBetween(limit / 2, limit);
    assertThat(stages.getFirst().accuracy()).isGreaterThan(0.9);
    assertThat(stages.getLast().accuracy()).isGreaterThan(stages.getFirst().accuracy() - 0.05);
    try (LabelTreeArtifact model = read(small)) {
      assertThat(model.model().labels().length).isEqualTo(LABELS);
    }
  }

  private static LabelTreeArtifact read(final Path file) throws Exception {
    return new LabelTreeFamily().read(ModelBytes.of(file));
  }

  /** Texts that name their label among words that tell nothing. */
  private static ExampleList texts(final long seed, final int count) {
    final Random random = new Random(seed);
    final ExampleList texts = new ExampleList();
    for (int text = 0; text < count; text++) {
      final int label = random.nextInt(LABELS);
      final String noise = IntStream.range(0, 6).mapToObj(_ -> "noise" + random.nextInt(NOISE)).collect(Collectors.joining(" "));
      texts.add(noise + " word" + label, "label" + label);
    }
    return texts;
  }
}
