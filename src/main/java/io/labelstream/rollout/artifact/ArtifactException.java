package io.labelstream.rollout.artifact;

import io.labelstream.rollout.control.Rejection;
import java.util.Objects;

/** An artefact could not be fetched. The reason is a value. */
public final class ArtifactException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  public ArtifactException(final Rejection rejection) {
    super(rejection.code().code() + ": " + rejection.detail());
    this.rejection = Objects.requireNonNull(rejection);
  }

  /** The reason. */
  public Rejection rejection() {
    return rejection;
  }
}
