package io.labelstream.train.tune;

import io.labelstream.train.Settings;

/** Watches a sweep. Called by one thread at a time; the sweep continues meanwhile. */
public interface SweepListener {
  /**
   * A model will be made and measured.
   *
   * @param number its number
   * @param all the number of models of the whole sweep
   */
  void begun(int number, int all, Settings settings);

  /** A model was measured. */
  void over(OperatingPoint point);

  /**
   * No model was made.
   *
   * @param reason the reason, in one line
   */
  void failed(Settings settings, String reason);

  /** Models that may be chosen will be timed again, one after the other, in turns. */
  void timing(int models);
}
