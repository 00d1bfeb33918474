package io.labelstream.cli.verb;

import java.nio.charset.Charset;

/** The words of the command line as the JVM hands them over: characters outside the character set of its locale are lost on the way. */
public final class Arguments {
  private static final char LOST = '\uFFFD';

  private Arguments() {}

  /** @throws CliException if characters were lost, as those outside ASCII are with {@code LC_ALL=C} where the launcher is not used */
  public static void requireWhole(final String... arguments) {
    final Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding"), Charset.defaultCharset());
    for (int index = 0; index < arguments.length; index++) {
      if (arguments[index].indexOf(LOST) >= 0 && !charset.newEncoder().canEncode(LOST)) {
        throw new CliException(ExitCode.USAGE, "argument " + (index + 1) + " has characters that are not of this process's character set, " + charset
            + "; set LC_ALL to a UTF-8 locale such as C.UTF-8");
      }
    }
  }
}
