package io.labelstream.rollout;

import io.labelstream.rollout.control.Timeline;
import java.util.Objects;

/**
 * A slot's timeline as it is known at one moment. Immutable; a new one is published at each change and at each confirmation.
 *
 * @param timeline the entries that count by the control log, whether their models are here or not
 * @param confirmedUntil event times before this one, in epoch milliseconds, cannot be touched any more by an announcement that is not retroactive
 * @param undecidedFrom from this event time on, in epoch milliseconds, a record that is older than every version may still get one: a first version was
 *     announced and is not proved yet. {@link Long#MAX_VALUE}: none was
 */
public record Plan(Timeline timeline, long confirmedUntil, long undecidedFrom) {
  public Plan {
    Objects.requireNonNull(timeline);
  }
}
