package io.labelstream.rollout;

import io.labelstream.rollout.control.Entry;
import java.time.Duration;

/**
 * The models of one slot, as stream tasks see them. Thread-safe.
 *
 * <p>{@link #plan()} is for every record: it takes no lock and returns the same object until something has changed. The other methods are for the moments
 * at which a task needs another version.
 */
public interface SlotModels {
  /** The latest plan. */
  Plan plan();

  /**
   * Waits until {@link #plan()} is no longer {@code seen}.
   *
   * @param patience the longest wait
   */
  Plan awaitChange(Plan seen, Duration patience) throws InterruptedException;

  /**
   * Claims the model of an entry of the plan. One that is not open, because it is old or still being prepared, is opened on the rollout's own thread.
   *
   * @param patience how long to wait for that; the wait ends earlier if the entry leaves the plan
   */
  Acquisition acquire(Entry entry, Duration patience) throws InterruptedException;
}
