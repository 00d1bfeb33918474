package io.labelstream.cli.verb;

import java.util.Objects;

/** Ends a verb with one line on standard error and a documented exit status. The line names the thing and the remedy. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public CliException(final ExitCode exitCode, final String line) {
    super(line);
    this.exitCode = Objects.requireNonNull(exitCode);
  }

  public CliException(final ExitCode exitCode, final String line, final Throwable cause) {
    super(line, cause);
    this.exitCode = Objects.requireNonNull(exitCode);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
