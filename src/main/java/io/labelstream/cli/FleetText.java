package io.labelstream.cli;

import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.VersionId;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.VersionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@link FleetReport} as tables for people. */
final class FleetText {
  private static final String NOTHING = "-";
  private static final long KIBI = 1024;

  private FleetText() {}

  static String render(final FleetReport report, final Style style) {
    final StringBuilder text = new StringBuilder(head(report));
    if (!report.instances().isEmpty()) {
      text.append('\n').append(instances(report).render("", style));
    }
    report.conflicts().forEach(conflict -> text.append('\n').append(style.doubtful(conflict.inWords())).append('\n'));
    for (final String slot : report.slots()) {
      final List<FleetReport.OnInstance> versions = report.versions(slot);
      text.append("\nslot ").append(slot).append(versions.isEmpty() ? ": no version\n" : "\n");
      if (!versions.isEmpty()) {
        text.append(versions(versions, report).render("  ", style)).append(rejections(versions));
      }
    }
    text.append(refusals(report, style)).append('\n');
    final List<String> lacks = report.lacks();
    if (lacks.isEmpty()) {
      return text.append(style.good("ready")).append(": every live instance has the versions that label now\n").toString();
    }
    lacks.forEach(lack -> text.append(style.doubtful("not ready")).append(": ").append(shown(lack)).append('\n'));
    return text.toString();
  }

  private static String head(final FleetReport report) {
    final int live = report.live().size();
    final int all = report.instances().size();
    return Times.utc(report.now().toEpochMilli()) + "  " + live + (live == 1 ? " live instance" : " live instances")
        + (all == live ? "" : ", " + (all - live) + " gone") + ", lead " + Times.inWords(report.lead().value()) + ", "
        + report.controlEnd() + (report.controlEnd() == 1 ? " control record\n" : " control records\n")
        + report.lead().doubt().map(doubt -> "note: " + doubt + "\n").orElse("");
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
          Table.Cell.of(alive ? bytes(instance.residentBytes()) : NOTHING),
          Table.Cell.of(Times.distance(Math.min(instance.at().toEpochMilli(), report.now().toEpochMilli()), report.now())
              .replaceFirst("^in .*", "now")),
          Table.Cell.of(String.join(", ", instance.slots())));
    }
    return table;
  }

  private static Table versions(final List<FleetReport.OnInstance> versions, final FleetReport report) {
    final Table table = Table.of("VERSION", "DIGEST", "DOES", "FROM", "INSTANCE", "STATE", ">HOLDS", "STEPS");
    Optional<VersionId> above = Optional.empty();
    for (final FleetReport.OnInstance version : versions) {
      final boolean repeated = above.filter(version.id()::equals).isPresent();
      above = Optional.of(version.id());
      final Optional<VersionState> state = version.state();
      table.row(
          Table.Cell.of(repeated ? "" : version.id().name() + " " + version.id().version()),
          Table.Cell.of(repeated ? "" : ModelFile.shortened(version.id().sha256())),
          Table.Cell.of(repeated ? "" : version.role().text()),
          Table.Cell.of(repeated || version.role().since().isEmpty() ? ""
              : AnnouncedText.effective(version.role().since().getAsLong(), report.now())),
          Table.Cell.of(version.instance().isEmpty() ? NOTHING : version.instance()),
          state.map(each -> new Table.Cell(each.state(), tone(each.state()))).orElseGet(() -> new Table.Cell("not told of", Table.Tone.DOUBTFUL)),
          Table.Cell.of(state.filter(each -> each.residentBytes() > 0).map(each -> bytes(each.residentBytes())).orElse(NOTHING)),
          new Table.Cell(state.map(FleetText::steps).orElse(""), Table.Tone.DIM));
    }
    return table;
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

  /** Why versions that count, or are to count, are rejected; once for all instances that say the same. */
  private static String rejections(final List<FleetReport.OnInstance> versions) {
    final Map<String, List<String>> instances = new LinkedHashMap<>();
    for (final FleetReport.OnInstance version : versions) {
      version.state().filter(state -> version.role().isNeeded() && !state.code().isEmpty()).ifPresent(state -> instances
          .computeIfAbsent(version.id().name() + " " + version.id().version() + ": " + Rejections.inWords(state.code(), state.detail()),
              reason -> new ArrayList<>())
          .add(state.instance()));
    }
    final StringBuilder text = new StringBuilder();
    instances.forEach((reason, names) -> text.append("  ").append(shown(String.join(", ", names))).append(names.size() == 1 ? " rejects " : " reject ")
        .append(shown(reason)).append('\n'));
    return text.toString();
  }

  private static String refusals(final FleetReport report, final Style style) {
    final List<FleetReport.Refusal> refusals = report.refusals();
    if (refusals.isEmpty()) {
      return "";
    }
    final Table table = Table.of(">OFFSET", "SLOT", "CODE", "WHEN", "INSTANCES");
    final StringBuilder reasons = new StringBuilder();
    for (final FleetReport.Refusal refusal : refusals) {
      final VersionState what = refusal.what();
      final String offset = what.controlOffset().isPresent() ? Long.toString(what.controlOffset().getAsLong()) : "topic";
      table.row(offset, what.slot().isEmpty() ? NOTHING : what.slot(), what.code(), Times.distance(what.at().toEpochMilli(), report.now()),
          String.join(", ", refusal.instances()));
      reasons.append("  ").append(offset).append(": ").append(shown(Rejections.inWords(what.code(), what.detail()))).append('\n');
    }
    return "\nrefused on the control topic\n" + table.render("  ", style) + reasons;
  }

  /** Bytes in the unit that leaves few digits. */
  static String bytes(final long bytes) {
    if (bytes < KIBI) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= KIBI && unit < 3) {
      value /= KIBI;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", value, "KMGT".charAt(unit));
  }

  private static String shown(final String text) {
    return DisplayText.fit(text, Integer.MAX_VALUE);
  }
}
