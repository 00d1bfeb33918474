package io.labelstream.cli;

import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.VersionId;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import io.labelstream.rollout.kafka.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How far the live instances of a slot are with a staged version. */
final class Preparedness {
  private static final Set<String> DONE = Set.of(ModelState.READY.code(), ModelState.ACTIVE.code());

  private Preparedness() {}

  /** What an instance says of the version. */
  sealed interface Verdict {
    /** It can serve. */
    record Ready(Duration preparation) implements Verdict {}

    /** It is not that far. */
    record Pending(String state) implements Verdict {}

    /** It does not take the version, or its announcement. */
    record Rejected(String code, String detail) implements Verdict {}
  }

  /**
   * The verdicts by instance.
   *
   * @param offset the control offset at which the version was staged; what an instance said before it has read that far does not count
   */
  static Map<String, Verdict> of(final Fleet fleet, final String slot, final VersionId id, final long offset, final Instant now) {
    final Map<String, Verdict> verdicts = new TreeMap<>();
    for (final InstanceState instance : Instances.live(fleet, slot, now)) {
      verdicts.put(instance.instance(), instance.controlPosition() > offset
          ? verdict(fleet, instance, slot, id, offset)
          : new Verdict.Pending("has not read the announcement"));
    }
    return verdicts;
  }

  private static Verdict verdict(
      final Fleet fleet, final InstanceState instance, final String slot, final VersionId id, final long offset) {
    Verdict verdict = new Verdict.Pending("has read the announcement");
    for (final VersionState state : fleet.versions()) {
      if (!state.instance().equals(instance.instance())) {
        continue;
      }
      if (Instances.isRefusal(state)) {
        if (state.controlOffset().orElse(-1) == offset && !state.code().isEmpty()) {
          return new Verdict.Rejected(state.code(), state.detail());
        }
      } else if (state.slot().equals(slot) && id.equals(new VersionId(state.model(), state.version(), state.sha256()))) {
        verdict = verdict(state, offset);
      }
    }
    return verdict;
  }

  private static Verdict verdict(final VersionState state, final long offset) {
    if (DONE.contains(state.state())) {
      return new Verdict.Ready(state.steps().stream().map(VersionState.Step::time).reduce(Duration.ZERO, Duration::plus));
    }
    // A rejection of an earlier announcement is about to be looked into again.
    return state.state().equals(ModelState.REJECTED.code()) && state.controlOffset().orElse(-1) >= offset
        ? new Verdict.Rejected(state.code(), state.detail())
        : new Verdict.Pending(state.state());
  }
}
