package io.labelstream.train.fasttext;

import java.lang.foreign.Arena;
import java.util.function.Consumer;

/** Measures each epoch, and holds a copy of the weights of the best one if that is to be kept. For one thread. */
final class EpochSelection implements EpochEnd, AutoCloseable {
  private final TrainingSettings settings;
  private final HeldOutMeasure validation;
  private final Weights input;
  private final Weights output;
  private final Consumer<EpochReport> reports;
  private final Arena arena = Arena.ofConfined();
  private final Weights bestInput;
  private final Weights bestOutput;
  private double bestPrecision = -1;

  EpochSelection(
      final TrainingSettings settings, final HeldOutMeasure validation, final Weights input, final Weights output, final Consumer<EpochReport> reports) {
    this.settings = settings;
    this.validation = validation;
    this.input = input;
    this.output = output;
    this.reports = reports;
    final boolean copies = settings.kept() == TrainingSettings.KeptEpoch.BEST;
    this.bestInput = Weights.zeros(copies ? input.rows() : 0, input.columns(), arena);
    this.bestOutput = Weights.zeros(copies ? output.rows() : 0, output.columns(), arena);
  }

  @Override
  public Next after(final int epoch, final double loss) {
    final EpochReport report = validation.measure(epoch, settings.epochs(), loss);
    reports.accept(report);
    if (settings.kept() == TrainingSettings.KeptEpoch.BEST && report.precision() > bestPrecision) {
      bestPrecision = report.precision();
      bestInput.segment().copyFrom(input.segment());
      bestOutput.segment().copyFrom(output.segment());
    }
    return Next.CONTINUE;
  }

  /** Restores the weights of the best epoch if they are to be kept. */
  void finish() {
    if (bestPrecision >= 0) {
      input.segment().copyFrom(bestInput.segment());
      output.segment().copyFrom(bestOutput.segment());
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
