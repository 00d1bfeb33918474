package io.labelstream.rollout;

/** What came of asking for the model of an entry. */
public sealed interface Acquisition {

  /** The model is open, and stays so until the hold is released. */
  record Held(Hold hold) implements Acquisition {}

  /** The model is not open within the time given; it is being prepared. */
  record Pending() implements Acquisition {}

  /** The model has been rejected on this instance; a plan without the entry is, or is about to be, published. */
  record Refused(Rejection rejection) implements Acquisition {}
}
