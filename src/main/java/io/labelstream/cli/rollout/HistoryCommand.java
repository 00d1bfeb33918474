package io.labelstream.cli.rollout;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code history}: what was announced for a slot. */
public final class HistoryCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final RolloutOptions rollout = new RolloutOptions();
  private String slot;
  private ReportFormat format;

  public HistoryCommand(final Io io) {
    this.io = io;
    spec.name("history").usageMessage()
        .description(
            "Shows the control log of a slot: each record, whether the instances accept it, and the timeline that results.",
            "With --public-key, records count only where one of these keys has signed them, as on instances that have the keys.")
        .footer(
            "  labelstream history --slot language",
            "  labelstream history --slot language --public-key release.pem.pub --format json");
    rollout.addTo(spec);
    spec.addOption(Options.value(String.class, value -> slot = value, "-s", "--slot").required(true).paramLabel("SLOT").description("The slot.").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Lines lines = new Lines(io);
    final History history = HistoryReader.read(slot, rollout.place(), lines);
    lines.print(switch (format) {
      case TEXT -> HistoryText.render(history, Terminal.ofProcess().style());
      case JSON -> HistoryJson.render(history);
    });
    return ExitCode.OK.code();
  }
}
