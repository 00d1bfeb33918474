package io.labelstream.cli.bench;

import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Verb;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code bench}: measures on this machine. */
public final class BenchCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  public BenchCommand(final Io io) {
    spec.name("bench").usageMessage()
        .description("Measures how fast things are on this machine.")
        .synopsisSubcommandLabel("WHAT")
        .footer(
            "  labelstream bench model --model models/lid.176.ftz --text texts.txt",
            "  labelstream bench swap --model models/lid.176.ftz --model models/common-voice-83.ftz");
    spec.addSubcommand("model", new BenchModelCommand(io).spec());
    spec.addSubcommand("swap", new BenchSwapCommand(io).spec());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to measure: model or swap");
  }
}
