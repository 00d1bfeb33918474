package io.labelstream.cli.output;

/** How a verb without Kafka writes its result. */
public enum ReportFormat {
  TEXT,
  JSON
}
