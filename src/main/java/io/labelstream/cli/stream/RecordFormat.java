package io.labelstream.cli.stream;

/** The form of a text in a record's value. */
enum RecordFormat {
  TEXT,
  JSON,
  AVRO
}
