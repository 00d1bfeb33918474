package io.labelstream.cli.verb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for files that nobody needs later. It and all files in it are deleted when it is closed. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  private TemporaryFolder(final Path path) {
    this.path = path;
  }

  /** @throws CliException if none can be created */
  public static TemporaryFolder create() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("labelstream-"));
    } catch (final IOException failure) {
      throw new CliException(ExitCode.OUTPUT_FAILED,
          "no temporary folder can be made in '" + System.getProperty("java.io.tmpdir") + "': " + failure.getMessage() + "; make room, or use another by -Djava.io.tmpdir",
          failure);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (final Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }
}
