package io.labelstream.rollout;

import io.labelstream.rollout.control.Entry;
import java.util.Collection;

/** What the reader of the control topic tells a rollout. Called from one thread. */
public interface RolloutControl {
  /**
   * Announcements have become entries, or entries have another standing than before. Returns at once: preparation happens on other threads.
   *
   * @param entries in the order of the control log; each in place of an earlier one with the same offset
   */
  void accept(Collection<Entry> entries);

  /**
   * All that can count for event times before {@code confirmedUntil} has been accepted, unless it is retroactive. Never goes back.
   *
   * @param confirmedUntil in epoch milliseconds
   */
  void confirm(long confirmedUntil);
}
