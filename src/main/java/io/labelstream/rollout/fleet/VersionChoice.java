package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An announced version, by name.
 *
 * @param name the model's name; empty: only one model has such a version
 */
public record VersionChoice(String slot, String version, Optional<String> name) {
  /**
   * The latest entry of the version.
   *
   * @throws FleetException if there is none, or more than one model has such a version
   */
  Entry find(final Timeline timeline) throws FleetException {
    final List<Entry> found = timeline.entries().stream()
        .filter(entry -> entry.id().version().equals(version) && name.map(entry.id().name()::equals).orElse(true)).toList();
    final List<VersionId> ids = found.stream().map(Entry::id).distinct().toList();
    if (ids.isEmpty()) {
      throw unknown(timeline);
    }
    if (ids.size() > 1) {
      throw new FleetException(FleetException.Reason.AMBIGUOUS_VERSION, "slot " + slot + " has the version " + version + " of several models, "
          + ids.stream().map(VersionId::name).collect(Collectors.joining(" and ")));
    }
    return found.getLast();
  }

  private FleetException unknown(final Timeline timeline) {
    final String wanted = "slot " + slot + " never had a version " + name.map(model -> model + " ").orElse("") + version;
    final String all = timeline.entries().stream().map(entry -> entry.id().name() + " " + entry.id().version()).distinct()
        .collect(Collectors.joining(", "));
    return all.isEmpty()
        ? new FleetException(FleetException.Reason.NOTHING_ANNOUNCED, wanted + ": nothing was announced for it")
        : new FleetException(FleetException.Reason.NO_SUCH_VERSION, wanted + "; announced are " + all);
  }
}
