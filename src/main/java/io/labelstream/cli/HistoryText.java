package io.labelstream.cli;

import io.labelstream.display.VisibleText;
import io.labelstream.rollout.Announcement;
import io.labelstream.rollout.ControlLog;
import io.labelstream.rollout.Entry;
import io.labelstream.rollout.Stretch;
import io.labelstream.rollout.Traffic;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@link History} as tables for people. */
final class HistoryText {
  private static final String NOTHING = "-";

  private HistoryText() {}

  static String render(final History history, final Style style) {
    final StringBuilder text = new StringBuilder();
    text.append("slot ").append(history.slot()).append(": ").append(count(history.records().size(), "control record")).append(" in ")
        .append(history.topic()).append(", lead ").append(Times.inWords(history.lead())).append('\n');
    if (history.nameless() > 0) {
      text.append(count(history.nameless(), "damaged record")).append(" of the topic may be for any slot\n");
    }
    if (!history.records().isEmpty()) {
      text.append('\n').append(records(history).render("", style));
      text.append(refusals(history));
    }
    text.append("\ntimeline\n").append(spans(history).render("  ", style));
    return text.toString();
  }

  private static Table records(final History history) {
    final Table table = Table.of(">OFFSET", ">SEQUENCE", "APPENDED", "EFFECTIVE FROM", "TRAFFIC", "MODEL", "VERSION", "DIGEST", "SIGNED", "OUTCOME", "NOTE");
    for (final History.Record record : history.records()) {
      final Optional<Announcement> announcement = record.announcement();
      table.row(
          Table.Cell.of(Long.toString(record.offset())),
          Table.Cell.of(announcement.map(each -> Long.toString(each.sequence())).orElse(NOTHING)),
          Table.Cell.of(record.appendTime().isPresent() ? Times.utc(record.appendTime().getAsLong()) : NOTHING),
          Table.Cell.of(record.entry().map(entry -> Times.utc(entry.effectiveFrom())).orElse(NOTHING)),
          Table.Cell.of(announcement.map(each -> Traffics.inWords(each.traffic())).orElse(NOTHING)),
          Table.Cell.of(announcement.map(Announcement::model).orElse(NOTHING)),
          Table.Cell.of(announcement.map(Announcement::version).orElse(NOTHING)),
          Table.Cell.of(announcement.map(each -> ModelFile.shortened(each.artifact().sha256())).orElse(NOTHING)),
          Table.Cell.of(record.signature().word()),
          outcome(record.outcome()),
          Table.Cell.of(announcement.map(Announcement::note).orElse("")));
    }
    return table;
  }

  private static Table.Cell outcome(final ControlLog.Outcome outcome) {
    return switch (outcome) {
      case ControlLog.Accepted _ -> new Table.Cell("accepted", Table.Tone.GOOD);
      case ControlLog.Refused refused -> new Table.Cell(refused.rejection().code().code(), Table.Tone.DOUBTFUL);
      case ControlLog.Foreign _ -> Table.Cell.of(NOTHING);
    };
  }

  private static String refusals(final History history) {
    final String lines = history.records().stream()
        .map(History.Record::outcome)
        .filter(ControlLog.Refused.class::isInstance)
        .map(ControlLog.Refused.class::cast)
        .map(refused -> "  offset " + refused.offset() + ": "
            + VisibleText.of(Rejections.inWords(refused.rejection())) + "\n")
        .collect(Collectors.joining());
    return lines.isEmpty() ? "" : "\nrefused by every instance\n" + lines;
  }

  private static Table spans(final History history) {
    final Table table = Table.of("FROM", "", "LIVE", "CANARY", "SHADOW");
    for (final Stretch span : history.spans()) {
      table.row(Times.utc(span.from()), distance(span, history.now()),
          span.live().map(HistoryText::version).orElse("nothing"),
          span.canary().map(HistoryText::canary).orElse(""),
          span.shadow().map(HistoryText::version).orElse(""));
    }
    return table;
  }

  private static String distance(final Stretch span, final Instant now) {
    final boolean current = span.from() <= now.toEpochMilli() && now.toEpochMilli() <= span.last();
    if (span.from() == Long.MIN_VALUE) {
      return current ? "(now)" : "";
    }
    return Times.distance(span.from(), now) + (current ? " (now)" : "");
  }

  private static String version(final Entry entry) {
    return AnnouncedText.version(entry.announcement()) + (entry.offset() == Entry.BASE_OFFSET ? " (configuration)" : "");
  }

  private static String canary(final Entry entry) {
    return version(entry) + (entry.announcement().traffic() instanceof Traffic.Canary(final int percent, final String _) ? " " + percent + " %" : "");
  }

  private static String count(final long number, final String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
