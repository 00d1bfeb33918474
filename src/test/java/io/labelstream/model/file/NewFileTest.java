package io.labelstream.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.file.NewFile.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NewFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Existing.class)
  void shouldWriteAFileThatIsNotThere(final Existing existing) throws IOException {
    // Given
    final Path target = folder.resolve("model.bin");
    // When
    final long bytes = NewFile.write(target, existing, channel -> put(channel, "new"));
    // Then
    assertThat(bytes).isEqualTo(3);
    assertThat(target).hasContent("new");
    assertThat(names()).containsExactly("model.bin");
  }

  @Test
  void shouldKeepAFileThatIsThereWithoutAskingForTheContent() throws IOException {
    // Given
    final Path target = Files.writeString(folder.resolve("model.bin"), "old");
    // Then
    assertThatThrownBy(
            () ->
                NewFile.write(
                    target,
                    Existing.KEEP,
                    channel -> {
                      throw new AssertionError("asked for");
                    }))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("old");
  }

  @Test
  void shouldKeepAFileThatAppearedMeanwhile() throws IOException {
    // Given
    final Path target = folder.resolve("model.bin");
    // Then
    assertThatThrownBy(
            () ->
                NewFile.write(
                    target,
                    Existing.KEEP,
                    channel -> {
                      put(channel, "new");
                      Files.writeString(target, "other");
                    }))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("other");
    assertThat(names()).containsExactly("model.bin");
  }

  @Test
  void shouldReplaceAFile() throws IOException {
    // Given
    final Path target = Files.writeString(folder.resolve("model.bin"), "old and longer");
    // When
    NewFile.write(target, Existing.REPLACE, channel -> put(channel, "new"));
    // Then
    assertThat(target).hasContent("new");
    assertThat(names()).containsExactly("model.bin");
  }

  @Test
  void shouldLeaveWhatWasThereWhenWritingFails() throws IOException {
    // Given
    final Path target = Files.writeString(folder.resolve("model.bin"), "old");
    // Then
    assertThatThrownBy(
            () ->
                NewFile.write(
                    target,
                    Existing.REPLACE,
                    channel -> {
                      put(channel, "half of it");
                      throw new IOException("no space left on device");
                    }))
        .hasMessage("no space left on device");
    assertThat(target).hasContent("old");
    assertThat(names()).containsExactly("model.bin");
  }

  @ParameterizedTest
  @EnumSource(Existing.class)
  void shouldWriteWhereASymbolicLinkLeads(final Existing existing) throws IOException {
    // Given
    final Path far = Files.createDirectory(folder.resolve("far")).resolve("model.bin");
    Files.createSymbolicLink(folder.resolve("second"), Path.of("far/model.bin"));
    final Path link = Files.createSymbolicLink(folder.resolve("first"), folder.resolve("second"));
    if (existing == Existing.REPLACE) {
      Files.writeString(far, "old");
    }
    // When
    NewFile.write(link, existing, channel -> put(channel, "new"));
    // Then
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("second")).isSymbolicLink();
    assertThat(far).isRegularFile().hasContent("new");
    assertThat(names()).containsExactlyInAnyOrder("far", "first", "second");
  }

  @Test
  void shouldRefuseLinksThatLeadRoundInACircle() throws IOException {
    // Given
    Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    final Path link = Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    // Then
    assertThatThrownBy(() -> NewFile.write(link, Existing.REPLACE, channel -> put(channel, "new"))).isInstanceOf(FileSystemLoopException.class);
  }

  private static void put(final WritableByteChannel channel, final String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
