package io.labelstream.cli;

import io.labelstream.cli.verb.Io;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the command line in this JVM. */
public final class Cli {
  /** The exit status and the output of a verb. */
  public record Result(int status, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }

    public List<String> errors() {
      return err.lines().toList();
    }
  }

  private Cli() {}

  public static Result run(final String... arguments) {
    return runWith("", arguments);
  }

  public static Result runWith(final String input, final String... arguments) {
    return runWith(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  public static Result runWith(final byte[] input, final String... arguments) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final Io io = new Io(new ByteArrayInputStream(input), out, new PrintStream(err, true, StandardCharsets.UTF_8));
    final int status = Main.execute(io, arguments);
    return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
