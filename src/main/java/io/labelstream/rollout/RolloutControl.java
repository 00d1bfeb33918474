package io.labelstream.rollout;

/** What the reader of the control topic tells a rollout. Called from one thread. */
public interface RolloutControl {
  /** An announcement has become an entry of its slot's timeline. Returns at once: preparation happens on other threads. */
  void accept(Entry entry);

  /**
   * All announcements that can count for event times before {@code confirmedUntil} have been accepted, unless they are retroactive. Never goes back.
   *
   * @param confirmedUntil in epoch milliseconds
   */
  void confirm(long confirmedUntil);
}
