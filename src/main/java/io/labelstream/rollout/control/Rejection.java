package io.labelstream.rollout.control;

import java.util.Objects;

/**
 * The reason why an announcement, or a model, is not taken.
 *
 * @param code the kind
 * @param detail one line with the thing, and actual against expected; never content of a text
 */
public record Rejection(RejectionCode code, String detail) {
  public Rejection {
    Objects.requireNonNull(code);
    Objects.requireNonNull(detail);
  }
}
