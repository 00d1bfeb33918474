package io.labelstream.cli.output;

import java.util.function.Supplier;

/** The form of a report: for people, or for programs. */
public enum ReportFormat {
  TEXT,
  JSON;

  /** The rendering that is asked for. */
  public String of(final Supplier<String> text, final Supplier<String> json) {
    return this == TEXT ? text.get() : json.get();
  }
}
