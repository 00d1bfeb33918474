package io.labelstream.pipeline.config;

/** How labels are written. */
public enum OutputFormat {
  /** Avro {@code LabeledText} with a schema registry. */
  AVRO,
  /** One JSON object. */
  JSON
}
