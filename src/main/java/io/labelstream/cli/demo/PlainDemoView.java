package io.labelstream.cli.demo;

import io.labelstream.cli.output.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Whole lines without colours, for files and pipes: every row, and no status in between. */
final class PlainDemoView implements DemoView {
  private final DemoRows rows = new DemoRows(Integer.MAX_VALUE, Style.PLAIN);
  private final OutputStream out;

  PlainDemoView(final OutputStream out) {
    this.out = out;
  }

  @Override
  public void phase(final String what) throws IOException {
    print(what + "\n");
  }

  @Override
  public void begin(final String introduction) throws IOException {
    print(introduction + "\n\n" + rows.heading() + "\n");
  }

  @Override
  public void row(final DemoRow row) throws IOException {
    print(rows.row(row) + "\n");
  }

  @Override
  public void event(final String what) throws IOException {
    print(what + "\n");
  }

  @Override
  public void status(final DemoStatus status) {
    // Rows tell enough where nothing can be redrawn; the summary has the figures.
  }

  @Override
  public void end(final DemoSummary summary) throws IOException {
    print(summary.text());
  }

  @Override
  public void close() {
    // All that is written is whole lines.
  }

  private void print(final String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
