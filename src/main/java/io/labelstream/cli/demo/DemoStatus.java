package io.labelstream.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The progress of the demo.
 *
 * @param rate labels per second lately
 * @param model the name and version of the model of the last label
 */
record DemoStatus(
    Duration elapsed, long in, long out, long dead, double rate, Duration p50, Duration p99, double agreementPercent, String model) {
  private static final String GAP = "  ";

  /** One line of at most {@code cells} cells; the least important parts are left out first. */
  String line(final int cells) {
    final List<String> parts = new ArrayList<>();
    parts.add(String.format(Locale.ROOT, "%d s  in %,d  out %,d  dead %,d", elapsed.toSeconds(), in, out, dead));
    parts.add(String.format(Locale.ROOT, "%,.1f/s", rate));
    parts.add(String.format(Locale.ROOT, "p50 %d ms  p99 %d ms", p50.toMillis(), p99.toMillis()));
    parts.add(String.format(Locale.ROOT, "agree %.1f %%", agreementPercent));
    parts.add(model);
    parts.add("Ctrl-C ends");
    final StringBuilder line = new StringBuilder();
    for (final String part : parts) {
      if (line.length() + GAP.length() + part.length() > cells) {
        break;
      }
      line.append(line.isEmpty() ? "" : GAP).append(part);
    }
    return line.toString();
  }
}
