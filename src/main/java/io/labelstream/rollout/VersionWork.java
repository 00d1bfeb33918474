package io.labelstream.rollout;

/** Does what takes time, on threads of its own. Called with the rollout's lock. */
interface VersionWork {
  /** Brings the artefacts to this machine. */
  void fetch(Attempt attempt);

  /** Opens and proves what was fetched. */
  void load(Attempt attempt);

  /** Closes the models that nobody uses any more. */
  void closeUnused();
}
