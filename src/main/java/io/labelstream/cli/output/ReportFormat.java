package io.labelstream.cli.output;

import java.util.function.Supplier;

/** How a verb without Kafka writes its result. */
public enum ReportFormat {
  TEXT,
  JSON;

  /** The one of two renderings that is asked for. */
  public String of(final Supplier<String> text, final Supplier<String> json) {
    return this == TEXT ? text.get() : json.get();
  }
}
