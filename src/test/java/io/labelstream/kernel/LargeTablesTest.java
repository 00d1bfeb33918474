package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeTablesTest {
  private static final long LARGE = (32L << 20) + 12_345;
  private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  @ParameterizedTest
  @ValueSource(longs = {1_000, LARGE})
  void shouldBeZeroedAlignedAndWritable(final long bytes) {
    // Given
    try (Arena arena = Arena.ofShared()) {

      // When
      final MemorySegment table = LargeTables.allocate(bytes, 64, arena);

      // Then
      assertThat(table.byteSize()).isEqualTo(bytes);
      assertThat(table.address() % 64).isZero();
      assertThat(table.get(ValueLayout.JAVA_BYTE, 0)).isZero();
      assertThat(table.get(ValueLayout.JAVA_BYTE, bytes - 1)).isZero();
      table.fill((byte) 1);
      assertThat(table.get(ValueLayout.JAVA_BYTE, bytes - 1)).isEqualTo((byte) 1);
    }
  }

  @Test
  void shouldAskForHugePagesWithinALargeTable() throws Exception {
    // Given
    assumeTrue(Files.isReadable(HUGE_PAGES));
    try (Arena arena = Arena.ofShared()) {

      // When
      final MemorySegment table = LargeTables.allocate(LARGE, 64, arena);

      // Then
      assertThat(flags(table.address())).contains(" hg");
      assertThat(flags(table.address() + LARGE - 1)).doesNotContain(" hg");
    }
  }

  @Test
  void shouldGiveMemoryBackWithItsArena() throws Exception {
    // Given
    assumeTrue(Files.isReadable(HUGE_PAGES));
    final MemorySegment table;
    try (Arena arena = Arena.ofShared()) {
      table = LargeTables.allocate(LARGE, 64, arena);

      // When
    }

    // Then
    assertThatIllegalStateException().isThrownBy(() -> table.get(ValueLayout.JAVA_BYTE, 0));
    assertThat(flags(table.address())).isEmpty();
  }

  /** The flags of the mapping with an address; empty if there is none. */
  private static String flags(final long address) throws Exception {
    final List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
    boolean found = false;
    for (final String line : lines) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        final String[] range = line.substring(0, line.indexOf(' ')).split("-");
        found = Long.parseUnsignedLong(range[0], 16) <= address && address < Long.parseUnsignedLong(range[1], 16);
      } else if (found && line.startsWith("VmFlags:")) {
        return line;
      }
    }
    return "";
  }
}
