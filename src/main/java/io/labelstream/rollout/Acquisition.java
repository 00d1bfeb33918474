package io.labelstream.rollout;

import io.labelstream.rollout.control.Rejection;
import java.util.Objects;
import java.util.Optional;

/** The result of asking for the model of an entry. */
public sealed interface Acquisition {

  /** The model is open, and stays so until the hold is released. */
  record Held(Hold hold) implements Acquisition {}

  /**
   * The model is not open within the time given; it is being prepared, or tried again.
   *
   * @param failure why the latest try failed; empty: none has failed
   */
  record Pending(Optional<Rejection> failure) implements Acquisition {
    public Pending {
      Objects.requireNonNull(failure);
    }
  }
}
