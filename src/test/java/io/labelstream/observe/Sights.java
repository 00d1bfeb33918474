package io.labelstream.observe;

import io.labelstream.observe.Sight.RolloutSight;
import io.labelstream.observe.Sight.SlotSight;
import io.labelstream.observe.Sight.VersionSight;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.RejectionCode;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.VersionId;
import io.labelstream.topology.DeadLetterReason;
import io.labelstream.topology.LatencyHistogram;
import io.labelstream.topology.PipelineState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Made-up sights of a pipeline. */
final class Sights {
  static final String DIGEST = "0123456789abcdef".repeat(4);

  private Sights() {}

  static VersionSight version(final String version, final ModelState state, final String... serving) {
    return new VersionSight(new VersionId("lid", version, DIGEST), state, Set.of(serving), List.of(OptionalLong.of(1000)), 4096,
        List.of(new StepTime(ModelState.FETCHED, Duration.ofMillis(250))), Optional.empty(), 7);
  }

  static SlotSight slot(final VersionSight... versions) {
    return new SlotSight("language", Arrays.asList(versions), 5, 2, 1, 0);
  }

  static RolloutSight rollout(final Optional<Duration> confirmationAge) {
    return new RolloutSight(1 << 20, 3, Map.of(RejectionCode.DIGEST_DIFFERS, 2L),
        Map.of("language", List.of(new StepTime(ModelState.FETCHED, Duration.ofMillis(250)))),
        4, Duration.ofMillis(1500), 17, 0, confirmationAge, Duration.ofSeconds(15));
  }

  static Sight running(final Optional<RolloutSight> rollout, final SlotSight... slots) {
    return in(PipelineState.RUNNING, rollout, slots);
  }

  static Sight in(final PipelineState state, final Optional<RolloutSight> rollout, final SlotSight... slots) {
    final LatencyHistogram processing = new LatencyHistogram();
    processing.record(30_000);
    processing.record(2_000_000);
    processing.record(Duration.ofMinutes(1).toNanos());
    return new Sight(state, 10, 8, Map.of(DeadLetterReason.UNDECODABLE, 2L), processing, new LatencyHistogram(),
        Arrays.asList(slots), 4096, rollout);
  }
}
