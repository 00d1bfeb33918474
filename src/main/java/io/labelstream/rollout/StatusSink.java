package io.labelstream.rollout;

import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Is told each step of a rollout on this instance. Implementations are thread-safe, do not block, do not throw, and do not call the rollout. */
public interface StatusSink {
  /** A version of a slot has come to a state. */
  void model(ModelReport report);

  /** A control record was not accepted as an entry, or the control topic itself is unfit. */
  void control(ControlReport report);

  /** The control topic is fit, or fit again: reports about the topic itself no longer hold. */
  default void controlTopicFit() {}

  /** The time that a step took. */
  record StepTime(ModelState step, Duration time) {}

  /**
   * A version's state.
   *
   * @param slot the slot
   * @param entry the entry that brought it to this state
   * @param state the state
   * @param rejection why, where the state is {@link ModelState#REJECTED}
   * @param residentBytes the bytes that the version holds outside the heap, 0 where it is not open
   * @param steps the steps of the latest preparation, in order
   */
  record ModelReport(
      String slot, Entry entry, ModelState state, Optional<Rejection> rejection, long residentBytes, List<StepTime> steps) {
    public ModelReport {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A control record that was not taken.
   *
   * @param slot the slot it names; empty where that cannot be told
   * @param offset its offset; empty where the topic itself is meant
   */
  record ControlReport(Optional<String> slot, OptionalLong offset, Rejection rejection) {}
}
