package io.labelstream.pipeline;

import org.apache.kafka.common.KafkaException;

/** The heap has no room for the input, whatever record comes next. The message names the place and how to skip it. */
final class HeapExhaustedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  HeapExhaustedException(final String message) {
    super(message);
  }
}
