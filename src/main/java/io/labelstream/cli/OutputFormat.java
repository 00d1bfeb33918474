package io.labelstream.cli;

/** How a verb without Kafka writes its result. */
enum OutputFormat {
  TEXT,
  JSON
}
