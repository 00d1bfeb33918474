package io.labelstream.model;

import java.util.Objects;

/** A file was not taken as a model, with the reason as a value and the actual and expected figures in the message. */
public final class ModelRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ModelDefect defect;

  public ModelRefusedException(final ModelDefect defect, final String detail) {
    super(detail);
    this.defect = Objects.requireNonNull(defect);
  }

  /** What is wrong with the file. */
  public ModelDefect defect() {
    return defect;
  }
}
