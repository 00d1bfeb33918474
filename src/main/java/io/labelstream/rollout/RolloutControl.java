package io.labelstream.rollout;

import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Verdict;
import java.util.Collection;
import java.util.List;

/** Is told what the reader of the control topic finds in it. Called from one thread. */
public interface RolloutControl {
  /**
   * The log goes on. Returns when that is noted; preparation happens on other threads.
   *
   * @param entries that are new, or have another decision than before, in the order of the control log; each in place of an earlier one with the same offset
   * @param verdicts that were read, whatever their effect
   */
  void accept(Collection<Entry> entries, Collection<Verdict> verdicts);

  /** As {@link #accept(Collection, Collection)}, where no verdict was read. */
  default void accept(final Collection<Entry> entries) {
    accept(entries, List.of());
  }

  /**
   * All that can count for event times before {@code confirmedUntil} has been accepted, unless it is retroactive. Never goes back.
   *
   * @param confirmedUntil in epoch milliseconds
   */
  void confirm(long confirmedUntil);
}
