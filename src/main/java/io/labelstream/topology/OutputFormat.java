package io.labelstream.topology;

/** How labels are written. */
public enum OutputFormat {
  /** Avro {@code LabeledText} with a schema registry. */
  AVRO,
  /** One JSON object. */
  JSON
}
