package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CodeSumsPropertyTest {
  @Property(tries = 100)
  void shouldAddUpTheProductsThatCodesName(
      @ForAll @IntRange(min = 1, max = 5) final int groups, @ForAll @IntRange(min = 1, max = 40) final int subvectors, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int rows = groups * CodeSums.GROUP;
    final float[] tables = new float[subvectors * CodeSums.CENTROIDS];
    for (int index = 0; index < tables.length; index++) {
      tables[index] = random.nextFloat() - 0.5f;
    }
    final float[] expected = new float[rows];
    final float[] sums = new float[rows];
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment codes = arena.allocate(CodeSums.bytes(rows, subvectors));
      for (int row = 0; row < rows; row++) {
        for (int subvector = 0; subvector < subvectors; subvector++) {
          final int code = random.nextInt(CodeSums.CENTROIDS);
          codes.set(ValueLayout.JAVA_BYTE, CodeSums.offset(row, subvectors, subvector), (byte) code);
          expected[row] += tables[subvector * CodeSums.CENTROIDS + code];
        }
      }
      // When
      CodeSums.sums(codes.address(), groups, subvectors, tables, sums, 0);
    }
    // Then
    assertThat(sums).isEqualTo(expected);
  }
}
