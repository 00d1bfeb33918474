package io.labelstream.cli.demo;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Rows that scroll above a status line that is redrawn in place. At high rates only some rows are shown, so that they can be followed. */
final class LiveDemoView implements DemoView {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";
  private static final int MOST_ROWS_PER_STATUS = 2;

  private final Terminal terminal;
  private final OutputStream out;
  private final DemoRows rows;
  private String statusLine = "";
  private int rowsSinceStatus;
  private boolean withinLine;

  LiveDemoView(final Terminal terminal, final OutputStream out) {
    this.terminal = terminal;
    this.out = out;
    this.rows = new DemoRows(terminal.columns(), terminal.style());
  }

  @Override
  public void phase(final String what) throws IOException {
    print(CLEAR_LINE + terminal.style().dim(what + " …"));
    withinLine = true;
  }

  @Override
  public void begin(final String introduction) throws IOException {
    print(CLEAR_LINE + introduction + "\n\n" + rows.heading() + "\n");
  }

  @Override
  public void row(final DemoRow row) throws IOException {
    if (rowsSinceStatus < MOST_ROWS_PER_STATUS) {
      rowsSinceStatus++;
      print(CLEAR_LINE + rows.row(row) + "\n" + statusLine);
    }
  }

  @Override
  public void event(final String what) throws IOException {
    print(CLEAR_LINE + terminal.style().bold(DisplayText.fit(what, terminal.columns() - 1)) + "\n" + statusLine);
  }

  @Override
  public void status(final DemoStatus status) throws IOException {
    rowsSinceStatus = 0;
    // Without wrapping, a terminal that has become narrower since cuts the line instead of leaving pieces of it behind.
    statusLine = WRAP_OFF + terminal.style().bold(status.line(terminal.columns())) + WRAP_ON;
    print(CLEAR_LINE + statusLine);
    withinLine = true;
  }

  @Override
  public void end(final DemoSummary summary) throws IOException {
    print(CLEAR_LINE + summary.text());
    withinLine = false;
  }

  @Override
  public void close() throws IOException {
    if (withinLine) {
      print(CLEAR_LINE);
      withinLine = false;
    }
  }

  private void print(final String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
