package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchTexts;
import java.util.List;

/**
 * The figures of all pipelines.
 *
 * @param texts the texts as they were given or made up
 * @param laws of the dimensions in which pipelines differ
 * @param doubts reasons to doubt the figures, a line each
 */
public record PipelineFigures(
    PipelineBench.Settings settings, Machine machine, BenchTexts texts, List<CaseFigures> cases, List<Law> laws, List<String> doubts) {
  public PipelineFigures {
    cases = List.copyOf(cases);
    laws = List.copyOf(laws);
    doubts = List.copyOf(doubts);
  }

  static PipelineFigures of(final PipelineBench.Settings settings, final BenchTexts texts, final List<CaseFigures> cases) {
    return new PipelineFigures(settings, Machine.ofThisProcess(), texts, cases, Law.of(cases), Doubts.of(cases));
  }
}
