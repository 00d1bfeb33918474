package io.labelstream.bench.pipeline;

import org.apache.kafka.streams.StreamsConfig;

/** The guarantees of Kafka Streams. */
public enum Guarantee {
  EXACTLY_ONCE_V2(StreamsConfig.EXACTLY_ONCE_V2),
  AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE);

  private final String value;

  Guarantee(final String value) {
    this.value = value;
  }

  /** The value of the setting {@code processing.guarantee}. */
  public String value() {
    return value;
  }
}
