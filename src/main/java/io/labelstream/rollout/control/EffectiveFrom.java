package io.labelstream.rollout.control;

/** The event time from which an announcement counts. */
public sealed interface EffectiveFrom {

  /** From the broker's append time of the announcement plus the lead. */
  record AfterLead() implements EffectiveFrom {}

  /** For records of any age. */
  record Beginning() implements EffectiveFrom {}

  /** From this event time on, in epoch milliseconds, inclusive. */
  record At(long epochMillis) implements EffectiveFrom {}
}
