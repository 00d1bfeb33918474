package io.labelstream.rollout.control;

import java.util.Objects;

/** A step of a preparation did not succeed, with the reason as a value. */
public final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  public RejectedException(final RejectionCode code, final String detail) {
    this(new Rejection(code, detail));
  }

  public RejectedException(final Rejection rejection) {
    super(rejection.code().code() + ": " + rejection.detail());
    this.rejection = Objects.requireNonNull(rejection);
  }

  public Rejection rejection() {
    return rejection;
  }
}
