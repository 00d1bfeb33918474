package io.labelstream.rollout.kafka;

import org.apache.kafka.common.errors.TimeoutException;

/** The broker has answered, but then gave no record for too long. The message says where, in one line. */
public final class ReadingStalledException extends TimeoutException {
  private static final long serialVersionUID = 1L;

  ReadingStalledException(final String message) {
    super(message);
  }
}
