package io.labelstream.cli.train;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.Times;
import io.labelstream.display.VisibleText;
import io.labelstream.train.fasttext.EpochReport;
import io.labelstream.train.fasttext.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shows how training goes: a line that is redrawn in place, or, where that cannot be, a line now and then. For the thread that trains. */
final class TrainingProgress implements Progress, AutoCloseable {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Terminal terminal;
  private final PrintStream err;
  private final int threads;
  private final long start = System.nanoTime();
  private long lastLine = start;
  private Optional<EpochReport> lastReport = Optional.empty();
  private boolean withinLine;

  private TrainingProgress(final Terminal terminal, final PrintStream err, final int threads) {
    this.terminal = terminal;
    this.err = err;
    this.threads = threads;
  }

  static TrainingProgress of(final Terminal terminal, final PrintStream err, final int threads) {
    return new TrainingProgress(terminal, err, threads);
  }

  /** Something that takes a moment has begun. */
  void phase(final String what) {
    if (terminal.kind() == Terminal.Kind.INTERACTIVE) {
      redraw(terminal.style().dim(what + " …"));
    }
  }

  @Override
  public void at(final State state) {
    switch (terminal.kind()) {
      case INTERACTIVE -> redraw(DisplayText.fit(line(state), terminal.columns() - 1));
      case PLAIN -> {
        if (System.nanoTime() - lastLine >= PLAIN_NANOS) {
          lastLine = System.nanoTime();
          err.println(line(state));
        }
      }
    }
  }

  /** An epoch has been measured. */
  void epoch(final EpochReport report) {
    lastReport = Optional.of(report);
    close();
    err.println(String.format(Locale.ROOT, "epoch %d of %d: loss %.4f%s", report.epoch(), report.epochs(), report.loss(), validation()));
    lastLine = System.nanoTime();
  }

  /** A step is over that has no measure of its own. */
  void step(final String what) {
    close();
    err.println(VisibleText.of(what));
  }

  private String line(final State state) {
    return String.format(Locale.ROOT, "epoch %d of %d  %3.0f %%  %,.0f tokens/s  loss %s%s  %s left",
        state.epoch(), state.epochs(), 100 * state.fraction(), threads * state.tokensPerSecond(),
        Double.isNaN(state.loss()) ? "-" : String.format(Locale.ROOT, "%.4f", state.loss()), validation(), left(state.remaining()));
  }

  private String validation() {
    return lastReport.filter(report -> report.examples() > 0)
        .map(report -> String.format(Locale.ROOT, ", validation %.4f", report.precision())).orElse("");
  }

  private static String left(final Duration time) {
    return time.toSeconds() < 1 ? "0 s" : Times.inWords(Duration.ofSeconds(time.toSeconds()));
  }

  private void redraw(final String line) {
    err.print(CLEAR_LINE + line);
    err.flush();
    withinLine = true;
  }

  /** Leaves the terminal at the start of a line for whoever writes next. */
  @Override
  public void close() {
    if (withinLine) {
      err.print(CLEAR_LINE);
      err.flush();
      withinLine = false;
    }
  }
}
