package io.labelstream.rollout.kafka;

import io.labelstream.rollout.kafka.SharedConfig.Difference;
import io.labelstream.rollout.kafka.SharedConfig.Part;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An instance's view of the other instances of its application, by the status topic.
 *
 * @param others the number of others that live
 * @param configDiffers those of them that are configured differently
 * @param namesake the latest sign of life of another process under this instance's name, if one lives
 */
public record FleetView(int others, List<ConfigDiffers> configDiffers, Optional<InstanceState> namesake) {
  /** The code of a namesake in logs and health checks. */
  public static final String DUPLICATE_INSTANCE = "duplicate-instance";
  /** The view of an instance that sees no other. */
  public static final FleetView ALONE = new FleetView(0, List.of(), Optional.empty());

  public FleetView {
    configDiffers = List.copyOf(configDiffers);
    Objects.requireNonNull(namesake);
  }

  /** The number of others that differ in a part. */
  public long differing(final Part part) {
    return configDiffers.stream().filter(other -> other.differences().stream().anyMatch(difference -> difference.part() == part)).count();
  }

  /** Another instance, and the differences of its configuration. */
  public record ConfigDiffers(String instance, List<Difference> differences) {
    /** The code in logs, health checks and status. */
    public static final String CODE = "config-differs";

    public ConfigDiffers {
      Objects.requireNonNull(instance);
      differences = List.copyOf(differences);
    }

    /** The differences in a few words. */
    public String inWords() {
      return differences.stream().map(Difference::toString).collect(Collectors.joining(", "));
    }
  }
}
