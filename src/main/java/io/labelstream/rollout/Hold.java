package io.labelstream.rollout;

import io.labelstream.model.TextClassifier;

/** A task's claim on an open model: its memory is not freed before {@link #release}. To be used by one thread at a time. */
public interface Hold {
  /** The model. */
  TextClassifier classifier();

  /** Gives the claim back; a second call does nothing. The classifier must not be used after it. */
  void release();
}
