package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An announced version as it is named on the command line.
 *
 * @param name the model's name; empty: there is only one model with such a version
 */
public record VersionChoice(String slot, String version, Optional<String> name) {
  /**
   * The latest entry of the version.
   *
   * @throws CliException if there is none, or more than one model has such a version
   */
  Entry find(final Timeline timeline) {
    final List<Entry> found = timeline.entries().stream()
        .filter(entry -> entry.id().version().equals(version) && name.map(entry.id().name()::equals).orElse(true)).toList();
    final List<VersionId> ids = found.stream().map(Entry::id).distinct().toList();
    if (ids.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "slot " + slot + " never had a version " + name.map(model -> model + " ").orElse("") + version
          + known(timeline));
    }
    if (ids.size() > 1) {
      throw new CliException(ExitCode.USAGE, "slot " + slot + " has the version " + version + " of several models: name one with --name "
          + ids.stream().map(VersionId::name).collect(Collectors.joining(" or ")));
    }
    return found.getLast();
  }

  private static String known(final Timeline timeline) {
    final String all = timeline.entries().stream().map(entry -> entry.id().name() + " " + entry.id().version()).distinct()
        .collect(Collectors.joining(", "));
    return all.isEmpty() ? ": nothing was announced for it; check --slot and --control-topic" : "; announced are " + all;
  }
}
