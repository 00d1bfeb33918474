package io.labelstream.train;

import java.time.Duration;

/** Watches training. Called by the thread that trains; training goes on meanwhile. */
public interface Progress {
  /** Watches nothing. */
  Progress NONE = new Progress() {
    @Override
    public void at(final State state) {
      // Nobody looks.
    }

    @Override
    public void over(final String step) {
      // Nobody looks.
    }
  };

  /** Takes note of where training is: a few times a second. */
  void at(State state);

  /**
   * A step is over.
   *
   * @param step which one, and what came of it, in one line
   */
  void over(String step);

  /**
   * Where training is.
   *
   * @param step what is done now, such as {@code epoch 2 of 5}
   * @param fraction how much of all is done, from 0 to 1
   * @param figures speed, loss or whatever else tells how it goes
   * @param remaining how long the rest will take at this speed
   */
  record State(String step, double fraction, String figures, Duration remaining) {}
}
