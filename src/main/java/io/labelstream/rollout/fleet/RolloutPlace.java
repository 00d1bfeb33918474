package io.labelstream.rollout.fleet;

import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The place of a rollout: brokers, topics, lead and keys.
 *
 * @param client properties for Kafka's clients
 * @param controlTopic the instances' control topic
 * @param statusTopic the instances' status topic
 * @param lead the instances' lead; empty: as they report it
 * @param publicKeys the keys that the instances trust; none: everything is believed, signed or not
 */
public record RolloutPlace(Map<String, Object> client, String controlTopic, String statusTopic, Optional<Duration> lead, List<PublicKey> publicKeys) {
  public RolloutPlace {
    client = Map.copyOf(client);
    Objects.requireNonNull(controlTopic);
    Objects.requireNonNull(statusTopic);
    Objects.requireNonNull(lead);
    publicKeys = List.copyOf(publicKeys);
  }

  /** This place with other trusted keys. */
  public RolloutPlace withPublicKeys(final List<PublicKey> keys) {
    return new RolloutPlace(client, controlTopic, statusTopic, lead, keys);
  }

  /** The brokers as they are configured. */
  String servers() {
    return String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }
}
