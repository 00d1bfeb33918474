package io.labelstream.cli.verb;

import io.labelstream.display.VisibleText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A verb's lines: results, each written at once, and warnings. */
public record Lines(Io io) {
  /** A line of the result. */
  public void line(final String text) throws IOException {
    print(VisibleText.of(text) + "\n");
  }

  /** A part of the result, in which texts of others are {@linkplain VisibleText visible} already. */
  public void print(final String text) throws IOException {
    final OutputStream out = io.out();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A warning, which does not end the verb. */
  public void warn(final String text) {
    io.err().println(Program.NAME + ": warning: " + VisibleText.of(text));
  }
}
