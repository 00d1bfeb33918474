package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.cli.output.Times;
import io.labelstream.display.VisibleText;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.fleet.ConfigConflict;
import io.labelstream.rollout.fleet.FleetReport;
import io.labelstream.rollout.fleet.Lack;
import io.labelstream.rollout.fleet.Rejections;
import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.VersionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@link FleetReport} as tables for people; digests are short here, and whole in {@link FleetJson}. */
final class FleetText {
  /** The width of a usual terminal, and of a page on which such a table is shown. */
  static final int COLUMNS = 100;
  private static final int MOST_REFUSALS = 10;
  private static final String NOTHING = "-";

  private FleetText() {}

  static String render(final FleetReport report, final Style style) {
    final StringBuilder text = new StringBuilder(head(report));
    if (!report.instances().isEmpty()) {
      text.append('\n').append(instances(report).render("", style, COLUMNS));
    }
    final List<String> conflicts = ConfigConflict.inWords(report.conflicts());
    conflicts.forEach(conflict -> text.append('\n').append(toned(conflict, ConfigDiffers.CODE, style)));
    for (final String slot : report.slots()) {
      final List<FleetReport.OnInstance> versions = report.versions(slot);
      text.append("\nslot ").append(VisibleText.of(slot));
      if (report.owners(slot).isEmpty()) {
        text.append(": no live instance has it\n");
        versions.forEach(version -> text.append(wrapped("  ", version(version, report))));
      } else if (versions.isEmpty()) {
        text.append(": no version\n");
      } else {
        text.append('\n').append(versions(versions, report).render("    ", style, COLUMNS)).append(rejections(versions));
      }
    }
    text.append(refusals(report, style)).append('\n');
    final List<Lack> lacks = report.lacks();
    if (lacks.isEmpty()) {
      return text.append(style.good("ready")).append(": every live instance has the versions that label now\n").toString();
    }
    lacks.forEach(lack -> text.append(toned("not ready: " + FleetWords.lack(lack), "not ready", style)));
    return text.toString();
  }

  /** Lines whose first word stands out. */
  private static String toned(final String text, final String begin, final Style style) {
    return style.doubtful(begin) + wrapped("", text).substring(begin.length());
  }

  /** A paragraph in lines that fit. */
  static String wrapped(final String indent, final String text) {
    return indent + DisplayText.wrap(text, indent + "  ", COLUMNS) + "\n";
  }

  private static String head(final FleetReport report) {
    final int live = report.live().size();
    final int all = report.instances().size();
    return Times.utc(report.now().toEpochMilli()) + "  " + live + (live == 1 ? " live instance" : " live instances")
        + (all == live ? "" : ", " + (all - live) + " gone") + ", lead " + Times.inWords(report.lead().value()) + ", "
        + report.controlEnd() + (report.controlEnd() == 1 ? " control record\n" : " control records\n")
        + report.lead().doubt().map(doubt -> wrapped("", "note: " + FleetWords.doubt(doubt))).orElse("");
  }

  private static Table instances(final FleetReport report) {
    final Table table = Table.of("INSTANCE", "STATE", "CONTROL TOPIC", ">MODELS HOLD", ">HEARTBEAT", "SLOTS");
    for (final InstanceState instance : report.instances()) {
      final boolean alive = instance.liveness(report.now()) == InstanceState.Liveness.ALIVE;
      final boolean current = instance.control() == InstanceState.Currency.CAUGHT_UP && report.lag(instance) == 0;
      table.row(
          Table.Cell.of(instance.instance()),
          alive ? new Table.Cell(instance.state(), instance.state().equals("running") ? Table.Tone.GOOD : Table.Tone.DOUBTFUL)
              : new Table.Cell("gone", Table.Tone.DOUBTFUL),
          !alive ? Table.Cell.of(NOTHING) : current ? Table.Cell.of("read to its end")
              : new Table.Cell(report.lag(instance) == 0 ? "not sure of its end" : report.lag(instance) + " behind", Table.Tone.DOUBTFUL),
          Table.Cell.of(alive ? Amounts.bytes(instance.residentBytes()) : NOTHING),
          Table.Cell.of(Times.distance(Math.min(instance.at().toEpochMilli(), report.now().toEpochMilli()), report.now())
              .replaceFirst("^in .*", "now")),
          Table.Cell.of(String.join(", ", instance.slots())));
    }
    return table;
  }

