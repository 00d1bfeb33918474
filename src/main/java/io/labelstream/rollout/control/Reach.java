package io.labelstream.rollout.control;

/** Decides whether an announcement may count for records that are labelled already. */
public enum Reach {
  /** Only for event times that no instance has labelled yet: at least the lead after the announcement. */
  FORWARD,
  /** Also for past event times, so that a backlog or a reprocessing run gets this version. Labels that were written before stay as they are. */
  RETROACTIVE
}
