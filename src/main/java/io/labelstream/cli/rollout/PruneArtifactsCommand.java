package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import java.io.IOException;

/** {@code prune-artifacts}: the end of uploads that nobody needs. */
public final class PruneArtifactsCommand extends Command {
  private final RolloutOptions rollout = new RolloutOptions(options);
  private final Option<String> artifactTopic = options.value(String.class, "--artifact-topic")
      .or("model-artifacts", "TOPIC", "The instances' labelstream.artifact.topic (${DEFAULT-VALUE}).");
  private final Option<Boolean> dryRun = options.flag("--dry-run", "Only say what would be deleted.");

  public PruneArtifactsCommand(final Io io) {
    super(io, "prune-artifacts",
        "Deletes records from the start of the artefact topic, up to the first that an announcement names or that is younger than an hour.",
        "Every announcement that an instance may have accepted keeps its model and samples, since a replay may need them. With --public-key, only what "
            + "one of these keys has signed does.",
        "Not for an artefact topic that several control topics share: only the announcements of one are looked at.");
    examples(
        "labelstream prune-artifacts --dry-run",
        "labelstream prune-artifacts --public-key release.pem.pub");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    new ArtifactCleanup(rollout.place(), artifactTopic.value(), new Lines(io))
        .prune(dryRun.value() ? ArtifactCleanup.Mode.DRY_RUN : ArtifactCleanup.Mode.DELETE);
  }
}
