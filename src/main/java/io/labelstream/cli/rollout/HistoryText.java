package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Table;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.Times;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.fleet.History;
import io.labelstream.rollout.fleet.Rejections;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@link History} as tables for people. */
final class HistoryText {
  private static final String NOTHING = "-";
  /** The indent of the lines below a record. */
  private static final String DETAIL = "        ";

  private HistoryText() {}

  /** A terminal gets lines of a width to read, with cells cut to fit; a file or a pipe gets all of each cell. */
  static String render(final History history, final Terminal terminal) {
    final int columns = terminal.kind() == Terminal.Kind.PLAIN ? Integer.MAX_VALUE : FleetText.COLUMNS;
    final StringBuilder text = new StringBuilder();
    text.append("slot ").append(history.slot()).append(": ").append(count(history.records().size(), "control record")).append(" in ")
        .append(history.topic()).append(", lead ").append(Times.inWords(history.lead())).append('\n');
    if (history.nameless() > 0) {
      text.append(count(history.nameless(), "damaged record")).append(" of the topic may be for any slot\n");
    }
    if (!history.records().isEmpty()) {
      text.append('\n').append(records(history).render("", terminal.style(), columns));
      text.append(vetoes(history)).append(refusals(history));
    }
    text.append("\ntimeline\n").append(spans(history).render("  ", terminal.style(), columns));
    return text.toString();
  }

  private static Table records(final History history) {
    final Table table = Table.of(">OFFSET", ">SEQUENCE", "APPENDED", "RECORD", "SIGNED", "OUTCOME");
    for (final History.Record record : history.records()) {
      table.row(
          Table.Cell.of(Long.toString(record.offset())),
          Table.Cell.of(sequence(record)),
          Table.Cell.of(record.appendTime().isPresent() ? Times.utc(record.appendTime().getAsLong()) : NOTHING),
          Table.Cell.of(record.announcement().map(announcement -> FleetWords.traffic(announcement.traffic())).orElseGet(() -> verdict(record))),
          Table.Cell.of(record.outcome() instanceof ControlLog.Judged ? NOTHING : record.signature().word()),
          outcome(record));
      record.announcement().ifPresent(announcement -> table.between(FleetText.wrapped(DETAIL, detail(announcement, record.entry())).stripTrailing()));
    }
    return table;
  }

  /** The version with its digest, when it counts, and the remark. */
  private static String detail(final Announcement announcement, final Optional<Entry> entry) {
    return FleetWords.digested(announcement.id()) + entry.map(accepted -> ", " + effective(accepted)).orElse("")
        + (announcement.note().isEmpty() ? "" : ": " + announcement.note());
  }

  private static String sequence(final History.Record record) {
    return record.outcome() instanceof final ControlLog.Judged judged
        ? Long.toString(judged.verdict().sequence())
        : record.announcement().map(each -> Long.toString(each.sequence())).orElse(NOTHING);
  }

  private static String verdict(final History.Record record) {
    return record.outcome() instanceof final ControlLog.Judged judged
        ? (judged.verdict().finding() instanceof Verdict.Proved ? "proof" : "veto") + " by " + judged.verdict().instance()
        : NOTHING;
  }

  private static Table.Cell outcome(final History.Record record) {
    return switch (record.outcome()) {
      case ControlLog.Accepted _ -> record.entry().map(HistoryText::decision).orElse(Table.Cell.of(NOTHING));
      case final ControlLog.Judged judged -> switch (judged.effect()) {
        case COUNTS -> new Table.Cell("lets it count", Table.Tone.GOOD);
        case VOID -> new Table.Cell("makes it void", Table.Tone.DOUBTFUL);
        case NONE -> new Table.Cell("no effect", Table.Tone.DIM);
        case TOO_LATE -> new Table.Cell("too late, no effect", Table.Tone.DIM);
        case IGNORED -> new Table.Cell("ignored: --no-veto", Table.Tone.DIM);
      };
      case ControlLog.Refused refused -> new Table.Cell(refused.rejection().code().code(), Table.Tone.DOUBTFUL);
      case ControlLog.Foreign _ -> Table.Cell.of(NOTHING);
    };
  }

