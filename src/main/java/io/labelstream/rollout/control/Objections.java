package io.labelstream.rollout.control;

/** Whether instances that cannot take an announcement may keep it from counting. */
public enum Objections {
  /** A veto that comes in time makes it void. */
  HEARD,
  /** It counts once it is proved, whoever objects; who cannot take it waits. */
  IGNORED
}
