package io.labelstream.cli.rollout;

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

/** How far the live instances of a slot are with a staged version. */
public final class Preparedness {
  private static final Set<String> DONE = Set.of(ModelState.READY.code(), ModelState.ACTIVE.code());

  private Preparedness() {}

  /** What an instance says of the version. */
  public sealed interface Readiness {
    /** It can serve. */
    record Ready(Duration preparation) implements Readiness {}

    /** It is not that far. */
    record Pending(String state) implements Readiness {}

    /** It does not take the version, or its announcement. */
    record Rejected(String code, String detail) implements Readiness {}
  }

  /**
   * How far each instance is.
   *
   * @param offset the control offset at which the version was staged; what an instance said before it has read that far does not count
   */
  public static Map<String, Readiness> of(final Fleet fleet, final String slot, final VersionId id, final long offset, final Instant now) {
    final Map<String, Readiness> readiness = new TreeMap<>();
    for (final InstanceState instance : Instances.live(fleet, slot, now)) {
      readiness.put(instance.instance(), instance.controlPosition() > offset
          ? readiness(fleet, instance, slot, id, offset)
          : new Readiness.Pending("has not read the announcement"));
    }
    return readiness;
  }

  private static Readiness readiness(
      final Fleet fleet, final InstanceState instance, final String slot, final VersionId id, final long offset) {
    Readiness readiness = new Readiness.Pending("has read the announcement");
    for (final VersionState state : fleet.versions()) {
      if (!state.instance().equals(instance.instance())) {
        continue;
      }
      if (Instances.isRefusal(state)) {
        if (state.controlOffset().orElse(-1) == offset && !state.code().isEmpty()) {
          return new Readiness.Rejected(state.code(), state.detail());
        }
      } else if (state.slot().equals(slot) && id.equals(new VersionId(state.model(), state.version(), state.sha256()))) {
        readiness = readiness(state, offset);
      }
    }
    return readiness;
  }

  private static Readiness readiness(final VersionState state, final long offset) {
    if (DONE.contains(state.state())) {
      return new Readiness.Ready(state.steps().stream().map(VersionState.Step::time).reduce(Duration.ZERO, Duration::plus));
    }
    // A rejection of an earlier announcement is about to be looked into again.
    return state.state().equals(ModelState.REJECTED.code()) && state.controlOffset().orElse(-1) >= offset
        ? new Readiness.Rejected(state.code(), state.detail())
        : new Readiness.Pending(state.state());
  }
}
