package io.labelstream.rollout.control;

import java.nio.file.Path;

/** A file is not the key that it should be, or cannot be made. The message names the file, the fault and the remedy, and never contains a part of a key. */
public final class KeyFileException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyFileException(final Path file, final String problem) {
    super("key file " + file + ": " + problem);
  }

  KeyFileException(final Path file, final String problem, final Throwable cause) {
    super("key file " + file + ": " + problem, cause);
  }
}
