package io.labelstream.cli.bench;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;

/** {@code bench}: measures on this machine. */
public final class BenchCommand extends Command {
  public BenchCommand(final Io io) {
    super(io, "bench", "Measures how fast things are on this machine.");
    examples(
        "labelstream bench model --model models/lid.176.ftz --text texts.txt",
        "labelstream bench swap --model models/lid.176.ftz --model models/common-voice-83.ftz",
        "labelstream bench pipeline --models models/lid.176.ftz --threads 1,2");
    verbs("WHAT", new BenchModelCommand(io), new BenchSwapCommand(io), new BenchPipelineCommand(io));
  }

  @Override
  protected void run() {
    throw options.mistake("say what to measure: model, swap or pipeline");
  }
}
