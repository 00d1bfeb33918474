package io.labelstream.cli.demo;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Terminal;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Shows the demo while it runs. On a terminal, rows scroll above a status line that is redrawn in place, and at high rates only some rows are shown, so that
 * they can be followed. Elsewhere it writes whole lines without colours: every row, and no status in between. Not thread-safe.
 */
final class DemoView implements Closeable {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";
  private static final int MOST_ROWS_PER_STATUS = 2;

  private final Terminal terminal;
  private final OutputStream out;
  private final DemoRows rows;
  private final boolean interactive;
  private String statusLine = "";
  private int rowsSinceStatus;
  private boolean withinLine;

  DemoView(final Terminal terminal, final OutputStream out) {
    this.terminal = terminal;
    this.out = out;
    this.interactive = terminal.kind() == Terminal.Kind.INTERACTIVE;
    this.rows = interactive ? new DemoRows(terminal.columns(), terminal.style()) : new DemoRows(Integer.MAX_VALUE, Style.PLAIN);
  }

  /** Something that takes a moment has begun. */
  void phase(final String what) throws IOException {
    print(interactive ? terminal.style().dim(what + " …") : what + "\n");
    withinLine = interactive;
  }

  /** The stream starts; {@code introduction} explains the view. */
  void begin(final String introduction) throws IOException {
    print(introduction + "\n\n" + rows.heading() + "\n");
  }

  void row(final DemoRow row) throws IOException {
    if (!interactive || rowsSinceStatus++ < MOST_ROWS_PER_STATUS) {
      print(rows.row(row) + "\n" + statusLine);
    }
  }

  /** Something happened between two rows. */
  void event(final String what) throws IOException {
    print(interactive ? terminal.style().bold(DisplayText.fit(what, terminal.columns() - 1)) + "\n" + statusLine : what + "\n");
  }

  /** Called several times a second. Shows nothing where no line can be redrawn: the rows are enough, and the summary has the figures. */
  void status(final DemoStatus status) throws IOException {
    if (interactive) {
      rowsSinceStatus = 0;
      // Without wrapping, a terminal that has become narrower cuts the line instead of leaving pieces of it behind.
      statusLine = WRAP_OFF + terminal.style().bold(status.line(terminal.columns())) + WRAP_ON;
      print(statusLine);
      withinLine = true;
    }
  }

  void end(final DemoSummary summary) throws IOException {
    print(summary.text());
    withinLine = false;
  }

  /** Leaves the terminal at the start of a line for whoever writes next, even if the demo did not come to its end. */
  @Override
  public void close() throws IOException {
    if (withinLine) {
      print("");
      withinLine = false;
    }
  }

  private void print(final String text) throws IOException {
    out.write(((interactive ? CLEAR_LINE : "") + text).getBytes(StandardCharsets.UTF_8));
  }
}
