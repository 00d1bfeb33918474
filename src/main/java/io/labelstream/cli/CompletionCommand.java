package io.labelstream.cli;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Program;
import java.io.IOException;
import picocli.AutoComplete;

/** {@code completion}: a script by which the shell completes verbs and options. */
final class CompletionCommand extends Command {
  CompletionCommand(final Io io) {
    super(io, "completion", "Prints the completion script for bash and zsh.");
    examples(
        "source <(labelstream completion)",
        "labelstream completion > ~/.local/share/bash-completion/completions/labelstream");
  }

  @Override
  protected void run() throws IOException {
    new Lines(io).print(AutoComplete.bash(Program.NAME, spec().root().commandLine()) + "\n");
  }
}
