package io.labelstream.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.file.NewFile.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
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

  private static void put(final WritableByteChannel channel, final String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
