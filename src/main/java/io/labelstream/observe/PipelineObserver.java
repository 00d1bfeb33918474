package io.labelstream.observe;

import io.labelstream.model.VersionId;
import io.labelstream.observe.PipelineView.RolloutView;
import io.labelstream.observe.PipelineView.SlotView;
import io.labelstream.observe.PipelineView.VersionView;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.rollout.FixedModels;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.Rollout;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.StatusCounters;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.kafka.ControlReader;
import io.labelstream.topology.PipelineStats;
import io.labelstream.topology.PipelineStats.ShadowCounts;
import io.labelstream.topology.PipelineStats.SlotVersion;
import io.labelstream.topology.internal.ModelSlot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Looks at a pipeline. Thread-safe, and takes no lock that a stream thread takes for a record. */
final class PipelineObserver implements Supplier<PipelineView> {
  private static final ShadowCounts NO_SHADOWS = new ShadowCounts(0, 0, 0, 0);

  private final Pipeline pipeline;
  private final InstantSource clock;

  PipelineObserver(final Pipeline pipeline, final InstantSource clock) {
    this.pipeline = pipeline;
    this.clock = clock;
  }

  /** The signs by which the pipeline lives. */
  Vitals vitals() {
    return new Vitals(pipeline.state(), pipeline.control().map(ControlReader.State::phase).orElse(ControlReader.Phase.STARTING),
        pipeline.streams().metadataForLocalThreads().size());
  }

  @Override
  public PipelineView get() {
    final PipelineStats stats = pipeline.stats();
    final Optional<Rollout> rollout = pipeline.rollout();
    return new PipelineView(
        pipeline.state(), stats.in(), stats.out(), stats.deadByReason(), stats.processing(), stats.delay(),
        slots(rollout.map(Rollout::versions)),
        rollout.map(Rollout::residentBytes).orElseGet(this::fixedBytes),
        rollout.map(this::rollout));
  }

  private List<SlotView> slots(final Optional<List<ModelReport>> reports) {
    final Map<SlotVersion, Long> labelled = pipeline.stats().labelled();
    final Map<String, ShadowCounts> shadows = pipeline.stats().shadows();
    final long now = clock.millis();
    return pipeline.slots().stream().map(slot -> {
      final ShadowCounts shadow = shadows.getOrDefault(slot.name(), NO_SHADOWS);
      return new SlotView(slot.name(), versions(slot, reports, labelled, now), shadow.agreed(), shadow.disagreed(), shadow.shed(), shadow.failed());
    }).toList();
  }

  private static List<VersionView> versions(
      final ModelSlot slot, final Optional<List<ModelReport>> reports, final Map<SlotVersion, Long> labelled, final long now) {
    final Timeline timeline = slot.models().plan().timeline();
    final Map<VersionId, Set<OptionalLong>> times = new HashMap<>();
    timeline.entries().forEach(entry -> times.computeIfAbsent(entry.id(), _ -> new LinkedHashSet<>()).add(entry.effectiveTime()));
    final TimeSpan present = timeline.at(now);
    return reports.orElseGet(() -> fixed(slot)).stream()
        .filter(report -> report.slot().equals(slot.name()) && report.state() != ModelState.RELEASED)
        .map(report -> version(report, present, times.getOrDefault(report.entry().id(), Set.of()),
            labelled.getOrDefault(new SlotVersion(slot.name(), report.entry().id()), 0L)))
        .toList();
  }

  private static VersionView version(
      final ModelReport report, final TimeSpan present, final Set<OptionalLong> times, final long labelled) {
    final VersionId id = report.entry().id();
    return new VersionView(id, report.state(), serving(id, present), List.copyOf(times), report.residentBytes(), report.steps(),
        report.rejection().map(Rejection::code), labelled);
  }

  private static Set<String> serving(final VersionId id, final TimeSpan span) {
    final Set<String> serving = new HashSet<>();
    span.live().map(Entry::id).filter(id::equals).ifPresent(_ -> serving.add(PipelineView.LIVE));
    span.canary().map(Entry::id).filter(id::equals).ifPresent(_ -> serving.add("canary"));
    span.shadow().map(Entry::id).filter(id::equals).ifPresent(_ -> serving.add("shadow"));
    return serving;
  }

  /** A model that never changes, as a rollout would report it. */
  private static List<ModelReport> fixed(final ModelSlot slot) {
    return slot.models() instanceof final FixedModels models
        ? List.of(new ModelReport(slot.name(), models.entry(), ModelState.ACTIVE, Optional.empty(), bytes(models), List.of()))
        : List.of();
  }

  private long fixedBytes() {
    return pipeline.slots().stream().map(ModelSlot::models)
        .mapToLong(models -> models instanceof final FixedModels fixed ? bytes(fixed) : 0)
        .sum();
  }

  private static long bytes(final FixedModels models) {
    return models.classifier().memory().residentBytes();
  }

  private RolloutView rollout(final Rollout rollout) {
    final RolloutSettings settings = pipeline.config().rollout().orElseThrow().settings();
    final StatusCounters reports = pipeline.reports().orElseThrow();
    final Optional<ControlReader.State> control = pipeline.control();
    final PipelineStats stats = pipeline.stats();
    // A confirmation reaches this far beyond the moment that it is of.
    final Duration lease = settings.lead().lease();
    return new RolloutView(
        settings.memoryBytes(), rollout.holds(), reports.rejections(), reports.latestPreparations(), stats.waits(), stats.waited(),
        control.map(ControlReader.State::position).orElse(0L),
        control.map(ControlReader.State::lag).orElse(0L),
        control.flatMap(state -> state.confirmedUntil().isPresent()
            ? Optional.of(Duration.ofMillis(Math.max(0, clock.millis() - state.confirmedUntil().getAsLong() + lease.toMillis())))
            : Optional.empty()),
        lease,
        pipeline.fleet().orElseThrow());
  }
}
