package io.labelstream.cli.verb;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that come with the program, but not in its jar. */
public final class BundledFiles {
  private static final String HOME = "labelstream.home";

  private BundledFiles() {}

  /**
   * A file of the {@code models} directory.
   *
   * @throws CliException if it is not there
   */
  public static Path model(final String name) {
    final Path home = Path.of(System.getProperty(HOME, ""));
    final Path model = home.resolve("models").resolve(name);
    if (!Files.isRegularFile(model)) {
      throw new CliException(
          ExitCode.FILE_UNREADABLE,
          "the bundled model " + model.toAbsolutePath() + " is missing; start with the launcher, or set -D" + HOME + "=DIR");
    }
    return model;
  }
}
