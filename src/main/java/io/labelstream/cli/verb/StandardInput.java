package io.labelstream.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process's standard input. If it was closed ({@code <&-}), the first file that the JVM opened has taken its descriptor: the one with the JDK's own
 * classes, which nobody means to classify or to publish. Then the input is empty. The launcher opens the null device instead, but the program may start without
 * it.
 */
public final class StandardInput {
  /** Stands for standard input where a verb takes the name of a file. */
  public static final String NAME = "-";

  private static final Path DESCRIPTOR = Path.of("/dev/fd/0");
  private static final Path CLASSES_OF_JDK = Path.of(System.getProperty("java.home"), "lib", "modules");

  private StandardInput() {}

  static InputStream ofProcess() {
    return isClosed() ? InputStream.nullInputStream() : System.in;
  }

  private static boolean isClosed() {
    try {
      return Files.isSameFile(DESCRIPTOR, CLASSES_OF_JDK);
    } catch (final IOException unknown) {
      // Another system, or a JDK that keeps its classes elsewhere.
      return false;
    }
  }
}
