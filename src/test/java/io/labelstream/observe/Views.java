package io.labelstream.observe;

import io.labelstream.model.VersionId;
import io.labelstream.observe.PipelineView.RolloutView;
import io.labelstream.observe.PipelineView.SlotView;
import io.labelstream.observe.PipelineView.VersionView;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.kafka.FleetView;
import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.SharedConfig.Difference;
import io.labelstream.rollout.kafka.SharedConfig.Part;
import io.labelstream.topology.DeadLetterReason;
import io.labelstream.topology.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Made-up views of a pipeline. */
final class Views {
  static final String DIGEST = "0123456789abcdef".repeat(4);

  /** Two others are configured otherwise, and another process has the name. */
  static final FleetView DIVIDED = new FleetView(3, List.of(
      new ConfigDiffers("two", List.of(new Difference(Part.LEAD, "2000 ms", "5000 ms"))),
      new ConfigDiffers("three", List.of(new Difference(Part.LEAD, "2000 ms", "9000 ms"), new Difference(Part.SLOTS, "a, b", "a")))),
      Optional.of(new InstanceState("one", "app", List.of(), "running", 0, InstanceState.Currency.CAUGHT_UP, Duration.ofSeconds(2), Duration.ofSeconds(1), 0,
          Instant.EPOCH, Instant.EPOCH, "another", SharedConfig.none(), List.of())));

  private Views() {}

  static VersionView version(final String version, final ModelState state, final String... serving) {
    return new VersionView(new VersionId("lid", version, DIGEST), state, Set.of(serving), List.of(OptionalLong.of(1000)), 4096,
        List.of(new StepTime(ModelState.FETCHED, Duration.ofMillis(250))), Optional.empty(), 7);
  }

  static SlotView slot(final VersionView... versions) {
    return new SlotView("language", Arrays.asList(versions), 5, 2, 1, 0);
  }

  static RolloutView rollout(final Optional<Duration> confirmationAge) {
    return rollout(confirmationAge, FleetView.ALONE);
  }

  static RolloutView rollout(final Optional<Duration> confirmationAge, final FleetView fleet) {
    return new RolloutView(1 << 20, 3, Map.of(RejectionCode.DIGEST_DIFFERS, 2L),
        Map.of("language", List.of(new StepTime(ModelState.FETCHED, Duration.ofMillis(250)))),
        4, Duration.ofMillis(1500), 17, 0, confirmationAge, Duration.ofSeconds(15), fleet);
  }

  static PipelineView running(final Optional<RolloutView> rollout, final SlotView... slots) {
    return in(PipelineState.RUNNING, rollout, slots);
  }

  static PipelineView in(final PipelineState state, final Optional<RolloutView> rollout, final SlotView... slots) {
    final LatencyHistogram processing = new LatencyHistogram();
    processing.record(30_000);
    processing.record(2_000_000);
    processing.record(Duration.ofMinutes(1).toNanos());
    return new PipelineView(state, 10, 8, Map.of(DeadLetterReason.UNDECODABLE, 2L), processing, new LatencyHistogram(),
        Arrays.asList(slots), 4096, rollout);
  }
}
