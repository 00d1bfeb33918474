package io.labelstream.rollout.control;

/** Decides whether instances that cannot take an announcement may keep it from counting. */
public enum Objections {
  /** A veto that comes in time makes it void. */
  HEARD,
  /** It counts once it is proved, whoever objects; on an instance that cannot take it, records wait. */
  IGNORED
}
