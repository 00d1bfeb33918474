package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.Timeline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The knowledge that a {@link RolloutPlanner} decides by. Immutable.
 *
 * @param now the instance's clock, in epoch milliseconds
 * @param reading whether the control log is known to its end
 * @param slots the slots
 */
record Snapshot(long now, Reading reading, List<SlotFacts> slots) {
  Snapshot {
    Objects.requireNonNull(reading);
    slots = List.copyOf(slots);
  }

  /** Whether the control log is known to its end. What is needed can be told only then. */
  enum Reading {
    BEGUN,
    CONFIRMED
  }

  /**
   * The facts of a slot.
   *
   * @param timeline the entries that count
   * @param staged the version that is staged
   * @param cases the entries that are pending, or that can still be objected to, in the order of their offsets
   * @param versions all versions
   */
  record SlotFacts(String slot, Timeline timeline, Optional<VersionId> staged, List<Case> cases, List<VersionFacts> versions) {
    SlotFacts {
      cases = List.copyOf(cases);
      versions = List.copyOf(versions);
    }
  }

  /**
   * The finding of this instance on an entry.
   *
   * @param writeFrom not before then a verdict is written, in epoch milliseconds: one that was written before is waited for
   */
  record Case(Entry entry, Progress progress, long writeFrom) {}

  /** How far an entry has come here. */
  sealed interface Progress {
    /** It was not looked into yet. */
    record Open() implements Progress {}

    /** Its version is proved. */
    record Proved() implements Progress {}

    /**
     * It could not be proved.
     *
     * @param retryAt when to try again, in epoch milliseconds
     */
    record Failed(Rejection rejection, long retryAt) implements Progress {}
  }

  /**
   * The facts of a version.
   *
   * @param foremost the entry to open it for where none counts now
   * @param necessity what it was needed for when this was looked at last
   * @param residence whether its model is here
   * @param use whether a task holds it or waits for it
   * @param idleSince when it was last held or needed
   * @param wantedUntil until when a replay wants it
   * @param failure why it is not here, and when to try again
   * @param state what was reported of it last
   */
  record VersionFacts(
      VersionId id,
      Entry foremost,
      Necessity necessity,
      Residence residence,
      Use use,
      long idleSince,
      long wantedUntil,
      Optional<Progress.Failed> failure,
      ModelState state) {}

  /** The need for a version. */
  enum Necessity {
    /** For nothing. */
    NONE,
    /** It was staged, or could count once it is proved. */
    CANDIDATE,
    /** It counts for records from now on. */
    COUNTING
  }

  /** Where a version's model is. */
  enum Residence {
    ABSENT,
    /** It is being fetched, opened or proved. */
    PREPARING,
    /** It is open, and being proved for another entry. */
    RESIDENT_AND_PREPARING,
    RESIDENT
  }

  /** Whether a task has a claim on a version. */
  enum Use {
    CLAIMED,
    UNCLAIMED
  }
}
