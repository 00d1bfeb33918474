package io.labelstream.rollout.fleet;

import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import io.labelstream.rollout.kafka.VersionState;
import java.time.Instant;
import java.util.List;

/** Questions about the instances, answered by the status topic. */
final class Instances {
  private Instances() {}

  /** The instances that are alive. */
  static List<InstanceState> live(final Fleet fleet, final Instant now) {
    return fleet.instances().stream().filter(instance -> instance.liveness(now) == InstanceState.Liveness.ALIVE).toList();
  }

  /** The instances that are alive and have the slot. */
  static List<InstanceState> live(final Fleet fleet, final String slot, final Instant now) {
    return live(fleet, now).stream().filter(instance -> instance.slots().contains(slot)).toList();
  }

  /** True for the state of a version that an instance's configuration names, rather than of an announced one. */
  static boolean isBase(final VersionState state) {
    return !isRefusal(state) && state.controlOffset().isEmpty();
  }

  /** True for the state of a control record, or of the control topic, that was refused. */
  static boolean isRefusal(final VersionState state) {
    return state.version().isEmpty();
  }
}
