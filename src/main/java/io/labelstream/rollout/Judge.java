package io.labelstream.rollout;

import io.labelstream.rollout.control.Verdict;
import java.util.Objects;

/** Whether a rollout writes verdicts on announcements to the control log. */
public sealed interface Judge {

  /**
   * It does.
   *
   * @param name the instance's name
   * @param log takes them
   */
  record Instance(String name, VerdictLog log) implements Judge {
    public Instance {
      Objects.requireNonNull(name);
      Objects.requireNonNull(log);
    }
  }

  /** It only follows the log, as a replay does. */
  record Reader() implements Judge {}

  /** Where verdicts go. */
  interface VerdictLog {
    /** Begins to write, and returns at once. A verdict that was not written is asked for again. */
    void write(Verdict verdict);
  }
}
