package io.labelstream.cli.demo;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.rollout.FleetWords;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.FleetErrors;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.fleet.Cancellation;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.rollout.fleet.ControlSession;
import io.labelstream.rollout.fleet.EffectiveTime;
import io.labelstream.rollout.fleet.FileAnnouncement;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.FleetListener;
import io.labelstream.rollout.fleet.Obstacle;
import io.labelstream.rollout.fleet.RolloutOutcome;
import io.labelstream.rollout.fleet.RolloutPlace;
import io.labelstream.rollout.fleet.WaitLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Rolls a model out while the demo runs, through Kafka alone, as {@code announce --upload --wait} does. On a thread of its own, so that the view goes on. */
final class DemoRollout {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FutureTask<Entry> announcing;

  private DemoRollout(final Callable<Entry> announcing) {
    this.announcing = new FutureTask<>(announcing);
  }

  /**
   * The model to announce, and the place.
   *
   * @param name the model's name
   * @param model its file
   */
  record Target(RolloutPlace place, String artifactTopic, String slot, String name, Path model) {}

  /** Begins to upload and announce. */
  static DemoRollout start(final Target target) {
    final DemoRollout rollout = new DemoRollout(() -> announce(target));
    Thread.ofPlatform().name("labelstream-demo-rollout").daemon().start(rollout.announcing);
    return rollout;
  }

  /**
   * The announcement once it is proved; empty before.
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
      throw switch (failure.getCause()) {
        case final CliException known -> known;
        case final FleetException refused -> FleetErrors.explained(refused);
        default -> new CliException(ExitCode.FAILED, "the second model was not announced: " + failure.getCause().getMessage(), failure);
      };
    }
  }

  private static Entry announce(final Target target) throws IOException, FleetException, InterruptedException {
    final CheckedModel model = Models.check(target.model());
    final FileAnnouncement.Request request = new FileAnnouncement.Request(
        model, target.slot(), target.name(), model.shortDigest(), new Traffic.Live(), new EffectiveTime.Now(), Reach.FORWARD, Objections.HEARD,
        new FileAnnouncement.Upload(target.artifactTopic(), PATIENCE), "demo", Optional.of(new WaitLimit(PATIENCE, Cancellation::none)),
        FileAnnouncement.Conflicts.WARN);
    try (ControlSession session = ControlSession.open(target.place(), Optional.empty(), FleetListener.NONE)) {
      return switch (FileAnnouncement.announce(session, request)) {
        case RolloutOutcome.Effective(final Entry entry) -> entry;
        case RolloutOutcome.Withdrawn(final Obstacle obstacle) ->
            throw new CliException(ExitCode.FAILED, "the second model was not rolled out: " + FleetWords.obstacle(obstacle));
        case final RolloutOutcome other -> throw new IllegalStateException("the second model was announced before: " + other);
      };
    }
  }
}
