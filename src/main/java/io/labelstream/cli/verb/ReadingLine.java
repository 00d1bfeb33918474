package io.labelstream.cli.verb;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Terminal;
import io.labelstream.rollout.fleet.TopicReading;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows the progress of a long reading of a topic on a terminal, in a line that disappears at its end. For one reading. */
public final class ReadingLine implements TopicReading {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final long UNTIL_FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Terminal terminal;
  private final PrintStream err;
  private final LongSupplier nanos;
  private long next;
  private boolean shown;

  /** @param nanos a clock such as {@link System#nanoTime()} */
  ReadingLine(final Terminal terminal, final PrintStream err, final LongSupplier nanos) {
    this.terminal = terminal;
    this.err = err;
    this.nanos = nanos;
    this.next = nanos.getAsLong() + UNTIL_FIRST_NANOS;
  }

  public static ReadingLine of(final Terminal terminal, final PrintStream err) {
    return new ReadingLine(terminal, err, System::nanoTime);
  }

  @Override
  public void at(final String topic, final long done, final long all) {
    if (terminal.kind() == Terminal.Kind.INTERACTIVE && nanos.getAsLong() - next >= 0) {
      next = nanos.getAsLong() + BETWEEN_NANOS;
      shown = true;
      final String line = String.format(Locale.ROOT, "reading topic %s: %,d of %,d records", topic, done, all);
      err.print(CLEAR_LINE + DisplayText.fit(line, terminal.columns() - 1));
      err.flush();
    }
  }

  @Override
  public void close() {
    if (shown) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }
}
