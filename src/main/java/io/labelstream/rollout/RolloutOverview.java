package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.Snapshot.Stage;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.TimeSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers about all versions of an instance at one moment. Reads the state of the {@link RolloutEngine}, on its thread.
 *
 * @param attempts those under way
 * @param now in epoch milliseconds
 */
record RolloutOverview(Collection<SlotState> slots, Residents residents, Collection<Attempt> attempts, Snapshot.Reading reading, long now) {

  /** The versions that are needed and are neither open, nor have failed, nor wait for memory. */
  List<VersionId> pending() {
    final List<VersionId> pending = new ArrayList<>();
    for (final SlotState slot : slots) {
      for (final Version version : slot.versions()) {
        final boolean waited = version.isNeeded() || reading == Snapshot.Reading.BEGUN;
        if (waited && version.resident == null && version.failure.isEmpty() && !waitsForMemory(version)) {
          pending.add(version.id);
        }
      }
    }
    return pending;
  }

  /** True if a version is verified and no work is under way: it would be opened if there were memory for it. */
  private boolean waitsForMemory(final Version version) {
    return version.attempt != null && version.attempt.stage == Stage.VERIFIED
        && attempts.stream().allMatch(attempt -> attempt.stage == Stage.FETCHING || attempt.stage == Stage.VERIFIED);
  }

  /** The reasons why records of the present wait: the versions that count now and are not open, with what is wrong with them. */
  Map<VersionId, Optional<Rejection>> missing() {
    final Map<VersionId, Optional<Rejection>> missing = new LinkedHashMap<>();
    for (final SlotState slot : slots) {
      final TimeSpan present = slot.at(now);
      Stream.of(present.live(), present.canary()).flatMap(Optional::stream)
          .flatMap(entry -> slot.version(entry.id()).stream())
          .filter(version -> version.resident == null)
          .forEach(version -> missing.put(version.id, version.rejection()));
    }
    return missing;
  }

  /** The entries of the base versions by slot; empty for a slot without one. */
  Map<String, Optional<Entry>> baseEntries() {
    final Map<String, Optional<Entry>> bases = new LinkedHashMap<>();
    slots.forEach(slot -> bases.put(slot.name(), slot.base()));
    return bases;
  }

  /** All versions, each with its latest state. */
  List<ModelReport> versions() {
    return slots.stream().flatMap(slot -> slot.versions().stream()).map(Version::report).toList();
  }

  /** The bytes that all open models hold outside the heap. */
  long residentBytes() {
    return residents.bytes();
  }

  /** The number of holds of tasks. */
  int holds() {
    return slots.stream().flatMap(slot -> slot.versions().stream()).mapToInt(Version::holdCount).sum();
  }
}
