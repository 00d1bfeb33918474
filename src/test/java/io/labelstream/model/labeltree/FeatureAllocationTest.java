package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.labelstream.fixture.TortureTexts;
import io.labelstream.model.SharedText;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Finding features allocates nothing on the heap once the longest text has been seen and the code is compiled. */
@Tag("own-jvm")
class FeatureAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST_ROUNDS = 60;

  private final SharedText shared = new SharedText();
  private final FeatureVector vector = new FeatureVector();

  @Test
  void shouldAllocateNothingPerText() {
    // Given
    final Random random = new Random(1);
    final byte[][] texts =
        IntStream.range(0, 2000).mapToObj(text -> TortureTexts.text(random, random.nextInt(text % 100 == 0 ? 5000 : 60))).toArray(byte[][]::new);
    final TextTerms terms = new TextTerms(2, 3, 4, 0);
    final long[] keys =
        Arrays.stream(texts, 0, 200).flatMap(text -> NaiveTerms.keys(terms, text).stream()).mapToLong(Long::longValue).distinct().sorted().toArray();
    final float[] factors = new float[keys.length];
    Arrays.fill(factors, 1f);
    try (Arena arena = Arena.ofConfined()) {
      final FeatureTable table = FeatureTable.of(FeatureSpace.of(new FeatureSettings(terms, Weighting.TF_IDF), keys, factors), arena);
      // When
      final long allocated = leastAllocated(table, texts);
      // Then
      assertThat(allocated).isZero();
    }
  }

  @Test
  void shouldAllocateNothingPerTextOfSparseFeatures() {
    // Given
    final byte[][] texts = {"1:0.5 2:-1e-3 9999999999:1 x:y 4:12345.678901234567890123 1:1".getBytes(StandardCharsets.UTF_8), new byte[0]};
    try (Arena arena = Arena.ofConfined()) {
      final FeatureSpace space = FeatureSpace.of(new FeatureSettings(new SparseTerms(), Weighting.UNIT), new long[] {1, 2, 4}, new float[] {1, 1, 1});
      final FeatureTable table = FeatureTable.of(space, arena);
      // When
      final long allocated = leastAllocated(table, texts);
      // Then
      assertThat(allocated).isZero();
    }
  }

  private long leastAllocated(final FeatureTable table, final byte[][] texts) {
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
      allocated = allocatedBytes(table, texts);
    }
    return allocated;
  }

  private long allocatedBytes(final FeatureTable table, final byte[][] texts) {
    final long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int count = 0; count < 2000; count++) {
      final byte[] text = texts[count % texts.length];
      shared.set(text, 0, text.length);
      table.fill(shared, vector);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
