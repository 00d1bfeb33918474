package io.labelstream.cli.rollout;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.display.json.JsonText;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.FleetReader;
import io.labelstream.rollout.fleet.FleetReport;
import io.labelstream.rollout.fleet.RolloutPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Shows the fleet, once or again and again. */
final class StatusShow {
  private static final Duration STOPPING = Duration.ofSeconds(5);
  private static final String TOP = "\033[H";
  private static final String CLEAR_TO_END_OF_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";
  private static final String CLEAR_ALL = "\033[2J";

  private final RolloutPlace place;
  private final Optional<String> slot;
  private final ReportFormat format;
  private final Lines lines;

  StatusShow(final RolloutPlace place, final Optional<String> slot, final ReportFormat format, final Lines lines) {
    this.place = place;
    this.slot = slot;
    this.format = format;
    this.lines = lines;
  }

  /** Shows it once, and returns it. */
  FleetReport once(final Style style) throws IOException, FleetException, InterruptedException {
    try (FleetReader reader = FleetReader.open(place, new FleetLines(lines))) {
      final FleetReport report = reader.report(slot);
      lines.print(switch (format) {
        case TEXT -> FleetText.render(report, style);
        case JSON -> FleetJson.render(report, JsonText.Layout.INDENTED);
      });
      return report;
    }
  }

  /** Shows it until a signal: in place on a terminal; one after the other elsewhere, as JSON one a line. */
  void watch(final Terminal terminal, final Duration interval) throws IOException, FleetException, InterruptedException {
    try (StopSignal stop = StopSignal.install(STOPPING, StopSignal.Ending.OF_THE_SIGNAL);
        FleetReader reader = FleetReader.open(place, new FleetLines(lines))) {
      final boolean inPlace = terminal.kind() == Terminal.Kind.INTERACTIVE && format == ReportFormat.TEXT;
      if (inPlace) {
        lines.print(CLEAR_ALL);
      }
      do {
        final FleetReport report = reader.report(slot);
        lines.print(switch (format) {
          case TEXT -> inPlace ? inPlace(FleetText.render(report, terminal.style())) : FleetText.render(report, Style.PLAIN) + "\n";
          case JSON -> FleetJson.render(report, JsonText.Layout.ONE_LINE);
        });
      } while (stop.await(interval) == StopSignal.Outcome.ELAPSED);
    }
  }

  /** The text over the one before, line by line, so that nothing flickers. */
  private static String inPlace(final String text) {
    return TOP + text.replace("\n", CLEAR_TO_END_OF_LINE + "\n") + CLEAR_BELOW;
  }
}
