package io.labelstream.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: what the shell needs to complete verbs and options. */
@Command(
    name = "completion",
    description = "Prints the completion script for bash and zsh.",
    footer = {"  source <(labelstream completion)", "  labelstream completion > ~/.local/share/bash-completion/completions/labelstream"})
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    final PrintWriter out = spec.commandLine().getOut();
    out.println(AutoComplete.bash(Main.NAME, spec.root().commandLine()));
    out.flush();
    return ExitCode.OK.code();
  }
}
