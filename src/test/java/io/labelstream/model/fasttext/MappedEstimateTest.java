package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.TextClassifier;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files hold that are too large to be copied. */
class MappedEstimateTest {
  private static final int KEPT = 3000;

  @TempDir private Path folder;

  @Test
  void shouldLeaveTheCodesOfCompactFilesInTheFile() throws Exception {
    // Given
    final byte[] compact = CompactModels.of(model().bytes());
    // When
    final ModelMemory memory = checked(compact);
    // Then
    assertThat(memory.mappedBytes()).isEqualTo((4 + KEPT) * (2 + 1));
    assertThat(memory.residentBytes()).isLessThan(compact.length);
  }

  @Test
  void shouldCopyTheCodesOfFilesWhoseRowsAreInAnotherOrder() throws Exception {
    // Given
    final byte[] original = model().bytes();
    // When
    final ModelMemory memory = checked(original);
    // Then
    assertThat(memory.mappedBytes()).isEqualTo(4 * (2 + 1));
  }

  private static FastTextModelFile model() {
    return new FastTextModelFile(1).dimensions(4).wordNgrams(2).buckets(10_000).quantised(2, true).keeping(IntStream.range(0, KEPT).map(i -> 3 * i).toArray());
  }

  private ModelMemory checked(final byte[] model) throws Exception {
    final ModelOptions options = new ModelOptions(0);
    try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("model"), model));
        TextClassifier classifier = FastTextBuilder.build(channel, options, 0)) {
      assertThat(FastTextEstimate.of(channel, options, 0)).isEqualTo(classifier.memory().residentBytes());
      return classifier.memory();
    }
  }
}
