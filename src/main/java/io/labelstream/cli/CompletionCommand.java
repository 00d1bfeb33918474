package io.labelstream.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** {@code completion}: what the shell needs to complete verbs and options. */
final class CompletionCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  CompletionCommand() {
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
  public Integer call() {
    final PrintWriter out = spec.commandLine().getOut();
    out.println(AutoComplete.bash(Main.NAME, spec.root().commandLine()));
    out.flush();
    return ExitCode.OK.code();
  }
}
