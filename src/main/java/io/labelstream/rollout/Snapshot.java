package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.Timeline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The facts that a {@link RolloutPlanner} decides by. Immutable.
 *
 * @param reading whether the control log is known to its end
 * @param models the open models
 * @param slots the slots
 */
record Snapshot(Reading reading, List<ModelFacts> models, List<SlotFacts> slots) {
  Snapshot {
    Objects.requireNonNull(reading);
    models = List.copyOf(models);
    slots = List.copyOf(slots);
  }

  /** Tells whether the control log is known to its end; only then can the need for versions be told. */
  enum Reading {
    BEGUN,
    CONFIRMED
  }

  /**
   * The facts of an open model.
   *
   * @param bytes the bytes that it holds outside the heap
   * @param users the versions that use it, or are being proved with it
   */
  record ModelFacts(String sha256, long bytes, Set<User> users) {
    ModelFacts {
      users = Set.copyOf(users);
    }
  }

  /** A version of a slot. */
  record User(String slot, VersionId id) {}

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
   * @param said whether the control log has a verdict of this instance
   * @param writeFrom the earliest time to write a verdict, in epoch milliseconds: one that was written before may still come back in the log
   */
  record Case(Entry entry, Progress progress, Said said, long writeFrom) {}

  /** Tells whether the control log has a verdict of this instance on an entry. The first one stands, so another would have no effect. */
  enum Said {
    NOTHING,
    VERDICT
  }

  /** The result of proving an entry here. */
  sealed interface Progress {
    /** There is none yet. */
    record Open() implements Progress {}

    /** Its version is proved. */
    record Proved() implements Progress {}

    /**
     * It could not be proved.
     *
     * @param since when it failed for the first time in a row, in epoch milliseconds
     * @param retryAt when to try again, in epoch milliseconds
     */
    record Failed(Rejection rejection, long since, long retryAt) implements Progress {
      private static final long FIRST_PAUSE_MILLIS = 500;
      private static final int MOST_DOUBLINGS = 6;

      /** The failure after another one, with a pause before the next try that is twice as long, up to a limit. */
      static Failed after(final Optional<Failed> before, final Rejection rejection, final int failures, final long now) {
        return new Failed(rejection, before.map(Failed::since).orElse(now), now + (FIRST_PAUSE_MILLIS << Math.min(failures - 1, MOST_DOUBLINGS)));
      }
    }
  }

  /**
   * The facts of a version.
   *
   * @param foremost the entry to open it for where none counts now
   * @param necessity the need for it as noted last
   * @param residence whether tasks can have its model
   * @param trial whether it was open and proved before
   * @param preparation the preparation under way
   * @param use whether a task holds it or waits for it
   * @param idleSince when it was last held or needed
   * @param wantedUntil until when a replay wants it
   * @param failure why it is not here, and when to try again
   */
  record VersionFacts(
      VersionId id,
      Entry foremost,
      Necessity necessity,
      Residence residence,
      Trial trial,
      Optional<PreparationFacts> preparation,
      Use use,
      long idleSince,
      long wantedUntil,
      Optional<Progress.Failed> failure) {}

  /** The need for a version. */
  enum Necessity {
    /** For nothing. */
    NONE,
    /** It was staged, or could count once it is proved. */
    CANDIDATE,
    /** It counts for records from now on. */
    COUNTING
  }

  /** Tells whether tasks can have a version's model. */
  enum Residence {
    ABSENT,
    RESIDENT
  }

  /** The result of preparing a version so far. */
  enum Trial {
    UNTRIED,
    /** It was open and proved once. */
    GOOD
  }

  /**
   * The facts of a preparation.
   *
   * @param entry the entry that the version is prepared for
   * @param stage how far it has come
   * @param since when it came there, in epoch milliseconds
   * @param bytes the bytes that the model will hold outside the heap, from {@link Stage#VERIFIED} on
   */
  record PreparationFacts(Entry entry, Stage stage, long since, long bytes) {}

  /** How far a preparation has come. */
  enum Stage {
    FETCHING,
    FETCHED,
    VERIFYING,
    VERIFIED,
    OPENING,
    OPENED,
    PROVING,
    PROVED
  }

  /** Tells whether a task has a claim on a version. */
  enum Use {
    CLAIMED,
    UNCLAIMED
  }
}
