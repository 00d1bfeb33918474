package io.labelstream.bench.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a figure of pipelines that differ in one dimension only grows along it.
 *
 * @param first the one that is measured first of them
 * @param points how many there are
 */
public record Law(Dimension dimension, PipelineCase first, int points, Line line) {
  /** The laws of all dimensions in which at least two pipelines differ, from the medians of their repetitions. */
  static List<Law> of(final List<CaseFigures> cases) {
    final List<Law> laws = new ArrayList<>();
    for (final Dimension dimension : Dimension.values()) {
      final Map<PipelineCase, List<CaseFigures>> alike = new LinkedHashMap<>();
      cases.forEach(each -> alike.computeIfAbsent(dimension.others(each.pipeline()), none -> new ArrayList<>()).add(each));
      for (final List<CaseFigures> those : alike.values()) {
        if (those.stream().mapToDouble(each -> dimension.place(each.pipeline())).distinct().count() > 1) {
          laws.add(new Law(dimension, those.getFirst().pipeline(), those.size(), Line.through(those.stream()
              .map(each -> new Line.Point(dimension.place(each.pipeline()), each.speed().of(dimension::value).median())).toList())));
        }
      }
    }
    return List.copyOf(laws);
  }
}
