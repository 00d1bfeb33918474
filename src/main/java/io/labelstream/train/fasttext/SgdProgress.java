package io.labelstream.train.fasttext;

import java.time.Duration;

/** Watches training. Called by the thread that trains, a few times a second and at the end; training goes on meanwhile. */
@FunctionalInterface
public interface SgdProgress {
  /** Watches nothing. */
  SgdProgress NONE = state -> {};

  /** Takes note of where training is. */
  void at(State state);

  /**
   * Where training is.
   *
   * @param fraction what is done, from 0 to 1
   * @param epoch the epoch that is under way; the first is 1
   * @param epochs how many there are
   * @param tokensPerSecond tokens visited a second by each thread, on average
   * @param learningRate the rate at this point
   * @param loss the mean loss of this epoch so far; NaN before the first visit
   * @param remaining how long the rest will take at this speed
   */
  record State(double fraction, int epoch, int epochs, double tokensPerSecond, double learningRate, double loss, Duration remaining) {}
}
