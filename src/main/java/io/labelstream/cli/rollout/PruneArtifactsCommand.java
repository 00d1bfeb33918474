package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
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
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    new ArtifactCleanup(rollout.place(), artifactTopic, new Lines(io))
        .prune(dryRun ? ArtifactCleanup.Mode.DRY_RUN : ArtifactCleanup.Mode.DELETE);
    return ExitCode.OK.code();
  }
}
