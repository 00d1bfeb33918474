package io.labelstream.bench.pipeline;

import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** The dimensions along which a pipeline is scaled, with the figure that grows along each: of a warm pipeline, and without compilers. */
public enum Dimension {
  TEXT_BYTES("us of CPU a record", "bytes of the text", pipeline -> pipeline.conditions().textBytes(), run -> run.warm().workMicros()),
  /** The depth of a tree of labels grows by one with each doubling of their number. */
  LABELS("us of CPU a record", "doublings of the number of labels", pipeline -> Math.log(pipeline.model().labels()) / Math.log(2),
      run -> run.warm().workMicros()),
  SLOTS("us of CPU a record", "slots", PipelineCase::slots, run -> run.warm().workMicros()),
  THREADS("records/s", "threads", pipeline -> pipeline.conditions().threads(), run -> run.warm().recordsPerSecond()),
  INSTANCES("records/s", "instances", pipeline -> pipeline.conditions().instances(), run -> run.warm().recordsPerSecond()),
  PARTITIONS("records/s", "partitions", pipeline -> pipeline.conditions().partitions(), run -> run.warm().recordsPerSecond());

  private static final BenchModel ANY_MODEL = new BenchModel(Path.of(""), 1);

  private final String figure;
  private final String unit;
  private final ToDoubleFunction<PipelineCase> place;
  private final ToDoubleFunction<RunFigures> value;

  Dimension(final String figure, final String unit, final ToDoubleFunction<PipelineCase> place, final ToDoubleFunction<RunFigures> value) {
    this.figure = figure;
    this.unit = unit;
    this.place = place;
    this.value = value;
  }

  /** The name of the figure, with its unit. */
  public String figure() {
    return figure;
  }

  /** The unit of the dimension. */
  public String unit() {
    return unit;
  }

  /** The place of a pipeline in this dimension. */
  public double place(final PipelineCase pipeline) {
    return place.applyAsDouble(pipeline);
  }

  /** The figure of a run. */
  double value(final RunFigures run) {
    return value.applyAsDouble(run);
  }

  /** A pipeline without its place in this dimension: those that are alike then lie on one line. */
  PipelineCase others(final PipelineCase pipeline) {
    final Conditions all = pipeline.conditions();
    return switch (this) {
      case LABELS -> new PipelineCase(all, pipeline.output(), ANY_MODEL, pipeline.slots());
      case SLOTS -> new PipelineCase(all, pipeline.output(), pipeline.model(), 1);
      case TEXT_BYTES -> with(pipeline, new Conditions(all.input(), all.guarantee(), all.threads(), all.instances(), all.partitions(), 0));
      case THREADS -> with(pipeline, new Conditions(all.input(), all.guarantee(), 1, all.instances(), all.partitions(), all.textBytes()));
      case INSTANCES -> with(pipeline, new Conditions(all.input(), all.guarantee(), all.threads(), 1, all.partitions(), all.textBytes()));
      case PARTITIONS -> with(pipeline, new Conditions(all.input(), all.guarantee(), all.threads(), all.instances(), 1, all.textBytes()));
    };
  }

  private static PipelineCase with(final PipelineCase pipeline, final Conditions conditions) {
    return new PipelineCase(conditions, pipeline.output(), pipeline.model(), pipeline.slots());
  }
}
