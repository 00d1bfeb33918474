package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.CountingArena;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.kernel.Kernels;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastTextPlanTest {
  private static final int KEPT = 3000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES, 1 << 20, 100_000, 0})
  void shouldSayWhatRealModelsHold(final long budget) throws Exception {
    final List<Path> files = new ArrayList<>(List.of(Path.of("models", "lid.176.ftz")));
    files.addAll(list(SharedFiles.need("golden/models")));
    files.addAll(list(SharedFiles.need("data/models")));

    int opened = 0;
    for (final Path file : files) {
      opened += check(file, new ModelOptions(budget)) + checkCompact(file, new ModelOptions(budget));
    }

    assertThat(opened).as("models that could be opened").isGreaterThan(30);
  }

  @ParameterizedTest
  @ValueSource(longs = {ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES, 2_000, 300, 0})
  void shouldSayWhatModelsOfEveryShapeHold(final long budget) throws Exception {
    int opened = 0;
    for (final int loss : new int[] {
        FastTextModelFile.SOFTMAX, FastTextModelFile.HIERARCHICAL_SOFTMAX, FastTextModelFile.NEGATIVE_SAMPLING, FastTextModelFile.ONE_VERSUS_ALL}) {
      for (final boolean normed : new boolean[] {false, true}) {
        opened += check(shape(loss).write(folder), new ModelOptions(budget));
        opened += check(shape(loss).subwords(2, 3).buckets(50).write(folder), new ModelOptions(budget));
        opened += check(shape(loss).subwords(2, 3).buckets(50).keeping(3, 7, 9).quantised(2, normed).quantisedOutput().write(folder), new ModelOptions(budget));
        opened += checkCompact(shape(loss).subwords(2, 3).buckets(50).keeping(3, 7).quantised(2, normed).write(folder), new ModelOptions(budget));
        opened += check(shape(loss).wordNgrams(2).buckets(50_000_000).keeping(3, 40_000_000).quantised(2, normed).write(folder), new ModelOptions(budget));
      }
    }

    assertThat(opened).isEqualTo(40);
  }

  @Test
  void shouldCountTreesOfMoreNodesThanAreDecidedAtOnce() throws Exception {
    final String[] labels = Stream.iterate(0, label -> label + 1).limit(400).map(label -> "__label__" + label).toArray(String[]::new);
    final FastTextModelFile model = new FastTextModelFile(1).loss(FastTextModelFile.HIERARCHICAL_SOFTMAX).labels(labels);

    final int opened = check(model.write(folder), ModelOptions.defaults());

    assertThat(opened).isEqualTo(1);
  }

  @Test
  void shouldLeaveTheCodesOfLargeCompactFilesInTheFile() throws Exception {
    final byte[] compact = CompactModels.of(pruned().bytes());

    final ModelMemory memory = checkMapped(compact);

    assertThat(memory.mappedBytes()).isEqualTo((4 + KEPT) * (2 + 1));
    assertThat(memory.residentBytes()).isLessThan(compact.length);
  }

  @Test
  void shouldCopyTheCodesOfLargeFilesWhoseRowsAreInAnotherOrder() throws Exception {
    final ModelMemory memory = checkMapped(pruned().bytes());

    assertThat(memory.mappedBytes()).isEqualTo(4 * (2 + 1));
  }

  private static FastTextModelFile pruned() {
    return new FastTextModelFile(1).dimensions(4).wordNgrams(2).buckets(10_000).quantised(2, true).keeping(IntStream.range(0, KEPT).map(i -> 3 * i).toArray());
  }

  /** As for a file that is too large to be copied. */
  private ModelMemory checkMapped(final byte[] model) throws Exception {
    try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("model"), model))) {
      return check(ModelBytes.of(channel, 0), new ModelOptions(0));
    }
  }

  private static FastTextModelFile shape(final int loss) {
    return new FastTextModelFile(loss).loss(loss).words("</s>", "alpha", "a word of far more than sixteen bytes".replace(' ', '-'), "beta");
  }

  private static int check(final Path file, final ModelOptions options) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      check(ModelBytes.of(channel), options);
      return 1;
    } catch (final ModelRefusedException refused) {
      return 0;
    }
  }

  /** Opens a model by its plan, which must say what is allocated but for what vectors read beyond a table. */
  private static ModelMemory check(final ModelBytes bytes, final ModelOptions options) throws IOException, ModelRefusedException {
    final CountingArena arena = new CountingArena();
    try (ModelArtifact artifact = ModelLoader.read(bytes)) {
      final FastTextPlan plan = (FastTextPlan) artifact.plan(options);
      try (TextClassifier classifier = FastTextBuilder.build(plan, arena)) {
        final long most = plan.memory().residentBytes() + (long) arena.segments() * Kernels.OVERREAD_BYTES;
        assertThat(arena.bytes()).as("%s", plan.memory()).isBetween(plan.memory().residentBytes(), most);
        assertThat(classifier.memory()).isEqualTo(plan.memory());
        assertThat(classifier.description()).isEqualTo(artifact.description());
        return plan.memory();
      }
    }
  }

  private int checkCompact(final Path original, final ModelOptions options) throws IOException {
    try {
      return check(Files.write(folder.resolve("compact.safetensors"), CompactModels.of(Files.readAllBytes(original))), options);
    } catch (final ModelRefusedException refused) {
      return 0;
    }
  }

  private static List<Path> list(final Path models) throws IOException {
    try (Stream<Path> files = Files.list(models)) {
      return files.sorted().toList();
    }
  }
}
