package io.labelstream.topology;

import io.labelstream.rollout.Acquisition;
import io.labelstream.rollout.Hold;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.wire.LabelEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The model versions that one task holds for one slot: rarely more than two or three, so that records that alternate between versions, as a replay around
 * an effective time has them, find each of them open. Not thread-safe.
 */
final class HeldVersions {
  private static final int LOOKS_BEFORE_RELEASE = 2;

  private final ModelSlot slot;
  private final EndToken endToken;
  private final LabelEncoder encoder;
  private final PipelineStats stats;
  private final List<HeldVersion> held = new ArrayList<>();

  HeldVersions(final ModelSlot slot, final EndToken endToken, final LabelEncoder encoder, final PipelineStats stats) {
    this.slot = slot;
    this.endToken = endToken;
    this.encoder = encoder;
    this.stats = stats;
  }

  /** The outcome of letting go of versions. */
  enum Outcome {
    ALL_KEPT,
    SOME_RELEASED
  }

  /** The version of an entry if this task holds it. */
  Optional<HeldVersion> find(final Entry entry) {
    for (final HeldVersion version : held) {
      if (version.entry() == entry || version.entry().equals(entry)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** The version of an entry if this task holds it, or its model is open; its model is asked for where it is not. */
  Optional<HeldVersion> findOrHold(final Entry entry) {
    final Optional<HeldVersion> found = find(entry);
    if (found.isPresent()) {
      return found;
    }
    try {
      return slot.models().acquire(entry, Duration.ZERO) instanceof Acquisition.Held(final Hold hold)
          ? Optional.of(add(entry, hold))
          : Optional.empty();
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  HeldVersion add(final Entry entry, final Hold hold) {
    try {
      final HeldVersion version = new HeldVersion(slot, endToken, entry, hold, encoder, stats.labelledBy(slot.name(), entry.id()));
      held.add(version);
      return version;
    } catch (final RuntimeException failure) {
      hold.release();
      throw failure;
    }
  }

  /** Lets go of versions that no record has needed for a while, and of those whose entries do not count any more. */
  Outcome releaseUnused(final Timeline timeline) {
    Outcome outcome = Outcome.ALL_KEPT;
    final Iterator<HeldVersion> versions = held.iterator();
    while (versions.hasNext()) {
      final HeldVersion version = versions.next();
      if (version.looksWithoutUse() >= LOOKS_BEFORE_RELEASE || !timeline.contains(version.entry())) {
        versions.remove();
        version.release();
        outcome = Outcome.SOME_RELEASED;
      }
    }
    return outcome;
  }

  void releaseAll() {
    held.forEach(HeldVersion::release);
    held.clear();
  }
}
