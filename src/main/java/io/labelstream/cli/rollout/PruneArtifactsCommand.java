package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.rollout.fleet.ArtifactCleanup;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.RolloutPlace;
import io.labelstream.rollout.kafka.ArtifactPruning.Part;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code prune-artifacts}: the end of uploads that nobody needs. */
public final class PruneArtifactsCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final RolloutOptions rollout = new RolloutOptions();
  private String artifactTopic;
  private boolean dryRun;

  public PruneArtifactsCommand(final Io io) {
    this.io = io;
    spec.name("prune-artifacts").usageMessage()
        .description(
            "Deletes records from the start of the artefact topic, up to the first that an announcement names or that is younger than an hour.",
            "Every announcement that an instance may have accepted keeps its model and samples, since a replay may need them. With --public-key, only what "
                + "one of these keys has signed does.",
            "Not for an artefact topic that several control topics share: only the announcements of one are looked at.")
        .footer(
            "  labelstream prune-artifacts --dry-run",
            "  labelstream prune-artifacts --public-key release.pem.pub");
    rollout.addTo(spec);
    spec.addOption(Options.value(String.class, value -> artifactTopic = value, "--artifact-topic").defaultValue("model-artifacts").paramLabel("TOPIC")
        .description("The instances' labelstream.artifact.topic (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.flag(value -> dryRun = value, "--dry-run").description("Only say what would be deleted.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, FleetException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final RolloutPlace place = rollout.place();
    final Lines lines = new Lines(io);
    try (ArtifactCleanup cleanup = ArtifactCleanup.open(place, artifactTopic, new FleetLines(lines))) {
      final ArtifactCleanup.Plan plan = cleanup.plan();
      if (plan.needed().isEmpty()) {
        lines.line("nothing is deleted: topic " + place.controlTopic() + " has no announcement; check --control-topic");
        return ExitCode.OK.code();
      }
      for (final Part part : plan.parts()) {
        lines.line(inWords(part, plan));
      }
      if (dryRun || plan.parts().stream().allMatch(part -> part.size() == 0)) {
        lines.line("nothing is deleted");
      } else {
        cleanup.delete(plan);
        lines.line("deleted");
      }
    }
    return ExitCode.OK.code();
  }

  private String inWords(final Part part, final ArtifactCleanup.Plan plan) {
    final String where = artifactTopic + " partition " + part.partition() + ": ";
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
