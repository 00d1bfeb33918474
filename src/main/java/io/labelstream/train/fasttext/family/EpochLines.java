package io.labelstream.train.fasttext.family;

import io.labelstream.train.Progress;
import io.labelstream.train.fasttext.EpochReport;
import io.labelstream.train.fasttext.SgdProgress;
import java.util.Locale;

/** Reports the progress of training in words. For the thread that trains. */
final class EpochLines implements SgdProgress {
  private final Progress progress;
  private final int threads;
  private String validation = "";

  EpochLines(final Progress progress, final int threads) {
    this.progress = progress;
    this.threads = threads;
  }

  @Override
  public void at(final State state) {
    final String loss = Double.isNaN(state.loss()) ? "-" : String.format(Locale.ROOT, "%.4f", state.loss());
    progress.at(new Progress.State(
        "epoch " + state.epoch() + " of " + state.epochs(), state.fraction(),
        String.format(Locale.ROOT, "%,.0f tokens/s  loss %s%s", threads * state.tokensPerSecond(), loss, validation), state.remaining()));
  }

  /** An epoch has been measured. */
  void over(final EpochReport report) {
    validation = report.examples() == 0 ? "" : String.format(Locale.ROOT, ", validation %.4f", report.precision());
    progress.over(String.format(Locale.ROOT, "epoch %d of %d: loss %.4f%s", report.epoch(), report.epochs(), report.loss(), validation));
  }
}
