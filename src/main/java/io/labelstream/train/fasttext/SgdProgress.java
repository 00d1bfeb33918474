package io.labelstream.train.fasttext;

import java.time.Duration;

/** Watches training. Called by the thread that trains, a few times a second and at the end; training continues meanwhile. */
@FunctionalInterface
public interface SgdProgress {
  /** Watches nothing. */
  SgdProgress NONE = state -> {};

  /** Takes the state of the training. */
  void at(State state);

  /**
   * The state of a training.
   *
   * @param fraction the part that is done, from 0 to 1
   * @param epoch the number of the current epoch; the first is 1
   * @param epochs the number of epochs
   * @param tokensPerSecond the average number of tokens that each thread visits per second
   * @param learningRate the rate at this point
   * @param loss the mean loss of this epoch so far; NaN before the first visit
   * @param remaining the time for the rest at this speed
   */
  record State(double fraction, int epoch, int epochs, double tokensPerSecond, double learningRate, double loss, Duration remaining) {}
}
