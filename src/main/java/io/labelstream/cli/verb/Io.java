package io.labelstream.cli.verb;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.VisibleOutput;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The streams of a verb. Text is UTF-8 whatever the system's language is: models, topics and pipes know no other encoding.
 *
 * @param in bytes to read
 * @param out takes the verb's result, unbuffered
 * @param data takes labels and records, which others have written, unbuffered: the same as {@code out}, but {@linkplain VisibleOutput visible} on a terminal
 * @param err takes messages for people
 */
public record Io(InputStream in, OutputStream out, OutputStream data, PrintStream err) {

  /** Streams without a terminal. */
  public Io(final InputStream in, final OutputStream out, final PrintStream err) {
    this(in, out, out, err);
  }

  /** The process's own streams. */
  public static Io ofProcess() {
    final OutputStream out = new StandardOutput();
    return new Io(StandardInput.ofProcess(), out, Terminal.isTerminal() ? new VisibleOutput(out) : out, new PrintStream(System.err, true, StandardCharsets.UTF_8));
  }
}
