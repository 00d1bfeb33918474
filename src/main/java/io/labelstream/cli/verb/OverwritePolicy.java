package io.labelstream.cli.verb;

import io.labelstream.model.file.NewFile.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a verb may overwrite: those that are there, or none; never one that it reads.
 *
 * @param existing the treatment of a file that exists
 * @param inputs the files that are read
 */
public record OverwritePolicy(Existing existing, List<Path> inputs) {
  private static final Path STANDARD_INPUT = Path.of("/dev/fd/0");

  public OverwritePolicy {
    inputs = List.copyOf(inputs);
  }

  /**
   * By the option {@code --force}.
   *
   * @param inputs the files that are read, as they were named; {@code -} for standard input
   */
  public static OverwritePolicy by(final boolean force, final List<String> inputs) {
    return new OverwritePolicy(force ? Existing.REPLACE : Existing.KEEP,
        inputs.stream().map(input -> input.equals(StandardInput.NAME) ? STANDARD_INPUT : Path.of(input)).toList());
  }

  /** @throws CliException if the file is one of those that are read, by whatever name or link */
  void requireNotRead(final Path target) {
    for (final Path input : inputs) {
      if (isSame(target, input)) {
        throw new CliException(ExitCode.USAGE, "'" + target + "' would be written and is read as well" + (input.equals(target) ? "" : ", as '" + input + "'")
            + "; name another file with --out");
      }
    }
  }

  private static boolean isSame(final Path target, final Path input) {
    try {
      return Files.isSameFile(target, input);
    } catch (final IOException missing) {
      // One of them does not exist or cannot be examined: whoever opens it reports that.
      return false;
    }
  }
}
