package io.labelstream.rollout.control;

import java.util.Objects;

/** The share of a slot's records that an announced version gets. */
public sealed interface Traffic {

  /** None: prepared on every instance, serving nothing. */
  record Staged() implements Traffic {}

  /** All records, from the effective time on, until another version is live. Ends a canary and a shadow that began before. */
  record Live() implements Traffic {}

  /**
   * The records of some keys; the live version keeps the others. A record without a key stays with the live version.
   *
   * <p>With the same salt, a higher percentage keeps every key that a lower one had chosen.
   *
   * @param percent the share of keys, from 0 to 100
   * @param salt makes this choice of keys independent of others
   */
  record Canary(int percent, String salt) implements Traffic {
    public static final int MOST = 100;

    public Canary {
      Objects.requireNonNull(salt);
      if (percent < 0 || percent > MOST) {
        throw new IllegalArgumentException("canary percent " + percent + " must be from 0 to " + MOST);
      }
    }
  }

  /** None: scores the records that the live version labels, and only disagreements are written, to a topic of their own. */
  record Shadow() implements Traffic {}

  /** The version of this entry serves nothing from the effective time on, in whatever role it was announced before. */
  record Withdrawn() implements Traffic {}
}
