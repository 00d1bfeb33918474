package io.labelstream.cli.stream;

/** How a text lies in a record's value. */
enum RecordFormat {
  TEXT,
  JSON,
  AVRO
}
