package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.cli.output.Times;
import io.labelstream.train.CostFigure;
import io.labelstream.train.evaluate.Ranking;
import io.labelstream.train.tune.OperatingPoint;
import io.labelstream.train.tune.Swept;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The models of a sweep as a table for people. */
final class SweepText {
  private static final List<Integer> RANKS = List.of(1, 3, 5);
  private static final double FEW = 100;

  private SweepText() {}

  static String render(final Swept swept, final SweepValues values, final Style style) {
    final List<String> headings = new ArrayList<>(List.of("", ">MODEL"));
    RANKS.forEach(k -> headings.add(">P@" + k));
    RANKS.forEach(k -> headings.add(">PSP@" + k));
    headings.addAll(List.of(">P50", ">P95", ">P99", ">SIZE"));
    swept.points().getFirst().costs().forEach(cost -> headings.add(">" + cost.name().toUpperCase(Locale.ROOT)));
    headings.add("SETTINGS");
    final Table table = Table.of(headings.toArray(String[]::new));
    swept.points().forEach(point -> table.row(row(point, swept, values)));
    return table.render("  ", style) + "  " + style.dim("* chosen; + none is both better and faster" + switch (swept.ending()) {
      case COMPLETE, OUT_OF_TIME -> "; times of these are of the last round, in turns";
      case STOPPED -> "";
    }) + "\n";
  }

  private static String[] row(final OperatingPoint point, final Swept swept, final SweepValues values) {
    final List<String> cells = new ArrayList<>(List.of(mark(point, swept), Integer.toString(point.number())));
    RANKS.forEach(k -> cells.add(at(k, point, ranking -> number(ranking.precision()))));
    RANKS.forEach(k -> cells.add(at(k, point, ranking -> number(ranking.psp().orElseThrow()))));
    Stream.of(point.speed().p50(), point.speed().p95(), point.speed().p99()).map(Times::micros).forEach(cells::add);
    cells.add(Amounts.bytes(point.bytes()));
    point.costs().stream().map(CostFigure::mean).map(SweepText::mean).forEach(cells::add);
    cells.add(values.of(point.settings()));
    return cells.toArray(String[]::new);
  }

  /** A figure of the best {@code k} labels; a dash if the model has fewer labels. */
  private static String at(final int k, final OperatingPoint point, final Function<Ranking, String> figure) {
    return k > point.rankings().size() ? "-" : figure.apply(point.rankings().get(k - 1));
  }

  private static String mark(final OperatingPoint point, final Swept swept) {
    if (swept.chosen().filter(chosen -> chosen.point().equals(point)).isPresent()) {
      return "*";
    }
    return swept.front().contains(point) ? "+" : "";
  }

  private static String number(final double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String mean(final double value) {
    return String.format(Locale.ROOT, value < FEW ? "%.2f" : "%,.0f", value);
  }
}
