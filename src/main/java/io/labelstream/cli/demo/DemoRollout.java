package io.labelstream.cli.demo;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Rejections;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.model.ModelDescription;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.Announcer;
import io.labelstream.rollout.kafka.ArtifactUpload;
import io.labelstream.rollout.kafka.ReadingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.CommonClientConfigs;

/** Rolls a model out while the demo runs, as {@code announce --upload} would: through Kafka alone. On a thread of its own, so that the view goes on. */
final class DemoRollout {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int VERSION_DIGITS = 12;

  private final FutureTask<Entry> announcing;

  private DemoRollout(final Callable<Entry> announcing) {
    this.announcing = new FutureTask<>(announcing);
  }

  /**
   * What is announced, and where.
   *
   * @param name the model's name
   * @param model its file
   * @param lead the lead of the pipeline
   */
  record Target(String bootstrapServers, String controlTopic, String artifactTopic, String slot, String name, Path model, Duration lead) {}

  /** Begins to upload and announce. */
  static DemoRollout start(final Target target) {
    final DemoRollout rollout = new DemoRollout(() -> announce(target));
    Thread.ofPlatform().name("labelstream-demo-rollout").daemon().start(rollout.announcing);
    return rollout;
  }

  /**
   * The accepted announcement; empty while it is not written yet.
   *
   * @throws CliException if it failed or was refused
   */
  Optional<Entry> announced() throws InterruptedException {
    if (!announcing.isDone()) {
      return Optional.empty();
    }
    try {
      return Optional.of(announcing.get());
    } catch (final ExecutionException failure) {
      if (failure.getCause() instanceof final CliException known) {
        throw known;
      }
      throw new CliException(ExitCode.FAILED, "the second model was not announced: " + failure.getCause().getMessage(), failure);
    }
  }

  private static Entry announce(final Target target) throws IOException, InterruptedException {
    final ModelDescription description = Models.describe(target.model());
    final Map<String, Object> client = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, target.bootstrapServers());
    try (ArtifactUpload upload = new ArtifactUpload(client, target.artifactTopic());
        Announcer announcer = Announcer.open(client, target.controlTopic(), Lead.of(target.lead()), Trust.none(), Optional.empty(), PATIENCE)) {
      final ArtifactReference artifact = upload.upload(target.model(), List.of(), PATIENCE);
      final Announcement draft = new Announcement(
          target.slot(), 1, target.name(), artifact.sha256().substring(0, VERSION_DIGITS), description.family(), artifact,
          Optional.empty(), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "demo", "");
      return switch (announcer.announce(draft, PATIENCE).outcome()) {
        case final ControlLog.Accepted accepted -> decided(accepted.entry(), announcer);
        case ControlLog.Judged _ -> throw new IllegalStateException("an announcement was read back as a verdict");
        case final ControlLog.Refused refused ->
            throw new CliException(ExitCode.FAILED, "the second model was refused: " + refused.rejection().detail());
        case ControlLog.Foreign() -> throw new CliException(ExitCode.FAILED, "the slot " + target.slot() + " is not the pipeline's");
      };
    }
  }

  /** The entry once an instance has proved it, which gives its effective time. */
  private static Entry decided(final Entry announced, final Announcer announcer) throws InterruptedException {
    final long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      announcer.catchUp(PATIENCE, ReadingProgress.NONE);
      final Entry now = announcer.log().entry(announced.announcement().slot(), announced.offset()).orElse(announced);
      if (now.decision() instanceof Decision.Proved) {
        return now;
      }
      if (now.decision() instanceof final Decision.Vetoed vetoed) {
        throw new CliException(
            ExitCode.FAILED, "the pipeline objects to the second model: " + Rejections.inWords(vetoed.veto().code(), vetoed.veto().detail()));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new CliException(ExitCode.FAILED, "the pipeline has not proved the second model within " + PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(LOOK);
    }
  }
}
