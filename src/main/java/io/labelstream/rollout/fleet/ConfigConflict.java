package io.labelstream.rollout.fleet;

import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.SharedConfig.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A part of the configuration that has to be the same on all instances of an application, and is not.
 *
 * @param instances the instances by the value that they have
 */
public record ConfigConflict(String application, Part part, SortedMap<String, List<String>> instances) {
  /** The conflicts among live instances; those of different applications may differ. */
  public static List<ConfigConflict> of(final Collection<InstanceState> live) {
    final List<ConfigConflict> conflicts = new ArrayList<>();
    for (final String application : new TreeSet<>(live.stream().map(InstanceState::application).toList())) {
      for (final Part part : Part.values()) {
        final SortedMap<String, List<String>> instances = new TreeMap<>();
        live.stream().filter(instance -> instance.application().equals(application)).forEach(instance -> instance.config().value(part)
            .ifPresent(value -> instances.computeIfAbsent(value, _ -> new ArrayList<>()).add(instance.instance())));
        if (instances.size() > 1) {
          conflicts.add(new ConfigConflict(application, part, instances));
        }
      }
    }
    return List.copyOf(conflicts);
  }

  /** The instances of those applications that read this control topic, by their own account. */
  public static List<InstanceState> readersOf(final String controlTopic, final List<InstanceState> live) {
    final List<String> applications = live.stream()
        .filter(instance -> instance.config().value(Part.CONTROL_TOPIC).map(controlTopic::equals).orElse(true))
        .map(InstanceState::application).toList();
    return live.stream().filter(instance -> applications.contains(instance.application())).toList();
  }

  /** The conflicts, a line for each application, with the code, and with digests shortened to their first digits. */
  public static List<String> inWords(final List<ConfigConflict> conflicts) {
    return conflicts.stream().map(ConfigConflict::application).distinct().map(application -> {
      final String parts = conflicts.stream().filter(conflict -> conflict.application.equals(application)).map(ConfigConflict::inWords)
          .collect(Collectors.joining(", "));
      return ConfigDiffers.CODE + ": the instances of " + application + " differ in " + parts;
    }).toList();
  }

  private String inWords() {
    return part.code() + " (" + instances.entrySet().stream()
        .map(value -> SharedConfig.shown(value.getKey()) + " on " + String.join(", ", value.getValue()))
        .collect(Collectors.joining("; ")) + ")";
  }
}
