package io.labelstream.rollout.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.ChildJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  @TempDir private Path parent;

  @Test
  void shouldRemoveTheFolderOfAKilledProcessAndNeverThatOfALivingOne() throws Exception {
    // Given
    try (ChildJvm child = ChildJvm.start(StagingProcess.class, List.of(parent.toString()))) {
      child.awaitLine(StagingProcess.STAGED);
      new Staging(parent).close();
      final List<Path> whileItLives = folders();

      // When
      child.kill();
      new Staging(parent).close();

      // Then
      assertThat(whileItLives).hasSize(1);
      assertThat(folders()).isEmpty();
    }
  }

  @Test
  void shouldRemoveAFolderThatWasNotLockedYetWithTheFileInIt() throws Exception {
    // Given
    final Path left = Files.createDirectory(parent.resolve("labelstream-staging-1"));
    Files.createFile(left.resolve(UUID.randomUUID().toString()));

    // When
    new Staging(parent).close();

    // Then
    assertThat(left).doesNotExist();
  }

  @Test
  void shouldLeaveAloneTheFolderOfAnotherInTheSameProcess() throws Exception {
    try (Staging first = new Staging(parent); FileChannel _ = first.newFile()) {
      // When
      try (Staging second = new Staging(parent); FileChannel _ = second.newFile()) {

        // Then
        assertThat(folders()).hasSize(2);
      }
      assertThat(folders()).hasSize(1);
    }
    assertThat(folders()).isEmpty();
  }

  @Test
  void shouldLeaveAloneWhatItHasNotMade() throws Exception {
    // Given
    final Path file = Files.createFile(parent.resolve("labelstream-staging-notes"));
    final Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve(UUID.randomUUID().toString()));
    final Path link = Files.createSymbolicLink(parent.resolve("labelstream-staging-link"), elsewhere);
    final Path full = Files.createDirectory(parent.resolve("labelstream-staging-full"));
    final Path mine = Files.createFile(full.resolve("mine.txt"));

    // When
    new Staging(parent).close();

    // Then
    assertThat(List.of(file, link, mine)).allMatch(Files::exists);
    assertThat(elsewhere).isNotEmptyDirectory();
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> found = Files.list(parent)) {
      return found.toList();
    }
  }
}
