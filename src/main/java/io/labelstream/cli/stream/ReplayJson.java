package io.labelstream.cli.stream;

import io.labelstream.display.json.JsonText;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayReport.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link ReplayReport} as one JSON object; fields are only ever added. */
record ReplayJson(boolean equal, long records, Map<String, Long> found, List<Difference> differences, List<String> unavailable) {
  private record Difference(Finding found, int partition, long offset, String detail) {}

  static String render(final ReplayReport report) {
    final Map<String, Long> found = new LinkedHashMap<>();
    report.counts().forEach((finding, count) -> found.put(finding.code(), count));
    return JsonText.indented(new ReplayJson(report.verdict() == ReplayReport.Verdict.EQUAL, report.records(), found,
        report.differences().stream().map(each -> new Difference(each.finding(), each.partition(), each.offset(), each.detail())).toList(),
        report.unavailable()));
  }
}
