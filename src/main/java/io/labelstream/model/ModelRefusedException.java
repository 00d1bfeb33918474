package io.labelstream.model;

import java.util.Objects;

/** A file was refused as a model. The reason is a value, and the message has the actual and expected figures. */
public final class ModelRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ModelDefect defect;

  public ModelRefusedException(final ModelDefect defect, final String detail) {
    super(detail);
    this.defect = Objects.requireNonNull(defect);
  }

  /** The defect of the file. */
  public ModelDefect defect() {
    return defect;
  }
}
