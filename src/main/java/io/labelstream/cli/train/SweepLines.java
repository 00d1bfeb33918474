package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Times;
import io.labelstream.train.Settings;
import io.labelstream.train.tune.OperatingPoint;
import io.labelstream.train.tune.SweepListener;
import java.util.Locale;

/** Shows the progress of a sweep: a line for each model. */
final class SweepLines implements SweepListener {
  private final SweepValues values;
  private final TrainingProgress progress;

  SweepLines(final SweepValues values, final TrainingProgress progress) {
    this.values = values;
    this.progress = progress;
  }

  @Override
  public void begun(final int number, final int all, final Settings settings) {
    progress.phase("model " + number + " of " + all + ", " + values.of(settings));
  }

  @Override
  public void over(final OperatingPoint point) {
    progress.over(String.format(Locale.ROOT, "model %3d  score %.4f  p95 %9s  %9s  %s",
        point.number(), point.score(), Times.micros(point.time()), Amounts.bytes(point.bytes()), values.of(point.settings())));
  }

  @Override
  public void failed(final Settings settings, final String reason) {
    progress.over("no model  " + values.of(settings) + ": " + reason);
  }

  @Override
  public void timing(final int models) {
    progress.phase("timing " + models + " models in turns");
  }
}