  private static Table versions(final List<FleetReport.OnInstance> versions, final FleetReport report) {
    final Table table = Table.of("INSTANCE", "STATE", ">HOLDS", "STEPS");
    Optional<VersionId> above = Optional.empty();
    for (final FleetReport.OnInstance version : versions) {
      if (above.filter(version.id()::equals).isEmpty()) {
        table.between(wrapped("  ", version(version, report)).stripTrailing());
      }
      above = Optional.of(version.id());
      final Optional<VersionState> state = version.state();
      table.row(
          Table.Cell.of(version.instance()),
          state.map(each -> new Table.Cell(each.state(), tone(each.state()))).orElseGet(() -> new Table.Cell("not told of", Table.Tone.DOUBTFUL)),
          Table.Cell.of(state.filter(each -> each.residentBytes() > 0).map(each -> Amounts.bytes(each.residentBytes())).orElse(NOTHING)),
          new Table.Cell(state.map(FleetText::steps).orElse(""), Table.Tone.DIM));
    }
    return table;
  }

  /** A version with its roles. */
  private static String version(final FleetReport.OnInstance version, final FleetReport report) {
    return FleetWords.digested(version.id()) + ": " + version.roles().stream().map(role -> FleetWords.role(role, report.now())).collect(Collectors.joining("; "));
  }

  private static Table.Tone tone(final String state) {
    if (state.equals(ModelState.ACTIVE.code()) || state.equals(ModelState.READY.code())) {
      return Table.Tone.GOOD;
    }
    return state.equals(ModelState.REJECTED.code()) ? Table.Tone.DOUBTFUL : Table.Tone.USUAL;
  }

  /** The steps of the preparation, or why it ended. */
  private static String steps(final VersionState state) {
    return !state.code().isEmpty() ? state.code() : state.steps().stream().map(step -> step.state() + " " + Times.step(step.time())).collect(Collectors.joining(", "));
  }

  /** The reasons why versions that count, or are to count, are rejected; once for all instances with the same one. */
  private static String rejections(final List<FleetReport.OnInstance> versions) {
    final Map<String, List<String>> instances = new LinkedHashMap<>();
    for (final FleetReport.OnInstance version : versions) {
      version.state().filter(state -> version.isNeeded() && !state.code().isEmpty()).ifPresent(state -> instances
          .computeIfAbsent(version.id().name() + " " + version.id().version() + ": " + reason(state),
              reason -> new ArrayList<>())
          .add(state.instance()));
    }
    final StringBuilder text = new StringBuilder();
    instances.forEach((reason, names) ->
        text.append(wrapped("  ", String.join(", ", names) + (names.size() == 1 ? " rejects " : " reject ") + reason)));
    return text.toString();
  }

  /** The reason, with a hint if the instance goes on trying. */
  private static String reason(final VersionState state) {
    final boolean again = Rejections.known(state.code()).filter(code -> code.outlook() == RejectionCode.Outlook.PASSING).isPresent();
    return Rejections.inWords(state.code(), state.detail()) + (again ? "; it is tried again" : "");
  }

  private static String refusals(final FleetReport report, final Style style) {
    final List<FleetReport.Refusal> refusals = report.refusals();
    if (refusals.isEmpty()) {
      return "";
    }
    final Table table = Table.of(">OFFSET", "SLOT", "CODE", "WHEN", "INSTANCES");
    final StringBuilder reasons = new StringBuilder();
    for (final FleetReport.Refusal refusal : refusals.subList(0, Math.min(refusals.size(), MOST_REFUSALS))) {
      final VersionState what = refusal.what();
      final String offset = what.controlOffset().isPresent() ? Long.toString(what.controlOffset().getAsLong()) : "topic";
      table.row(offset, what.slot().isEmpty() ? NOTHING : what.slot(), what.code(), Times.distance(what.at().toEpochMilli(), report.now()),
          String.join(", ", refusal.instances()));
      reasons.append(wrapped("  ", offset + ": " + Rejections.inWords(what.code(), what.detail())));
    }
    if (refusals.size() > MOST_REFUSALS) {
      reasons.append("  ").append(refusals.size() - MOST_REFUSALS).append(" earlier ones are left out; `history` and --format json have all\n");
    }
    return "\nrefused on the control topic\n" + table.render("  ", style, COLUMNS) + reasons;
  }
}
