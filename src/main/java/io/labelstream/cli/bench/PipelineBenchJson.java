package io.labelstream.cli.bench;

import io.labelstream.bench.BenchTexts;
import io.labelstream.bench.Spread;
import io.labelstream.bench.pipeline.CaseFigures;
import io.labelstream.bench.pipeline.Compared;
import io.labelstream.bench.pipeline.Dimension;
import io.labelstream.bench.pipeline.Guarantee;
import io.labelstream.bench.pipeline.Latency;
import io.labelstream.bench.pipeline.Law;
import io.labelstream.bench.pipeline.Machine;
import io.labelstream.bench.pipeline.PipelineBench;
import io.labelstream.bench.pipeline.PipelineCase;
import io.labelstream.bench.pipeline.PipelineFigures;
import io.labelstream.bench.pipeline.RunFigures;
import io.labelstream.display.json.JsonText;
import io.labelstream.pipeline.config.InputFormat;
import io.labelstream.pipeline.config.OutputFormat;
import io.labelstream.pipeline.config.PipelineConfig;
import java.util.List;

/** The report of {@code bench pipeline} for programs, with the figures of each run; fields are only ever added. */
final class PipelineBenchJson {
  private PipelineBenchJson() {}

  /** @param settings those that were given, with secrets hidden */
  static String of(final PipelineFigures figures, final List<PipelineConfig.Setting> settings) {
    final PipelineBench.Settings chosen = figures.settings();
    final BenchTexts texts = figures.texts();
    return JsonText.indented(new Fields(
        figures.machine(), new TextFields(texts.name(), texts.texts().size(), texts.bytes()), chosen.records(), chosen.repetitions(),
        chosen.latency().toMillis(), settings, figures.cases().stream().map(CaseFields::of).toList(), figures.laws().stream().map(LawFields::of).toList(),
        figures.doubts()));
  }

  private record Fields(
      Machine machine, TextFields texts, long records, int repetitions, long latencyMillis, List<PipelineConfig.Setting> settings,
      List<CaseFields> cases, List<LawFields> laws, List<String> doubts) {}

  private record TextFields(String name, int count, long bytes) {}

  private record PipelineFields(
      InputFormat input, OutputFormat output, String model, int labels, Guarantee guarantee, int threads, int instances, int partitions, int slots,
      int textBytes) {
    static PipelineFields of(final PipelineCase pipeline) {
      return new PipelineFields(
          pipeline.conditions().input(), pipeline.output(), pipeline.model().file().toString(), pipeline.model().labels(),
          pipeline.conditions().guarantee(), pipeline.conditions().threads(), pipeline.conditions().instances(),
          pipeline.conditions().partitions(), pipeline.slots(), pipeline.conditions().textBytes());
    }
  }

  private record CaseFields(
      PipelineFields pipeline, Spread recordsPerSecond, Spread passThroughRecordsPerSecond, Spread ratio, Spread warmRatio, Spread coldSecondsRatio,
      Compared<RunFigures> speed, List<LatencyFields> latencies) {
    static CaseFields of(final CaseFigures figures) {
      final Compared<RunFigures> speed = figures.speed();
      return new CaseFields(
          PipelineFields.of(figures.pipeline()), speed.of(run -> run.whole().recordsPerSecond()), speed.ofPassThrough(run -> run.whole().recordsPerSecond()),
          speed.ratio(run -> run.whole().recordsPerSecond()), speed.ratio(run -> run.warm().recordsPerSecond()), speed.ratio(RunFigures::coldSeconds), speed,
          figures.latencies().stream().map(LatencyFields::of).toList());
    }
  }

  private record LatencyFields(double load, Spread p99Ratio, Spread firstP99Ratio, Compared<Latency> latency) {
    static LatencyFields of(final CaseFigures.AtLoad at) {
      return new LatencyFields(
          at.load(), at.latency().ratio(run -> run.later().p99()), at.latency().ratio(run -> run.first().p99()), at.latency());
    }
  }

  private record LawFields(Dimension dimension, String figure, String unit, PipelineFields first, int points, double start, double slope, double error) {
    static LawFields of(final Law law) {
      return new LawFields(
          law.dimension(), law.dimension().figure(), law.dimension().unit(), PipelineFields.of(law.first()), law.points(), law.line().start(),
          law.line().slope(), law.line().error());
    }
  }
}
