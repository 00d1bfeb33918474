package io.labelstream.rollout;

/**
 * Does the work that takes time, on threads of its own. Called on the engine's thread, which never waits: each method returns at once, and the engine is told
 * the result.
 */
interface Preparer {
  /** Brings the bytes to this machine: {@link RolloutEngine#fetched}. */
  void fetch(Attempt attempt);

  /** Verifies the fetched artefacts: {@link RolloutEngine#verified}. */
  void verify(Attempt attempt);

  /** Opens the model: {@link RolloutEngine#opened}. */
  void open(Attempt attempt);

  /** Proves the open model: {@link RolloutEngine#proved}. */
  void prove(Attempt attempt);
}
