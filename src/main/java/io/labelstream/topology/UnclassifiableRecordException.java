package io.labelstream.topology;

import java.util.Objects;

/**
 * A record cannot be classified, and never will be: {@link DeadLetterHandler} makes it a dead letter. The message holds sizes and
 * positions, never content.
 */
public final class UnclassifiableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  UnclassifiableRecordException(final DeadLetterReason reason, final String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  UnclassifiableRecordException(final DeadLetterReason reason, final String message, final Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason);
  }

  /** The fault of the record. */
  public DeadLetterReason reason() {
    return reason;
  }
}
