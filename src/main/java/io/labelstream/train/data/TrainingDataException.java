package io.labelstream.train.data;

import java.util.Objects;

/**
 * Data that cannot be trained on. The message is one line that names the source, the line number, the actual and the expected, and the remedy; it holds no text
 * except the names of columns.
 */
public final class TrainingDataException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Remedy remedy;

  /** Another way to read the data, which may be the right one. The message does not name it, as its name depends on the caller's options. */
  public enum Remedy {
    /** There is none. */
    NONE,
    /** {@link DataOptions.Unreadable#SKIPPED}. */
    SKIPPING,
    /** Another {@link DataOptions#labelPrefix()}. */
    LABEL_PREFIX,
    /** {@link Columns.Heading#NAMES}. */
    HEADING
  }

  public TrainingDataException(final String message) {
    this(message, Remedy.NONE);
  }

  public TrainingDataException(final String message, final Remedy remedy) {
    super(message);
    this.remedy = Objects.requireNonNull(remedy);
  }

  public TrainingDataException(final String message, final Throwable cause) {
    super(message, cause);
    this.remedy = Remedy.NONE;
  }

  public Remedy remedy() {
    return remedy;
  }
}
