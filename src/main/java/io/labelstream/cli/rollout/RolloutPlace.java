package io.labelstream.cli.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a rollout takes place.
 *
 * @param client properties for Kafka's clients
 * @param lead the instances' lead; empty: as they tell it
 * @param publicKeys files of the keys that the instances trust; none: everything counts, signed or not
 */
record RolloutPlace(Map<String, Object> client, String controlTopic, String statusTopic, Optional<Duration> lead, List<Path> publicKeys) {
  RolloutPlace {
    publicKeys = List.copyOf(publicKeys);
  }

  /** This place with other trusted keys. */
  RolloutPlace withPublicKeys(final List<Path> files) {
    return new RolloutPlace(client, controlTopic, statusTopic, lead, files);
  }
}
