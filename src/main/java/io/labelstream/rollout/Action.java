package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.Verdict;

/**
 * A step that a {@link RolloutPlanner} asks for. The five from {@link Fetch} to {@link Publish} bring a version into service, one after the other; each but the
 * last takes time, and the engine is told when it has ended.
 */
sealed interface Action {

  /** Note the need for a version. */
  record Need(String slot, VersionId id, Snapshot.Necessity necessity) implements Action {}

  /** Begin to prepare a version for an entry: bring its bytes and its golden samples to this machine. */
  record Fetch(String slot, VersionId id, Entry entry) implements Action {}

  /** Compare digests and family with those that were announced, and find out how much memory the model will hold. */
  record Verify(String slot, VersionId id) implements Action {}

  /** Open the verified file. */
  record Open(String slot, VersionId id) implements Action {}

  /** Compare the open model, which another version may have opened, with the golden samples. */
  record Prove(String slot, VersionId id) implements Action {}

  /** Let tasks have the open model of a version. */
  record Publish(String slot, VersionId id) implements Action {}

  /** End a preparation that nobody needs any more. */
  record Drop(String slot, VersionId id) implements Action {}

  /** End a preparation with a rejection. */
  record Refuse(String slot, VersionId id, Rejection rejection) implements Action {}

  /** Regard an entry as proved, since its version can be opened only once the version before it is closed. */
  record Presume(Entry entry) implements Action {}

  /** Let a version give up its model, unless a task holds it by now; the model is closed when the last version that uses it gives it up. */
  record Close(String slot, VersionId id) implements Action {}

  /** Write a verdict to the control log. */
  record Write(Entry entry, Verdict.Finding finding) implements Action {}

  /** Report a version's state, and the entry that brought it there. */
  record Report(String slot, VersionId id, ModelState state, Entry entry) implements Action {}
}
