package io.labelstream.rollout;

import io.labelstream.rollout.Snapshot.Stage;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One preparation of a version, for one of its entries. Fields that change belong to the engine's thread. */
final class Attempt {
  /** The artefacts that are needed. */
  enum Parts {
    MODEL_AND_SAMPLES,
    /** The model is open already. */
    SAMPLES
  }

  final Version version;
  final Entry entry;
  final Parts parts;
  /** The places where the model's bytes may be, in the order in which to try. */
  final List<ArtifactReference> locations;
  /** By {@link System#nanoTime()}. */
  final long deadline;
  final StepTimes steps = new StepTimes();
  Stage stage = Stage.FETCHING;
  /** When it reached its stage, by the rollout's clock in epoch milliseconds. */
  long since;
  @Nullable Thread fetcher;
  @Nullable Fetched fetched;
  @Nullable Verified verified;
  /** The model that it has opened, or the open one that its version is proved with. */
  @Nullable Resident resident;

  Attempt(final Version version, final Entry entry, final Parts parts, final List<ArtifactReference> locations, final long deadline) {
    this.version = version;
    this.entry = entry;
    this.parts = parts;
    this.locations = locations;
    this.deadline = deadline;
  }

  void come(final Stage next, final long now) {
    stage = next;
    since = now;
  }

  /** Interrupts the thread that fetches for it, if there is one. */
  void interrupt() {
    if (fetcher != null) {
      fetcher.interrupt();
    }
  }

  /** Frees the fetched bytes, and the model as it was read. Not to be called while a model is opened from them. */
  void closeFetched() {
    if (verified != null) {
      verified.close();
    }
    if (fetched != null) {
      fetched.close();
      fetched = null;
    }
  }

  Snapshot.PreparationFacts facts() {
    return new Snapshot.PreparationFacts(entry, stage, since, verified == null ? 0 : verified.bytes());
  }
}
