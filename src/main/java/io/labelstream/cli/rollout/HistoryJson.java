package io.labelstream.cli.rollout;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.cli.output.JsonText;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** A {@link History} as one JSON object; fields are only ever added. */
final class HistoryJson {
  private HistoryJson() {}

  static String render(final History history) {
    return JsonText.object(JsonText.Layout.INDENTED, json -> {
      json.writeStringField("slot", history.slot());
      json.writeStringField("topic", history.topic());
      json.writeNumberField("leadMillis", history.lead().toMillis());
      json.writeNumberField("damagedRecords", history.nameless());
      json.writeArrayFieldStart("records");
      for (final History.Record record : history.records()) {
        writeRecord(json, record);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("timeline");
      for (final TimeSpan span : history.spans()) {
        json.writeStartObject();
        JsonText.writeTime(json, "from", span.from());
        writeEntry(json, "live", span.live());
        writeEntry(json, "canary", span.canary());
        writeEntry(json, "shadow", span.shadow());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private static void writeRecord(final JsonGenerator json, final History.Record record) throws IOException {
    json.writeStartObject();
    json.writeNumberField("offset", record.offset());
    if (record.appendTime().isPresent()) {
      JsonText.writeTime(json, "appendTime", record.appendTime().getAsLong());
    }
    if (record.announcement().isPresent()) {
      writeAnnouncement(json, record.announcement().get());
    }
    json.writeStringField("signature", record.signature().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("accepted", record.entry().isPresent());
    if (record.entry().isPresent()) {
      writeDecision(json, record.entry().get());
    }
    if (record.outcome() instanceof final ControlLog.Judged judged) {
      writeVerdict(json, judged);
    }
    if (record.outcome() instanceof ControlLog.Refused refused) {
      json.writeStringField("code", refused.rejection().code().code());
      json.writeStringField("detail", refused.rejection().detail());
    }
    json.writeEndObject();
  }

  private static void writeDecision(final JsonGenerator json, final Entry entry) throws IOException {
    JsonText.writeTime(json, "askedFor", entry.asked());
    json.writeStringField("standing", entry.decision().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    if (entry.counts()) {
      JsonText.writeTime(json, "effectiveFrom", entry.effectiveFrom());
    }
  }

  private static void writeVerdict(final JsonGenerator json, final ControlLog.Judged judged) throws IOException {
    json.writeNumberField("sequence", judged.verdict().sequence());
    json.writeNumberField("announcementOffset", judged.verdict().announcement());
    json.writeStringField("instance", judged.verdict().instance());
    json.writeStringField("effect", judged.effect().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    switch (judged.verdict().finding()) {
      case Verdict.Proved _ -> json.writeStringField("verdict", "proved");
      case Verdict.Veto(final String code, final String detail) -> {
        json.writeStringField("verdict", "veto");
        json.writeStringField("code", code);
        json.writeStringField("detail", detail);
      }
    }
  }

  private static void writeAnnouncement(final JsonGenerator json, final Announcement announcement) throws IOException {
    json.writeNumberField("sequence", announcement.sequence());
    json.writeStringField("model", announcement.model());
    json.writeStringField("version", announcement.version());
    json.writeStringField("family", announcement.family());
    json.writeStringField("sha256", announcement.artifact().sha256());
    json.writeNumberField("bytes", announcement.artifact().bytes());
    json.writeStringField("location", announcement.artifact().location());
    json.writeStringField("traffic", announcement.traffic().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    if (announcement.traffic() instanceof Traffic.Canary(final int percent, final String salt)) {
      json.writeNumberField("percent", percent);
      json.writeStringField("salt", salt);
    }
    json.writeBooleanField("retroactive", announcement.reach() == Reach.RETROACTIVE);
    json.writeBooleanField("noVeto", announcement.objections() == Objections.IGNORED);
    json.writeStringField("note", announcement.note());
  }

  private static void writeEntry(final JsonGenerator json, final String field, final Optional<Entry> entry) throws IOException {
    if (entry.isEmpty()) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    json.writeStringField("model", entry.get().id().name());
    json.writeStringField("version", entry.get().id().version());
    json.writeStringField("sha256", entry.get().id().sha256());
    if (entry.get().controlOffset().isPresent()) {
      json.writeNumberField("offset", entry.get().controlOffset().getAsLong());
    } else {
      json.writeNullField("offset");
    }
    json.writeEndObject();
  }
}
