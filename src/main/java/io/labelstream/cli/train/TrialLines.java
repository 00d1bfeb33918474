package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Times;
import io.labelstream.train.tune.Trial;
import io.labelstream.train.tune.TuningSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows the progress of a search: a line for each trial. For the thread that searches. */
final class TrialLines implements Consumer<Trial> {
  private final TuningSettings settings;
  private final TrainingProgress progress;
  private final long start = System.nanoTime();
  private double best = Double.NEGATIVE_INFINITY;

  TrialLines(final TuningSettings settings, final TrainingProgress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** The first trial has begun. */
  void begin() {
    waiting(1);
  }

  @Override
  public void accept(final Trial trial) {
    progress.over(String.format(Locale.ROOT, "trial %3d  %s  %8s  %s", trial.number(), result(trial), Times.inWords(trial.elapsed()),
        settings.family().inWords(trial.settings())));
    waiting(trial.number() + 1);
  }

  private void waiting(final int number) {
    final Duration left = settings.time().minusNanos(System.nanoTime() - start);
    if (left.toSeconds() > 0) {
      progress.phase("trial " + number + ", " + Times.inWords(Duration.ofSeconds(left.toSeconds())) + " left");
    }
  }

  private String result(final Trial trial) {
    return switch (trial.result()) {
      case Trial.Failed(final String reason) -> reason;
      case Trial.Measured(final double score, final long bytes) -> {
        final boolean better = score > best;
        best = Math.max(best, score);
        yield String.format(Locale.ROOT, "%s %.4f%s  %9s", settings.measure().name().toLowerCase(Locale.ROOT), score, better ? "*" : " ", Amounts.bytes(bytes));
      }
    };
  }
}
