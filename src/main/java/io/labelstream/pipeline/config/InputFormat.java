package io.labelstream.pipeline.config;

/** How the text lies in the values of the input topic. */
public enum InputFormat {
  /** Avro with a schema registry; the text is a string field. */
  AVRO,
  /** A JSON object; the text is a string field. */
  JSON,
  /** The value is the text, in UTF-8. */
  TEXT
}
