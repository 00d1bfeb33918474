package io.labelstream.cli.demo;

import io.labelstream.cli.output.Terminal;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** What the demo shows while it runs. Not thread-safe. */
interface DemoView extends Closeable {
  /** Something that takes a moment has begun. */
  void phase(String what) throws IOException;

  /** The stream starts; {@code introduction} says what is to be seen. */
  void begin(String introduction) throws IOException;

  void row(DemoRow row) throws IOException;

  /** Something happened between two rows. */
  void event(String what) throws IOException;

  /** Called several times a second. */
  void status(DemoStatus status) throws IOException;

  void end(DemoSummary summary) throws IOException;

  /** Leaves the terminal at the start of a line for whoever writes next, also where the demo did not come to its end. */
  @Override
  void close() throws IOException;

  /** The view for this terminal. */
  static DemoView of(final Terminal terminal, final OutputStream out) {
    return switch (terminal.kind()) {
      case INTERACTIVE -> new LiveDemoView(terminal, out);
      case PLAIN -> new PlainDemoView(out);
    };
  }
}
