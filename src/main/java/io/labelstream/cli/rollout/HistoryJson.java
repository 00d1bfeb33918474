package io.labelstream.cli.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.labelstream.display.json.JsonText;
import io.labelstream.display.json.JsonText.Time;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.fleet.History;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A {@link History} as one JSON object; fields are only ever added. */
record HistoryJson(String slot, String topic, long leadMillis, long damagedRecords, List<Item> records, List<Span> timeline) {
  private record Item(
      long offset, Optional<Time> appendTime, @JsonUnwrapped Optional<Announced> announced, History.Signature signature, boolean accepted,
      @JsonUnwrapped Optional<Effective> effective, @JsonUnwrapped Optional<Judged> judged, @JsonUnwrapped Optional<Reason> reason) {}

  private record Announced(
      long sequence, String model, String version, String family, String sha256, long bytes, String location, String traffic, Optional<Integer> percent,
      Optional<String> salt, boolean retroactive, boolean noVeto, String note) {}

  private record Effective(Time askedFor, String standing, Optional<Time> effectiveFrom) {}

  private record Judged(long sequence, long announcementOffset, String instance, ControlLog.Effect effect, String verdict) {}

  private record Reason(String code, String detail) {}

  @JsonInclude
  private record Span(Time from, Optional<Version> live, Optional<Version> canary, Optional<Version> shadow) {}

  @JsonInclude
  private record Version(String model, String version, String sha256, OptionalLong offset) {}

  static String render(final History history) {
    return JsonText.indented(new HistoryJson(history.slot(), history.topic(), history.lead().toMillis(), history.nameless(),
        history.records().stream().map(HistoryJson::item).toList(), history.spans().stream().map(HistoryJson::span).toList()));
  }

  private static Item item(final History.Record record) {
    final Optional<ControlLog.Judged> judged = record.outcome() instanceof final ControlLog.Judged verdict ? Optional.of(verdict) : Optional.empty();
    return new Item(record.offset(), record.appendTime().stream().mapToObj(Time::new).findFirst(), record.announcement().map(HistoryJson::announced),
        record.signature(), record.entry().isPresent(), record.entry().map(HistoryJson::effective), judged.map(HistoryJson::judged), reason(record.outcome()));
  }

  private static Announced announced(final Announcement announcement) {
    final Optional<Traffic.Canary> canary = announcement.traffic() instanceof final Traffic.Canary part ? Optional.of(part) : Optional.empty();
    return new Announced(announcement.sequence(), announcement.model(), announcement.version(), announcement.family(), announcement.artifact().sha256(),
        announcement.artifact().bytes(), announcement.artifact().location(), word(announcement.traffic()), canary.map(Traffic.Canary::percent),
        canary.map(Traffic.Canary::salt), announcement.reach() == Reach.RETROACTIVE, announcement.objections() == Objections.IGNORED, announcement.note());
  }

  private static Effective effective(final Entry entry) {
    return new Effective(new Time(entry.asked()), word(entry.decision()), entry.counts() ? Optional.of(new Time(entry.effectiveFrom())) : Optional.empty());
  }

  private static Judged judged(final ControlLog.Judged judged) {
    final Verdict verdict = judged.verdict();
    return new Judged(verdict.sequence(), verdict.announcement(), verdict.instance(), judged.effect(), word(verdict.finding()));
  }

  private static Optional<Reason> reason(final ControlLog.Outcome outcome) {
    return switch (outcome) {
      case final ControlLog.Refused refused -> Optional.of(new Reason(refused.rejection().code().code(), refused.rejection().detail()));
      case final ControlLog.Judged judged when judged.verdict().finding() instanceof Verdict.Veto(final String code, final String detail) ->
          Optional.of(new Reason(code, detail));
      default -> Optional.empty();
    };
  }

  private static Span span(final TimeSpan span) {
    return new Span(new Time(span.from()), span.live().map(HistoryJson::version), span.canary().map(HistoryJson::version), span.shadow().map(HistoryJson::version));
  }

  private static Version version(final Entry entry) {
    return new Version(entry.id().name(), entry.id().version(), entry.id().sha256(), entry.controlOffset());
  }

  /** The kind of an object in a word. */
  private static String word(final Object kind) {
    return kind.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
