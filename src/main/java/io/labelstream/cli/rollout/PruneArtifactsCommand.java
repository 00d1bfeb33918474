package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.fleet.ArtifactCleanup;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.RolloutPlace;
import io.labelstream.rollout.kafka.ArtifactPruning.Part;
import java.io.IOException;

/** {@code prune-artifacts}: deletes uploads that nobody needs. */
public final class PruneArtifactsCommand extends Command {
  private final RolloutOptions rollout = new RolloutOptions(options);
  private final Option<String> artifactTopic = options.value(String.class, "--artifact-topic")
      .or("model-artifacts", "TOPIC", "The instances' labelstream.artifact.topic (${DEFAULT-VALUE}).");
  private final Option<Boolean> dryRun = options.flag("--dry-run", "Only print which records would be deleted.");

  public PruneArtifactsCommand(final Io io) {
    super(io, "prune-artifacts",
        "Deletes records from the start of the artefact topic, up to the first that an announcement names or that is younger than an hour.",
        "Every announcement that an instance may have accepted keeps its model and samples, since a replay may need them. With --public-key, only those "
            + "that one of these keys has signed do.",
        "Not for an artefact topic that several control topics share: only the announcements of one are considered.");
    examples(
        "labelstream prune-artifacts --dry-run",
        "labelstream prune-artifacts --public-key release.pem.pub");
  }

  @Override
  protected void run() throws IOException, FleetException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final RolloutPlace place = rollout.place();
    final Lines lines = new Lines(io);
    try (ArtifactCleanup cleanup = ArtifactCleanup.open(place, artifactTopic.value(), new FleetLines(lines))) {
      final ArtifactCleanup.Plan plan = cleanup.plan();
      if (plan.needed().isEmpty()) {
        lines.line("nothing is deleted: topic " + place.controlTopic() + " has no announcement; check --control-topic");
        return;
      }
      for (final Part part : plan.parts()) {
        lines.line(inWords(part, plan));
      }
      if (dryRun.value() || plan.parts().stream().allMatch(part -> part.size() == 0)) {
        lines.line("nothing is deleted");
        return;
      }
      cleanup.delete(plan);
      lines.line("deleted");
    }
  }

  private String inWords(final Part part, final ArtifactCleanup.Plan plan) {
    final String where = artifactTopic.value() + " partition " + part.partition() + ": ";
    if (part.end() == part.begin()) {
      return where + "there are no records";
    }
    final String first = plan.keeping(part)
        .map(announcement -> "; the first that is needed is of " + FleetWords.version(announcement) + ", slot " + announcement.slot())
        .orElse("; nothing on it is needed");
    return where + (part.size() == 0
        ? "nothing may go of offsets " + part.begin() + " to " + (part.end() - 1)
        : "offsets " + part.begin() + " to " + (part.keep() - 1) + " may go, " + part.size() + " of " + (part.end() - part.begin())) + first;
  }
}
