package io.labelstream.cli.stream;

import io.labelstream.cli.output.JsonText;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayReport.Difference;
import io.labelstream.pipeline.replay.ReplayReport.Finding;

/** A {@link ReplayReport} as one JSON object; fields are only ever added. */
final class ReplayJson {
  private ReplayJson() {}

  static String render(final ReplayReport report) {
    return JsonText.object(JsonText.Layout.INDENTED, json -> {
      json.writeBooleanField("equal", report.verdict() == ReplayReport.Verdict.EQUAL);
      json.writeNumberField("records", report.records());
      json.writeObjectFieldStart("found");
      for (final Finding finding : Finding.values()) {
        json.writeNumberField(finding.code(), report.counts().get(finding));
      }
      json.writeEndObject();
      json.writeArrayFieldStart("differences");
      for (final Difference difference : report.differences()) {
        json.writeStartObject();
        json.writeStringField("found", difference.finding().code());
        json.writeNumberField("partition", difference.partition());
        json.writeNumberField("offset", difference.offset());
        json.writeStringField("detail", difference.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("unavailable");
      for (final String version : report.unavailable()) {
        json.writeString(version);
      }
      json.writeEndArray();
    });
  }
}
