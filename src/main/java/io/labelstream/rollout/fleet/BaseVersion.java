package io.labelstream.rollout.fleet;

import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.util.List;

/** A base version of the instances, as the status topic tells it. */
public record BaseVersion(String model, String version, String sha256) {
  /** The base versions of a slot: one, unless instances are configured differently. */
  static List<BaseVersion> of(final Fleet fleet, final String slot) {
    return fleet.versions().stream()
        .filter(state -> Instances.isBase(state) && state.slot().equals(slot))
        .map(state -> new BaseVersion(state.model(), state.version(), state.sha256()))
        .distinct()
        .toList();
  }

  /** Name and version. */
  @Override
  public String toString() {
    return model + " " + version;
  }
}
