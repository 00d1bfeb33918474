package io.labelstream.bench.pipeline;

import java.util.List;

/**
 * The figures of one pipeline.
 *
 * @param speed at the most that it can do
 * @param latencies under steady loads; none if they were not asked for
 */
public record CaseFigures(PipelineCase pipeline, Compared<RunFigures> speed, List<AtLoad> latencies) {
  public CaseFigures {
    latencies = List.copyOf(latencies);
  }

  /**
   * Latencies under one load, which is the same for the pipeline and its pass-through.
   *
   * @param load a part of the most records a second that the pipeline can do
   */
  public record AtLoad(double load, Compared<Latency> latency) {}
}
