package io.labelstream.cli.bench;

import io.labelstream.bench.Spread;
import io.labelstream.bench.pipeline.CaseFigures;
import io.labelstream.bench.pipeline.Compared;
import io.labelstream.bench.pipeline.Conditions;
import io.labelstream.bench.pipeline.Latency;
import io.labelstream.bench.pipeline.Law;
import io.labelstream.bench.pipeline.PipelineCase;
import io.labelstream.bench.pipeline.PipelineFigures;
import io.labelstream.bench.pipeline.RunFigures;
import io.labelstream.bench.pipeline.ThreadKind;
import io.labelstream.cli.output.Facts;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The report of {@code bench pipeline} for people. */
record PipelineBenchReport(PipelineFigures figures) {
  private static final int CELLS = 16;
  private static final double PERCENT = 100;
  private static final int SIGNIFICANT_DIGITS = 3;
  /** A minute shows if a figure gets better. */
  private static final int MOST_SPANS = 12;

  String toText(final Style style) {
    return facts() + "\n" + speeds().render("", style) + "\n" + costs().render("", style)
        + (figures.settings().latency().isZero() ? "" : "\n" + latencies().render("", style) + "\n" + courses().render("", style))
        + (figures.laws().isEmpty() ? "" : "\n" + laws().render("", style))
        + figures.doubts().stream().map(doubt -> "doubtful: " + doubt + "\n").collect(Collectors.joining("", figures.doubts().isEmpty() ? "" : "\n", ""));
  }

  private Facts facts() {
    return new Facts("", CELLS)
        .format("texts", "%s: %,d, %,d bytes", figures.texts().name(), figures.texts().texts().size(), figures.texts().bytes())
        .format("machine", "%d x %s, %s", figures.machine().processors(), figures.machine().processor(), figures.machine().system())
        .add("JVM", figures.machine().jvm())
        .format("runs", "%,d of each, of %,d records", figures.settings().repetitions(), figures.settings().records())
        .add("cold", "from the start of a process to the first million records, or the first half of them; warm: all that follows")
        .add("all", shared());
  }

