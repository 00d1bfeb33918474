package io.labelstream.bench.pipeline;

import io.labelstream.pipeline.config.InputFormat;
import io.labelstream.pipeline.config.OutputFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Figures of runs that were never made. */
final class Runs {
  private Runs() {}

  /** A run with this many records in a second, and as much CPU time a record as a processor of its own has. */
  static RunFigures of(final double recordsPerSecond, final Noise noise) {
    final Map<ThreadKind, Double> micros = new EnumMap<>(ThreadKind.class);
    for (final ThreadKind kind : ThreadKind.values()) {
      micros.put(kind, kind == ThreadKind.STREAM ? 1e6 / recordsPerSecond : 0);
    }
    final Span span = new Span((long) recordsPerSecond, 1, micros, 0, 0);
    return new RunFigures(span, span, 1, noise);
  }

  static RunFigures of(final double recordsPerSecond) {
    return of(recordsPerSecond, Noise.NONE);
  }

  static PipelineCase pipeline(final int threads, final int slots, final int textBytes) {
    return new PipelineCase(
        new Conditions(InputFormat.TEXT, Guarantee.EXACTLY_ONCE_V2, threads, 1, 4, textBytes), OutputFormat.JSON, new BenchModel(Path.of("m.ftz"), 176), slots);
  }

  static CaseFigures figures(final PipelineCase pipeline, final double... recordsPerSecond) {
    final List<RunFigures> runs = Arrays.stream(recordsPerSecond).mapToObj(Runs::of).toList();
    return new CaseFigures(pipeline, new Compared<>(runs, runs), List.of());
  }
}
