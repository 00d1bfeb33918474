package io.labelstream.cli.train;

import io.labelstream.display.json.JsonText;
import io.labelstream.train.CostFigure;
import io.labelstream.train.evaluate.Ranking;
import io.labelstream.train.tune.Measure;
import io.labelstream.train.tune.OperatingPoint;
import io.labelstream.train.tune.Swept;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models of a sweep as one JSON object; fields are only ever added. */
record SweepJson(Measure measure, Swept.Ending ending, Optional<Integer> chosen, List<Integer> front, List<Model> models, List<String> commands) {
  private record Model(
      int number, Map<String, String> settings, double score, List<Ranking> rankings, SpeedJson speed, long bytes, Map<String, Double> costs) {}

  /** @param commands those that make the chosen model again; none if there is none */
  static String render(final Measure measure, final Swept swept, final SweepValues values, final List<String> commands) {
    return JsonText.indented(new SweepJson(
        measure, swept.ending(), swept.chosen().map(chosen -> chosen.point().number()), swept.front().stream().map(OperatingPoint::number).toList(),
        swept.points().stream().map(point -> model(point, values)).toList(), commands));
  }

  private static Model model(final OperatingPoint point, final SweepValues values) {
    final Map<String, Double> costs = new LinkedHashMap<>();
    for (final CostFigure cost : point.costs()) {
      costs.put(cost.name(), cost.mean());
    }
    return new Model(
        point.number(), values.byName(point.settings()), point.score(), point.rankings(), SpeedJson.of(point.speed()), point.bytes(), costs);
  }
}
