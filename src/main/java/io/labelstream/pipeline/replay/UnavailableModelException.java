package io.labelstream.pipeline.replay;

import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;

/** A version that a replay needs cannot be had here. */
public final class UnavailableModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnavailableModelException(final Entry entry, final Rejection rejection) {
    super(entry.id().name() + " " + entry.id().version() + ", offset " + entry.offset() + ": " + rejection.code().code());
  }
}
