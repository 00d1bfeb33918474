package io.labelstream.rollout;

import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Entry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One preparation of a version, for one of its entries. Fields that change belong to the rollout's lock. */
final class Attempt {
  /** Where it is. */
  enum Phase {
    FETCHING,
    /** Waits for the rollout thread, or is on it. */
    LOADING,
    /** Waits for memory. */
    PARKED
  }

  final Version version;
  final Entry entry;
  /** Where the model's bytes may be, in the order in which to try. */
  final List<ArtifactReference> locations;
  /** By {@link System#nanoTime()}. */
  final long deadline;
  final Steps steps = new Steps();
  Phase phase = Phase.FETCHING;
  @Nullable Thread fetcher;
  @Nullable Fetched fetched;
  /** What the model will hold, once that is known. */
  Optional<Long> estimate = Optional.empty();

  Attempt(final Version version, final Entry entry, final List<ArtifactReference> locations, final long deadline) {
    this.version = version;
    this.entry = entry;
    this.locations = locations;
    this.deadline = deadline;
  }

  void closeFetched() {
    if (fetched != null) {
      fetched.close();
      fetched = null;
    }
  }
}
