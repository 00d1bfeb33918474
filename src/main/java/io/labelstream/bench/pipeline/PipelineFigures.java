package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchTexts;
import java.util.List;

/**
 * The figures of all cases.
 *
 * @param texts the texts as they were given or made up
 */
public record PipelineFigures(PipelineBench.Settings settings, BenchTexts texts, List<CaseFigures> cases) {
  public PipelineFigures {
    cases = List.copyOf(cases);
  }
}
