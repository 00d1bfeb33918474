package io.labelstream.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench}: measures on this machine. */
@Command(
    name = "bench",
    description = "Measures how fast things are on this machine.",
    synopsisSubcommandLabel = "WHAT",
    subcommands = {BenchModelCommand.class, BenchSwapCommand.class},
    footer = {
      "  labelstream bench model --model models/lid.176.ftz --text texts.txt",
      "  labelstream bench swap --model models/lid.176.ftz --model models/common-voice-83.ftz"
    })
final class BenchCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  Io io() {
    return main.io();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to measure: model or swap");
  }
}
