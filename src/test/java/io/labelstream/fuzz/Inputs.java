package io.labelstream.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Inputs as files. */
final class Inputs {
  private Inputs() {}

  /** Writes a new file: some file systems wait for the disk when one is cut and written again. */
  static void write(final Path file, final byte[] input) throws IOException {
    Files.deleteIfExists(file);
    Files.write(file, input, StandardOpenOption.CREATE_NEW);
  }
}
