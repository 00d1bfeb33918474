package io.labelstream.observe;

import io.labelstream.observe.PipelineView.RolloutView;
import io.labelstream.observe.PipelineView.SlotView;
import io.labelstream.observe.PipelineView.VersionView;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.kafka.SharedConfig.Part;
import io.labelstream.topology.DeadLetterReason;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A pipeline as metrics, read anew at each scrape: a version that is released is gone from the next one. Thread-safe. */
final class PipelineCollector implements MultiCollector {
  /** Classifying takes microseconds; a model that has to be opened again, or a wait, takes up to seconds. */
  private static final double[] PROCESSING_BOUNDS =
      {0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};
  /** From a record in passing to a backlog of a day. */
  private static final double[] DELAY_BOUNDS =
      {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400};
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SHORT_DIGEST = 12;

  private final Supplier<PipelineView> views;

  PipelineCollector(final Supplier<PipelineView> views) {
    this.views = views;
  }

  @Override
  public MetricSnapshots collect() {
    final PipelineView view = views.get();
    final MetricFamilies families = new MetricFamilies();
    for (final PipelineState state : PipelineState.values()) {
      families.add(MetricFamily.PIPELINE_STATE, state == view.state() ? 1 : 0, PipelineView.word(state));
    }
    families.add(MetricFamily.READ, view.read()).add(MetricFamily.WRITTEN, view.written());
    for (final DeadLetterReason reason : DeadLetterReason.values()) {
      families.add(MetricFamily.DEAD_LETTERS, view.deadLetters().getOrDefault(reason, 0L), reason.code());
    }
    families.add(MetricFamily.PROCESSING, view.processing(), PROCESSING_BOUNDS).add(MetricFamily.DELAY, view.delay(), DELAY_BOUNDS);
    families.add(MetricFamily.RESIDENT_BYTES, view.residentBytes());
    for (final SlotView slot : view.slots()) {
      addSlot(slot, families);
    }
    view.rollout().ifPresent(rollout -> addRollout(rollout, view.slots(), families));
    return families.build();
  }

  private static void addSlot(final SlotView slot, final MetricFamilies families) {
    for (final VersionView version : slot.versions()) {
      final String model = version.id().name();
      final String number = version.id().version();
      families.add(MetricFamily.LABELLED, version.labelled(), slot.name(), model, number);
      if (version.residentBytes() > 0) {
        families.add(MetricFamily.MODEL_BYTES, version.residentBytes(), slot.name(), model, number);
      }
      for (final String traffic : version.serving()) {
        families.add(MetricFamily.ACTIVE_VERSION, 1, slot.name(), model, number, shortDigest(version.id().sha256()), traffic);
      }
    }
  }

  private static void addRollout(final RolloutView rollout, final List<SlotView> slots, final MetricFamilies families) {
    families.add(MetricFamily.BUDGET_BYTES, rollout.budgetBytes())
        .add(MetricFamily.HOLDS, rollout.holds())
        .add(MetricFamily.CONTROL_CAUGHT_UP, rollout.isCaughtUp() ? 1 : 0)
        .add(MetricFamily.CONTROL_LAG, rollout.lag())
        .add(MetricFamily.CONTROL_POSITION, rollout.position())
        .add(MetricFamily.WAITS, rollout.waits())
        .add(MetricFamily.WAIT_TIME, rollout.waiting().toNanos() / NANOS);
    rollout.confirmationAge().ifPresent(age -> families.add(MetricFamily.CONFIRMATION_AGE, age.toNanos() / NANOS));
    // Every code from the start: an increase from nothing would not be seen.
    for (final RejectionCode code : RejectionCode.values()) {
      families.add(MetricFamily.REJECTIONS, rollout.rejections().getOrDefault(code, 0L), code.code());
    }
    for (final Part part : Part.values()) {
      families.add(MetricFamily.CONFIG_DIFFERS, rollout.fleet().differing(part), part.code());
    }
    families.add(MetricFamily.DUPLICATE_INSTANCE, rollout.fleet().namesake().isPresent() ? 1 : 0);
    rollout.latestSteps().forEach((slot, steps) ->
        steps.forEach(step -> families.add(MetricFamily.SWAP_STEP, step.time().toNanos() / NANOS, slot, step.step().code())));
    for (final SlotView slot : slots) {
      families.add(MetricFamily.SHADOW, slot.agreed(), slot.name(), "agreed")
          .add(MetricFamily.SHADOW, slot.disagreed(), slot.name(), "disagreed")
          .add(MetricFamily.SHADOW, slot.shed(), slot.name(), "shed")
          .add(MetricFamily.SHADOW, slot.failed(), slot.name(), "failed");
    }
  }

  /** As many digits as a version has that is named after its digest. */
  static String shortDigest(final String sha256) {
    return sha256.substring(0, Math.min(SHORT_DIGEST, sha256.length()));
  }
}
