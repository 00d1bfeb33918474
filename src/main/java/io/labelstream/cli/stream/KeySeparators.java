package io.labelstream.cli.stream;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import java.nio.charset.StandardCharsets;

/** The separator between key and value on a line. */
final class KeySeparators {
  private KeySeparators() {}

  /** The bytes of a separator as given on the command line, where {@code \t} stands for a tab. */
  static byte[] bytes(final String given) {
    if (given.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "--key-separator must not be empty");
    }
    return given.replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
  }
}
