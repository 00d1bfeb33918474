package io.labelstream.topology;

import io.labelstream.rollout.Entry;
import io.labelstream.rollout.Rejection;

/** A version that a replay needs cannot be had here. */
final class UnavailableModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnavailableModelException(final Entry entry, final Rejection rejection) {
    super(entry.id().name() + " " + entry.id().version() + ", offset " + entry.offset() + ": " + rejection.code().code());
  }
}
