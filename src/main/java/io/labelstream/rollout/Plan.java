package io.labelstream.rollout;

import java.util.Objects;

/**
 * What is known of a slot's timeline at one moment. Immutable; a new one is published at each change and at each confirmation.
 *
 * @param timeline the entries whose models are not rejected on this instance
 * @param confirmedUntil event times before this one, in epoch milliseconds, cannot be touched any more by an announcement that is not retroactive
 */
public record Plan(Timeline timeline, long confirmedUntil) {
  public Plan {
    Objects.requireNonNull(timeline);
  }
}
