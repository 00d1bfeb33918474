package io.labelstream.rollout;

import io.labelstream.rollout.control.Verdict;
import java.util.Objects;

/** Decides whether a rollout writes verdicts on announcements to the control log. */
public sealed interface Judge {

  /**
   * It writes them.
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

  /** Takes verdicts. */
  interface VerdictLog {
    /** Begins to write, and returns at once. For a verdict that does not come back in the log, it is called again. */
    void write(Verdict verdict);
  }
}