  /** The values that all cases share. */
  private String shared() {
    return parts().stream().filter(part -> !varies(part)).map(part -> part.apply(figures.cases().getFirst().pipeline())).filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private String name(final PipelineCase pipeline) {
    final String varying = parts().stream().filter(this::varies).map(part -> part.apply(pipeline)).collect(Collectors.joining(", "));
    return varying.isEmpty() ? "pipeline" : varying;
  }

  private boolean varies(final Function<PipelineCase, String> part) {
    return figures.cases().stream().map(each -> part.apply(each.pipeline())).distinct().count() > 1;
  }

  private static List<Function<PipelineCase, String>> parts() {
    return List.of(
        pipeline -> word(pipeline.conditions().input()) + " in",
        pipeline -> word(pipeline.output()) + " out",
        pipeline -> String.valueOf(pipeline.model().file().getFileName()),
        pipeline -> word(pipeline.conditions().guarantee()),
        pipeline -> counted(pipeline.conditions().threads(), "thread"),
        pipeline -> counted(pipeline.conditions().instances(), "instance"),
        pipeline -> counted(pipeline.conditions().partitions(), "partition"),
        pipeline -> counted(pipeline.slots(), "slot"),
        pipeline -> pipeline.conditions().textBytes() == 0 ? "" : counted(pipeline.conditions().textBytes(), "byte"));
  }

  private Table speeds() {
    final Table table = Table.of("", ">records/s", ">pass-through", ">ratio", ">least", ">most", ">warm ratio", ">cold s", ">ratio");
    for (final CaseFigures each : figures.cases()) {
      final Spread ratio = each.speed().ratio(run -> run.whole().recordsPerSecond());
      table.row(
          name(each.pipeline()),
          format("%,.0f", each.speed().of(run -> run.whole().recordsPerSecond()).median()),
          format("%,.0f", each.speed().ofPassThrough(run -> run.whole().recordsPerSecond()).median()),
          format("%.2f", ratio.median()), format("%.2f", ratio.least()), format("%.2f", ratio.most()),
          format("%.2f", each.speed().ratio(run -> run.warm().recordsPerSecond()).median()),
          format("%.2f", each.speed().of(RunFigures::coldSeconds).median()),
          format("%.2f", each.speed().ratio(RunFigures::coldSeconds).median()));
    }
    return table;
  }

  private Table costs() {
    final Table table = Table.of(Stream.of(
        Stream.of("CPU us a record"), Stream.of(ThreadKind.values()).map(kind -> ">" + word(kind)),
        Stream.of(">all", ">broker", ">stream, warm", ">garbage B, warm")).flatMap(names -> names).toArray(String[]::new));
    final List<Conditions> shown = new ArrayList<>();
    for (final CaseFigures each : figures.cases()) {
      if (!shown.contains(each.pipeline().conditions())) {
        shown.add(each.pipeline().conditions());
        table.row(costs("pass-through" + (shown.size() > 1 ? " for the next" : ""), each.speed()::ofPassThrough));
      }
      table.row(costs(name(each.pipeline()), each.speed()::of));
    }
    return table;
  }

  private static String[] costs(final String name, final Function<ToDoubleFunction<RunFigures>, Spread> figure) {
    final List<String> cells = new ArrayList<>(List.of(name));
    for (final ThreadKind kind : ThreadKind.values()) {
      cells.add(format("%.2f", figure.apply(run -> run.whole().cpuMicros().get(kind)).median()));
    }
    cells.add(format("%.2f", figure.apply(run -> run.whole().totalCpuMicros()).median()));
    cells.add(format("%.2f", figure.apply(run -> run.whole().brokerMicros()).median()));
    cells.add(format("%.2f", figure.apply(run -> run.warm().cpuMicros().get(ThreadKind.STREAM)).median()));
    cells.add(format("%,.0f", figure.apply(run -> run.warm().allocatedBytes()).median()));
    return cells.toArray(String[]::new);
  }

  private Table latencies() {
    final Table table = Table.of(
        "end to end, ms", ">load", ">records/s", ">p50", ">p99", ">p99.9", ">pass-through p99", ">ratio", ">first 5 s p99", ">pass-through p99", ">ratio");
    for (final CaseFigures each : figures.cases()) {
      for (final CaseFigures.AtLoad at : each.latencies()) {
        final Compared<Latency> latency = at.latency();
        table.row(
            name(each.pipeline()), format("%.0f %%", PERCENT * at.load()), format("%,.0f", latency.of(Latency::recordsPerSecond).median()),
            millis(latency.of(run -> run.later().p50())), millis(latency.of(run -> run.later().p99())), millis(latency.of(run -> run.later().p999())),
            millis(latency.ofPassThrough(run -> run.later().p99())), format("%.2f", latency.ratio(run -> run.later().p99()).median()),
            millis(latency.of(run -> run.first().p99())), millis(latency.ofPassThrough(run -> run.first().p99())),
            format("%.2f", latency.ratio(run -> run.first().p99()).median()));
      }
    }
    return table;
  }

  private Table courses() {
    final Table table = Table.of("p99 of every five seconds, ms", ">load", "from the start on", "pass-through");
    for (final CaseFigures each : figures.cases()) {
      for (final CaseFigures.AtLoad at : each.latencies()) {
        table.row(name(each.pipeline()), format("%.0f %%", PERCENT * at.load()), course(at.latency().runs()), course(at.latency().passThrough()));
      }
    }
    return table;
  }

  private static String course(final List<Latency> runs) {
    final int spans = runs.stream().mapToInt(run -> run.course().size()).min().orElse(0);
    return IntStream.range(0, Math.min(spans, MOST_SPANS)).mapToObj(span -> millis(Spread.of(runs, run -> run.course().get(span))))
        .collect(Collectors.joining(" "));
  }

  private Table laws() {
    final Table table = Table.of("law, compilers aside", "from", ">points", ">off by at most");
    for (final Law law : figures.laws()) {
      table.row(
          format("%s = %s %s %s x %s", law.dimension().figure(), significant(law.line().start()), law.line().slope() < 0 ? "-" : "+",
              significant(Math.abs(law.line().slope())), law.dimension().unit()),
          name(law.first()), Integer.toString(law.points()), format("%.0f %%", PERCENT * law.line().error()));
    }
    return table;
  }

  private static String significant(final double number) {
    return new BigDecimal(number).round(new MathContext(SIGNIFICANT_DIGITS)).toPlainString();
  }

  private static String millis(final Spread spread) {
    return format("%,.0f", spread.median());
  }

  private static String word(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String counted(final int count, final String what) {
    return format("%,d %s%s", count, what, count == 1 ? "" : "s");
  }

  private static String format(final String pattern, final Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
