package io.labelstream.cli.stream;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.display.VisibleText;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayReport.Difference;
import io.labelstream.pipeline.replay.ReplayReport.Finding;
import io.labelstream.pipeline.replay.ReplayReport.Kind;

/** A {@link ReplayReport} for people. */
final class ReplayText {
  private ReplayText() {}

  static String render(final ReplayReport report, final Style style) {
    final Table counts = Table.of(">RECORDS", "FOUND");
    for (final Finding finding : Finding.values()) {
      final long count = report.counts().get(finding);
      // A harmless finding without records is of no interest, except for the number of equal records.
      if (count > 0 || finding == Finding.EQUAL || finding.kind() == Kind.DIFFERENCE) {
        final Table.Tone tone = finding.kind() == Kind.DIFFERENCE && count > 0 ? Table.Tone.DOUBTFUL : Table.Tone.USUAL;
        counts.row(new Table.Cell(Amounts.grouped(count), tone), new Table.Cell(finding.meaning(), tone));
      }
    }
    counts.row(Amounts.grouped(report.records()), "in all");
    final StringBuilder text = new StringBuilder(counts.render("", style));
    if (!report.differences().isEmpty()) {
      final Table table = Table.of(">PARTITION", ">OFFSET", "FOUND", "DETAIL");
      for (final Difference difference : report.differences()) {
        table.row(Integer.toString(difference.partition()), Long.toString(difference.offset()), difference.finding().code(), difference.detail());
      }
      text.append("\nthe first ").append(report.differences().size()).append(" of ")
          .append(Amounts.grouped(ReplayCheck.count(report, Kind.DIFFERENCE) + ReplayCheck.count(report, Kind.UNKNOWN))).append(" that are not equal\n")
          .append(table.render("  ", style));
    }
    report.unavailable().forEach(version -> text.append("not available here: ").append(VisibleText.of(version)).append('\n'));
    return text.toString();
  }
}
