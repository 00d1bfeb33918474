package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Verdict;

/** A step that a {@link RolloutPlanner} asks for. */
sealed interface Action {

  /** Note what a version is needed for from now on. */
  record Need(String slot, VersionId id, Snapshot.Necessity necessity) implements Action {}

  /** Fetch, verify, open and prove a version for an entry, as far as that is not done yet. */
  record Prepare(String slot, VersionId id, Entry entry) implements Action {}

  /** Let go of a version's model. */
  record Release(String slot, VersionId id) implements Action {}

  /** Write a verdict to the control log. */
  record Write(Entry entry, Verdict.Finding finding) implements Action {}

  /** Tell a version's state, and the entry that brought it there. */
  record Report(String slot, VersionId id, ModelState state, Entry entry) implements Action {}
}
