package io.labelstream.rollout;

/** How a preparation goes on when the artefacts are there. */
sealed interface Loading {

  /** Not at all. */
  record Over() implements Loading {}

  /** With a model that is open. */
  record Shared(Resident resident) implements Loading {}

  /** The model is to be opened. */
  record Fresh() implements Loading {}
}
