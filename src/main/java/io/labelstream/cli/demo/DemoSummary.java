package io.labelstream.cli.demo;

import io.labelstream.cli.stream.ReplayCheck;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.rollout.control.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of the demo, at its end.
 *
 * @param repeated labels of texts that had one already
 * @param misplaced labels by another version than the one that counts for the text's event time
 * @param shares the labels of each version, in the order in which the versions came
 * @param next the version that was announced while the demo ran
 * @param replay the comparison with the labels of a second run over the texts
 * @param latencyP50 and the like: from publishing a text to reading its committed label
 * @param workP50 and the like: the time that the pipeline itself spent on a record, decoding and encoding included
 */
record DemoSummary(
    Duration elapsed, long in, long out, long dead, long repeated, long misplaced, Map<String, DemoTally.Share> shares, Optional<Entry> next,
    Optional<ReplayReport> replay, Duration latencyP50, Duration latencyP99, Duration workP50, Duration workP99) {
  DemoSummary {
    shares = new LinkedHashMap<>(shares);
  }

  String text() {
    final StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        """

          records in    %,d
          records out   %,d, lost %,d, twice %,d
          dead letters  %,d
        """,
        in, out, Math.max(0, in - dead - (out - repeated)), repeated, dead));
    if (shares.isEmpty()) {
      text.append("  model         (no label yet)\n");
    }
    shares.forEach((by, share) -> text.append(String.format(
        Locale.ROOT, "  model         %s: %,d, %.1f %% as the source%n",
        by, share.labelled(), 100.0 * share.agreeing() / share.labelled())));
    next.ifPresent(entry -> text.append(rollout(entry)));
    replay.ifPresent(report -> text.append(replayed(report)));
    return text.append(String.format(
        Locale.ROOT,
        """
          latency       p50 %d ms, p99 %d ms, from publishing to a committed label
          work          p50 %s, p99 %s to decode, classify and encode
          time          %.1f s
        """,
        latencyP50.toMillis(), latencyP99.toMillis(), micros(workP50), micros(workP99), elapsed.toMillis() / 1e3)).toString();
  }

  private String rollout(final Entry entry) {
    final String effective = "  rollout       effective from " + Instant.ofEpochMilli(entry.effectiveFrom());
    if (!shares.containsKey(DemoTally.by(entry))) {
      return effective + ", after the last text\n";
    }
    return effective + (misplaced == 0
        ? ";\n                each text got the version of its event time\n"
        : String.format(Locale.ROOT, ";%n                %,d texts got another version than their event time has%n", misplaced));
  }

  private static String replayed(final ReplayReport report) {
    return report.verdict() == ReplayReport.Verdict.EQUAL
        ? String.format(Locale.ROOT, "  replay        %,d texts labelled again: same versions, labels and scores%n", report.records())
        : String.format(Locale.ROOT, "  replay        %,d of %,d texts got other labels: a defect%n",
            ReplayCheck.count(report, ReplayReport.Kind.DIFFERENCE), report.records());
  }

  private static String micros(final Duration work) {
    return String.format(Locale.ROOT, "%,d µs", (work.toNanos() + 500) / 1000);
  }
}
