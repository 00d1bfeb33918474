package io.labelstream.cli;

import java.time.Duration;
import java.util.Locale;

/**
 * What the demo has shown, at its end.
 *
 * @param latencyP50 and the like: from publishing a text to reading its committed label
 * @param workP50 and the like: what the pipeline itself spent on a record, decoding and encoding included
 */
record DemoSummary(
    Duration elapsed,
    long in,
    long out,
    long dead,
    long agreeing,
    Duration latencyP50,
    Duration latencyP99,
    Duration workP50,
    Duration workP99,
    String model) {

  String text() {
    final double percent = out == 0 ? 0 : 100.0 * agreeing / out;
    return String.format(
        Locale.ROOT,
        """

          records in    %,d
          records out   %,d
          dead letters  %,d
          agreement     %.1f %% with the language of the source (%,d of %,d)
          latency       p50 %d ms, p99 %d ms, from publishing to a committed label
          work          p50 %s, p99 %s to decode, classify and encode
          model         %s
          time          %.1f s
        """,
        in, out, dead, percent, agreeing, out, latencyP50.toMillis(), latencyP99.toMillis(), micros(workP50), micros(workP99),
        model.isEmpty() ? "(no label yet)" : model, elapsed.toMillis() / 1e3);
  }

  private static String micros(final Duration work) {
    return String.format(Locale.ROOT, "%,d µs", (work.toNanos() + 500) / 1000);
  }
}
