package io.labelstream.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder for the files that readers are given, which is deleted with all that is in it when it is closed. */
record WorkingFolder(Path path) implements AutoCloseable {
  /** @param parent made where it is missing */
  static WorkingFolder below(final Path parent) throws IOException {
    return new WorkingFolder(Files.createTempDirectory(Files.createDirectories(parent), "files-"));
  }

  @Override
  public void close() throws IOException {
    final List<Path> all;
    try (Stream<Path> files = Files.walk(path)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (final Path file : all) {
      Files.delete(file);
    }
  }
}
