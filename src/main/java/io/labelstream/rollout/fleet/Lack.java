package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import java.util.Optional;

/** Something that keeps live instances from labelling as they should now. */
public sealed interface Lack {
  /**
   * No instance lives.
   *
   * @param slot the one slot that is asked for
   */
  record NoInstance(Optional<String> slot) implements Lack {}

  /** An instance has not read all of the control topic. */
  record Behind(String instance) implements Lack {}

  /** An instance has no version for a slot. */
  record NoVersion(String instance, String slot) implements Lack {}

  /**
   * An instance lacks a version that labels now.
   *
   * @param state the code of the state that the version is in; empty: the instance does not report it
   */
  record NotReady(String instance, String slot, VersionId id, Optional<String> state) implements Lack {}
}
