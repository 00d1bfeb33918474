package io.labelstream.train.tune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** A search that found no model. The message is one line with the reason and the remedy. */
public final class TuningException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reason why there is no model. */
  public enum Reason {
    /** No trial was over. */
    NO_TIME,
    /** All trials failed. */
    NO_MODEL,
    /** The file of a trial could not be written. */
    NO_FILE
  }

  private final Reason reason;

  TuningException(final Reason reason, final String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  private TuningException(final Reason reason, final String message, final Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static TuningException unwritable(final Path file, final IOException failure) {
    return new TuningException(
        Reason.NO_FILE, "the model of a trial cannot be written to '" + file + "': " + failure.getMessage() + "; make room there, or use another temporary folder by -Djava.io.tmpdir",
        failure);
  }

  /** The reason why there is no model. */
  public Reason reason() {
    return reason;
  }
}
