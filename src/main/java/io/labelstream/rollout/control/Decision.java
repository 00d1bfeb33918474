package io.labelstream.rollout.control;

import java.util.Objects;
import java.util.Optional;

/** Tells whether an accepted announcement counts, by the control log alone. */
public sealed interface Decision {

  /** Nobody has proved it yet, and nobody has objected. It labels nothing. */
  record Pending() implements Decision {}

  /** It labels nothing itself, or comes from the configuration, and so needs no proof. */
  record Unconditional() implements Decision {}

  /**
   * It was proved, and counts from its effective time on unless an objection comes in time.
   *
   * @param instance the instance that proved it first
   * @param offset the control offset of the proof
   * @param time the proof's append time, in epoch milliseconds
   * @param lastObjection the last append time of an objection that would count, in epoch milliseconds
   * @param settled for an entry for past event times: the confirmation from which on it labels, in epoch milliseconds
   */
  record Proved(String instance, long offset, long time, long lastObjection, long settled) implements Decision {
    public Proved {
      Objects.requireNonNull(instance);
    }
  }

  /**
   * An instance has objected in time: it has changed nothing, and never will.
   *
   * @param instance the instance that objected
   * @param offset the control offset of the objection
   * @param veto the objection
   * @param before its proof; empty where nobody had proved it by then
   */
  record Vetoed(String instance, long offset, Verdict.Veto veto, Optional<Proved> before) implements Decision {
    public Vetoed {
      Objects.requireNonNull(instance);
      Objects.requireNonNull(veto);
      Objects.requireNonNull(before);
    }
  }

  /**
   * Its version was withdrawn before anybody had proved it: it has changed nothing, and never will.
   *
   * @param offset the control offset of the withdrawal
   */
  record Cancelled(long offset) implements Decision {}
}
