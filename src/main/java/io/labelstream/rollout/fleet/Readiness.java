package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import io.labelstream.rollout.kafka.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The progress of a live instance with a staged version. */
public sealed interface Readiness {
  /** It has not read the announcement. */
  record Unaware() implements Readiness {}

  /** It has read the announcement, and does not report the version. */
  record Aware() implements Readiness {}

  /**
   * It prepares the version.
   *
   * @param state the code of the state that it has reached
   */
  record Preparing(String state) implements Readiness {}

  /** It can serve. */
  record Ready(Duration preparation) implements Readiness {}

  /** It does not take the version, or its announcement. */
  record Rejected(String code, String detail) implements Readiness {}

  /**
   * The progress of each live instance that has the slot.
   *
   * @param offset the control offset at which the version was staged; reports of an instance from before it has read that far do not count
   */
  static Map<String, Readiness> of(final Fleet fleet, final String slot, final VersionId id, final long offset, final Instant now) {
    final Map<String, Readiness> readiness = new TreeMap<>();
    for (final InstanceState instance : Instances.live(fleet, slot, now)) {
      readiness.put(instance.instance(), instance.controlPosition() > offset ? told(fleet, instance, slot, id, offset) : new Unaware());
    }
    return readiness;
  }

  private static Readiness told(final Fleet fleet, final InstanceState instance, final String slot, final VersionId id, final long offset) {
    Readiness readiness = new Aware();
    for (final VersionState state : fleet.versions()) {
      if (!state.instance().equals(instance.instance())) {
        continue;
      }
      if (Instances.isRefusal(state)) {
        if (state.controlOffset().orElse(-1) == offset && !state.code().isEmpty()) {
          return new Rejected(state.code(), state.detail());
        }
      } else if (state.slot().equals(slot) && id.equals(new VersionId(state.model(), state.version(), state.sha256()))) {
        readiness = told(state, offset);
      }
    }
    return readiness;
  }

  private static Readiness told(final VersionState state, final long offset) {
    if (Set.of(ModelState.READY.code(), ModelState.ACTIVE.code()).contains(state.state())) {
      return new Ready(state.steps().stream().map(VersionState.Step::time).reduce(Duration.ZERO, Duration::plus));
    }
    // The instance is about to try again after it has rejected an earlier announcement.
    return state.state().equals(ModelState.REJECTED.code()) && state.controlOffset().orElse(-1) >= offset
        ? new Rejected(state.code(), state.detail())
        : new Preparing(state.state());
  }
}
