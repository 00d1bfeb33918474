package io.labelstream.cli;

/** How a text lies in a record's value. */
enum RecordFormat {
  TEXT,
  JSON,
  AVRO
}
