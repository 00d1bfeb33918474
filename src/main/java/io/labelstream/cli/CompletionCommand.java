package io.labelstream.cli;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** {@code completion}: what the shell needs to complete verbs and options. */
final class CompletionCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;

  CompletionCommand(final Io io) {
    this.io = io;
    spec.name("completion").usageMessage()
        .description("Prints the completion script for bash and zsh.")
        .footer(
            "  source <(labelstream completion)",
            "  labelstream completion > ~/.local/share/bash-completion/completions/labelstream");
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    new Lines(io).print(AutoComplete.bash(Program.NAME, spec.root().commandLine()) + "\n");
    return ExitCode.OK.code();
  }
}
