package io.labelstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBytesTest {
  @TempDir private Path folder;

  @Test
  void shouldMapThePagesOfAPartOfAPart() throws Exception {
    // Given
    final Path file = Files.write(folder.resolve("file"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    try (FileChannel channel = FileChannel.open(file); ModelBytes whole = ModelBytes.of(channel, 0); Arena arena = Arena.ofConfined()) {
      final ModelBytes part = whole.part(whole.segment().asSlice(2, 5));
      final ModelBytes inner = part.part(part.segment().asSlice(1, 3));

      // When
      final MemorySegment pages = inner.map(1, 2, arena);

      // Then
      assertThat(inner.storage()).isEqualTo(ModelBytes.Storage.MAPPED);
      assertThat(inner.segment().toArray(ValueLayout.JAVA_BYTE)).containsExactly(3, 4, 5);
      assertThat(pages.toArray(ValueLayout.JAVA_BYTE)).containsExactly(4, 5);
    }
  }

  @Test
  void shouldCloseAPartWithTheWholeOnly() throws Exception {
    // Given
    final ModelBytes whole = ModelBytes.of(Files.write(folder.resolve("file"), new byte[8]));
    final ModelBytes part = whole.part(whole.segment().asSlice(2, 3));

    // When
    part.close();

    // Then
    assertThat(whole.segment().byteSize()).isEqualTo(8);
    whole.close();
    assertThatThrownBy(part::segment).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseAPartOfOtherBytes() throws Exception {
    try (ModelBytes whole = ModelBytes.of(Files.write(folder.resolve("file"), new byte[8])); Arena arena = Arena.ofConfined()) {
      final MemorySegment other = arena.allocate(1 << 20);

      assertThatThrownBy(() -> whole.part(other)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected them within 8");
    }
  }
}
