package io.labelstream.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code history}: what was announced for a slot. */
@Command(
    name = "history",
    description = {
      "Shows the control log of a slot: each record, whether the instances accept it, and the timeline that results.",
      "With --public-key, records count only where one of these keys has signed them, as on instances that have the keys."
    },
    footer = {
      "  labelstream history --slot language",
      "  labelstream history --slot language --public-key release.pem.pub --format json"
    })
final class HistoryCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private RolloutOptions rollout;

  @Option(names = {"-s", "--slot"}, required = true, paramLabel = "SLOT", description = "The slot.")
  private String slot;

  @Option(names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT", description = "text or json (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Lines lines = new Lines(main.io());
    final History history = HistoryReader.read(slot, rollout.place(), lines);
    lines.print(switch (format) {
      case TEXT -> HistoryText.render(history, Terminal.ofProcess().style());
      case JSON -> HistoryJson.render(history);
    });
    return ExitCode.OK.code();
  }
}
