package io.labelstream.train;

import java.time.Duration;

/** Watches training. Called by the thread that trains; training continues meanwhile. */
public interface Progress {
  /** Watches nothing. */
  Progress NONE = new Progress() {
    @Override
    public void at(final State state) {
      // Nobody watches.
    }

    @Override
    public void over(final String step) {
      // Nobody watches.
    }
  };

  /** Takes the state of the training: called a few times a second. */
  void at(State state);

  /**
   * A step is over.
   *
   * @param step the step and its result, in one line
   */
  void over(String step);

  /**
   * The state of a training.
   *
   * @param step the current step, such as {@code epoch 2 of 5}
   * @param fraction the part of the whole training that is done, from 0 to 1
   * @param figures speed, loss and other figures of the progress
   * @param remaining the time for the rest at this speed
   */
  record State(String step, double fraction, String figures, Duration remaining) {}
}
