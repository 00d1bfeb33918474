package io.labelstream.cli.rollout;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.History;
import io.labelstream.rollout.fleet.HistoryReader;
import java.io.IOException;

/** {@code history}: shows the announcements for a slot. */
public final class HistoryCommand extends Command {
  private final RolloutOptions rollout = new RolloutOptions(options);
  private final Option<String> slot = options.value(String.class, "-s", "--slot").required("SLOT", "The slot.");
  private final Option<ReportFormat> format = options.format();

  public HistoryCommand(final Io io) {
    super(io, "history",
        "Shows the control log of a slot: each record, whether the instances accept it, and the timeline that results.",
        "With --public-key, records count only where one of these keys has signed them, as on instances that have the keys.");
    examples(
        "labelstream history --slot language",
        "labelstream history --slot language --public-key release.pem.pub --format json");
  }

  @Override
  protected void run() throws IOException, FleetException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Lines lines = new Lines(io);
    final History history = HistoryReader.read(slot.value(), rollout.place(), new FleetLines(lines));
    lines.print(format.value().of(() -> HistoryText.render(history, Terminal.ofProcess()), () -> HistoryJson.render(history)));
  }
}
