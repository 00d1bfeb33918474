package io.labelstream.cli.rollout;

import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.util.List;

/** The versions that the instances' configuration names, as the status topic has them. */
final class BaseVersions {
  private BaseVersions() {}

  /** A base version. */
  public record Base(String model, String version, String sha256) {
    @Override
    public String toString() {
      return model + " " + version;
    }
  }

  /** Those of a slot: one, unless instances are configured differently. */
  static List<Base> of(final Fleet fleet, final String slot) {
    return fleet.versions().stream()
        .filter(state -> Instances.isBase(state) && state.slot().equals(slot))
        .map(state -> new Base(state.model(), state.version(), state.sha256()))
        .distinct()
        .toList();
  }
}
