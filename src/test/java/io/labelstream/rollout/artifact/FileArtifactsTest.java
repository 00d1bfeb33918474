package io.labelstream.rollout.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.fixture.Deadline;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileArtifactsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final String DIGEST = "0".repeat(64);

  @TempDir private Path root;

  @Test
  void shouldCopyAnAllowedFile() throws Exception {
    // Given
    final Path file = Files.writeString(allowed().resolve("a model"), "contents");

    // When
    final String copied = copy(FileArtifacts.below(List.of(allowed())), file.toUri().toString(), 8);

    // Then
    assertThat(copied).isEqualTo("contents");
  }

  @Test
  void shouldCopyOneByteMoreThanAnnouncedAtMost() throws Exception {
    // Given
    final Path file = Files.writeString(allowed().resolve("model"), "contents");

    // When
    final String copied = copy(FileArtifacts.below(List.of(allowed())), file.toUri().toString(), 3);

    // Then
    assertThat(copied).isEqualTo("cont");
  }

  @Test
  void shouldFollowALinkThatStaysBelow() throws Exception {
    // Given
    final Path file = Files.writeString(allowed().resolve("model"), "contents");
    final Path link = Files.createSymbolicLink(allowed().resolve("current"), file);

    // When
    final String copied = copy(FileArtifacts.below(List.of(allowed())), link.toUri().toString(), 8);

    // Then
    assertThat(copied).isEqualTo("contents");
  }

  @Test
  void shouldAllowAFolderThatIsALinkItself() throws Exception {
    // Given
    final Path file = Files.writeString(allowed().resolve("model"), "contents");
    final Path link = Files.createSymbolicLink(root.resolve("link"), allowed());

    // When
    final String copied = copy(FileArtifacts.below(List.of(link)), file.toUri().toString(), 8);

    // Then
    assertThat(copied).isEqualTo("contents");
  }

  @Test
  void shouldForbidALinkThatLeadsElsewhere() throws Exception {
    // Given
    final Path outside = Files.writeString(root.resolve("outside"), "contents");
    final Path link = Files.createSymbolicLink(allowed().resolve("link"), outside);

    // When
    final Rejection rejection = rejection(FileArtifacts.below(List.of(allowed())), link.toUri().toString());

    // Then
    assertThat(rejection.code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"allowed/../outside", "allowed-too/file", "outside", "missing"})
  void shouldForbidFilesElsewhere(final String place) throws Exception {
    // Given
    Files.writeString(root.resolve("outside"), "contents");
    Files.writeString(Files.createDirectory(root.resolve("allowed-too")).resolve("file"), "contents");
    final FileArtifacts artifacts = FileArtifacts.below(List.of(allowed()));

    // When
    final Rejection rejection = rejection(artifacts, root.toUri() + place);

    // Then
    assertThat(rejection.code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:relative", "file://host/model", "file:///model?x", "file:///model#x", "file:///%00", "file:///a b", "https://host/model", "/model"})
  void shouldForbidWhatIsNoPlainLocationOfAFile(final String location) throws Exception {
    // When
    final Rejection rejection = rejection(FileArtifacts.everywhere(), location);

    // Then
    assertThat(rejection.code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
  }

  @Test
  void shouldForbidEverythingWithoutAnAllowedFolder() throws Exception {
    // Given
    final Path file = Files.writeString(allowed().resolve("model"), "contents");

    // When
    final Rejection rejection = rejection(FileArtifacts.below(List.of()), file.toUri().toString());

    // Then
    assertThat(rejection.code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
  }

  @Test
  void shouldSayThatAFileIsMissing() throws Exception {
    // When
    final Rejection rejection = rejection(FileArtifacts.below(List.of(allowed())), allowed().resolve("missing").toUri().toString());

    // Then
    assertThat(rejection.code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
    assertThat(rejection.detail()).contains("missing does not exist");
  }

  @Test
  void shouldNotReadAFolder() throws Exception {
    // Given
    final Path folder = Files.createDirectory(allowed().resolve("folder"));

    // When
    final Rejection rejection = rejection(FileArtifacts.below(List.of(allowed())), folder.toUri().toString());

    // Then
    assertThat(rejection).isEqualTo(new Rejection(RejectionCode.LOCATION_UNREADABLE, folder.toUri() + " is not a regular file"));
  }

  @Test
  void shouldNotReadAPipe() throws Exception {
    // Given
    final Path pipe = allowed().resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).as("this system makes pipes").isZero();

    // When
    final Rejection rejection = rejection(FileArtifacts.below(List.of(allowed())), pipe.toUri().toString());

    // Then
    assertThat(rejection.code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
  }

  @Test
  void shouldLeaveAFileBehindThatDoesNotAnswer() throws Exception {
    // Given
    final Path file = Files.writeString(allowed().resolve("model"), "contents");
    final CountDownLatch stuck = new CountDownLatch(1);
    final FileArtifacts artifacts = FileArtifacts.below(List.of(allowed()), path -> openWhen(stuck, path));
    final long start = System.nanoTime();
    try (FileChannel target = target()) {

      // When
      final ArtifactException failure =
          catchThrowableOfType(
              ArtifactException.class,
              () -> artifacts.fetch(new ArtifactReference(file.toUri().toString(), 8, DIGEST), target, start + 50_000_000));

      // Then
      assertThat(failure.rejection().code()).isEqualTo(RejectionCode.FETCH_TIMED_OUT);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    } finally {
      stuck.countDown();
    }
    Deadline.within(PATIENCE, "the thread has ended", FileArtifactsTest::readers, count -> count == 0);
  }

  private static FileChannel openWhen(final CountDownLatch released, final Path path) throws IOException {
    while (released.getCount() > 0) {
      Thread.onSpinWait();
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  private static long readers() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("labelstream-read")).count();
  }

  @Test
  void shouldTellAFullDiskFromAnUnreadableFile() throws Exception {
    // Given
    final Path file = Files.writeString(allowed().resolve("model"), "contents");
    final FileChannel closed = target();
    closed.close();

    // When
    final Throwable failure =
        catchThrowableOfType(
            IOException.class,
            () -> FileArtifacts.everywhere().fetch(new ArtifactReference(file.toUri().toString(), 8, DIGEST), closed, deadline()));

    // Then
    assertThat(failure).isInstanceOf(IOException.class);
  }

  private Path allowed() throws IOException {
    return Files.createDirectories(root.resolve("allowed"));
  }

  private FileChannel target() throws IOException {
    return FileChannel.open(
        Files.createTempFile(root, "target", ""), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  private String copy(final ArtifactSource artifacts, final String location, final long bytes) throws Exception {
    final Path file = Files.createTempFile(root, "target", "");
    try (FileChannel target = FileChannel.open(file, StandardOpenOption.WRITE)) {
      artifacts.fetch(new ArtifactReference(location, bytes, DIGEST), target, deadline());
    }
    return Files.readString(file);
  }

  private Rejection rejection(final ArtifactSource artifacts, final String location) throws IOException {
    try (FileChannel target = target()) {
      return catchThrowableOfType(ArtifactException.class, () -> artifacts.fetch(new ArtifactReference(location, 8, DIGEST), target, deadline())).rejection();
    }
  }
}