  private static Table.Cell decision(final Entry entry) {
    return switch (entry.decision()) {
      case Decision.Unconditional _ -> new Table.Cell("accepted", Table.Tone.GOOD);
      case Decision.Pending _ -> new Table.Cell("pending", Table.Tone.DOUBTFUL);
      case Decision.Proved _ -> new Table.Cell("proved", Table.Tone.GOOD);
      case final Decision.Vetoed vetoed -> new Table.Cell("vetoed: " + vetoed.veto().code(), Table.Tone.DOUBTFUL);
      case Decision.Cancelled _ -> new Table.Cell("withdrawn before proof", Table.Tone.DIM);
    };
  }

  private static String effective(final Entry entry) {
    return switch (entry.decision()) {
      case Decision.Pending _ when entry.reachesBack() -> "effective from " + Times.utc(entry.asked()) + " once proved";
      case Decision.Pending _ -> "not effective before " + Times.utc(entry.asked());
      case Decision.Vetoed _, Decision.Cancelled _ -> "never effective";
      case Decision.Proved _ when entry.effectiveFrom() != entry.asked() && entry.announcement().effectiveFrom() instanceof EffectiveFrom.At ->
          "effective from " + Times.utc(entry.effectiveFrom()) + " (asked for " + Times.utc(entry.asked()) + ")";
      case Decision.Proved _, Decision.Unconditional _ -> "effective from " + Times.utc(entry.effectiveFrom());
    };
  }

  private static String vetoes(final History history) {
    final String lines = history.records().stream()
        .map(History.Record::outcome)
        .filter(ControlLog.Judged.class::isInstance)
        .map(ControlLog.Judged.class::cast)
        .filter(judged -> judged.verdict().finding() instanceof Verdict.Veto)
        .map(judged -> veto(judged, (Verdict.Veto) judged.verdict().finding()))
        .collect(Collectors.joining());
    return lines.isEmpty() ? "" : "\nvetoes\n" + lines;
  }

  private static String veto(final ControlLog.Judged judged, final Verdict.Veto veto) {
    return FleetText.wrapped("  ", "offset " + judged.offset() + ", of " + judged.verdict().slot() + "/" + judged.verdict().sequence() + " by "
        + judged.verdict().instance() + ": " + Rejections.inWords(veto.code(), veto.detail()));
  }

  private static String refusals(final History history) {
    final String lines = history.records().stream()
        .map(History.Record::outcome)
        .filter(ControlLog.Refused.class::isInstance)
        .map(ControlLog.Refused.class::cast)
        .map(refused -> FleetText.wrapped("  ", "offset " + refused.offset() + ": " + Rejections.inWords(refused.rejection())))
        .collect(Collectors.joining());
    return lines.isEmpty() ? "" : "\nrefused by every instance\n" + lines;
  }

  private static Table spans(final History history) {
    final Table table = Table.of("FROM", "", "LIVE", "CANARY", "SHADOW");
    for (final TimeSpan span : history.spans()) {
      table.row(Times.utc(span.from()), distance(span, history.now()),
          span.live().map(HistoryText::version).orElse("nothing"),
          span.canary().map(HistoryText::canary).orElse(""),
          span.shadow().map(HistoryText::version).orElse(""));
    }
    return table;
  }

  private static String distance(final TimeSpan span, final Instant now) {
    final boolean current = span.from() <= now.toEpochMilli() && now.toEpochMilli() <= span.last();
    if (span.from() == Long.MIN_VALUE) {
      return current ? "(now)" : "";
    }
    return Times.distance(span.from(), now) + (current ? " (now)" : "");
  }

  private static String version(final Entry entry) {
    return FleetWords.version(entry.announcement()) + (entry.offset() == Entry.BASE_OFFSET ? " (configuration)" : "");
  }

  private static String canary(final Entry entry) {
    return version(entry) + (entry.announcement().traffic() instanceof Traffic.Canary(final int percent, final String _) ? " " + percent + " %" : "");
  }

  private static String count(final long number, final String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
