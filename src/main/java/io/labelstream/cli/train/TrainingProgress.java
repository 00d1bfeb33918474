package io.labelstream.cli.train;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.Times;
import io.labelstream.display.VisibleText;
import io.labelstream.train.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows the progress of training: a line that is redrawn in place, or, where that is not possible, a line now and then. For the thread that trains. */
final class TrainingProgress implements Progress, AutoCloseable {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Terminal terminal;
  private final PrintStream err;
  private long lastLine = System.nanoTime();
  private boolean withinLine;

  private TrainingProgress(final Terminal terminal, final PrintStream err) {
    this.terminal = terminal;
    this.err = err;
  }

  static TrainingProgress of(final Terminal terminal, final PrintStream err) {
    return new TrainingProgress(terminal, err);
  }

  /** Something that takes a moment has begun. */
  void phase(final String what) {
    if (terminal.kind() == Terminal.Kind.INTERACTIVE) {
      redraw(terminal.style().dim(DisplayText.fit(what + " …", terminal.columns() - 1)));
    }
  }

  @Override
  public void at(final State state) {
    switch (terminal.kind()) {
      case INTERACTIVE -> redraw(DisplayText.fit(line(state), terminal.columns() - 1));
      case PLAIN -> {
        if (System.nanoTime() - lastLine >= PLAIN_NANOS) {
          lastLine = System.nanoTime();
          err.println(VisibleText.of(line(state)));
        }
      }
    }
  }

  @Override
  public void over(final String step) {
    close();
    err.println(VisibleText.of(step));
    lastLine = System.nanoTime();
  }

  private static String line(final State state) {
    return String.format(Locale.ROOT, "%s  %3.0f %%  %s  %s left", state.step(), 100 * state.fraction(), state.figures(), left(state.remaining()));
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
