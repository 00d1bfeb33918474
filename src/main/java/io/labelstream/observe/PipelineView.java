package io.labelstream.observe;

import io.labelstream.model.VersionId;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.kafka.FleetView;
import io.labelstream.topology.DeadLetterReason;
import io.labelstream.topology.LatencyHistogram;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A pipeline at one moment, as metrics and health pages show it.
 *
 * @param state where it is in its life
 * @param read records read
 * @param written records written
 * @param deadLetters records that became dead letters
 * @param processing the time that the pipeline adds to a record
 * @param delay how far it is behind
 * @param slots its slots, in their order
 * @param residentBytes what all open models hold outside the heap, shared ones once
 * @param rollout the rollout of models; empty where there is no control topic
 */
record PipelineView(
    PipelineState state,
    long read,
    long written,
    Map<DeadLetterReason, Long> deadLetters,
    LatencyHistogram processing,
    LatencyHistogram delay,
    List<SlotView> slots,
    long residentBytes,
    Optional<RolloutView> rollout) {
  /** The part of a version that labels all records but those of a canary. */
  static final String LIVE = "live";

  PipelineView {
    deadLetters = Map.copyOf(deadLetters);
    slots = List.copyOf(slots);
  }

  /** A state as it is shown, such as {@code waiting-for-control}. */
  static String word(final PipelineState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * A slot.
   *
   * @param name its name
   * @param versions its versions that are not released
   * @param agreed records on which a shadow version agreed
   * @param disagreed records on which a shadow version disagreed
   * @param shed records for which a shadow version was not asked
   * @param failed records for which a shadow version failed
   */
  record SlotView(String name, List<VersionView> versions, long agreed, long disagreed, long shed, long failed) {
    SlotView {
      versions = List.copyOf(versions);
    }
  }

  /**
   * A version of a slot.
   *
   * @param id which
   * @param state where it is in its life
   * @param serving as what it serves records of the present: {@code live}, {@code canary}, {@code shadow}
   * @param effectiveFrom the event times from which its entries count, oldest first; empty: from the beginning
   * @param residentBytes what it holds outside the heap
   * @param steps the steps of its latest preparation
   * @param rejection why, where it is rejected
   * @param labelled the records that it labelled
   */
  record VersionView(
      VersionId id,
      ModelState state,
      Set<String> serving,
      List<OptionalLong> effectiveFrom,
      long residentBytes,
      List<StepTime> steps,
      Optional<RejectionCode> rejection,
      long labelled) {
    VersionView {
      serving = Set.copyOf(serving);
      effectiveFrom = List.copyOf(effectiveFrom);
      steps = List.copyOf(steps);
    }
  }

  /**
   * The part that exists only with a control topic.
   *
   * @param budgetBytes what all open models may hold
   * @param holds claims of tasks on open models
   * @param rejections what was not taken
   * @param latestSteps the steps of each slot's latest preparation
   * @param waits how often tasks waited
   * @param waiting how long, in all
   * @param position the control offset to be read next
   * @param lag control records that are not read yet
   * @param confirmationAge the time since the last confirmation; empty before the first
   * @param lease how old a confirmation may become before it does not count for records of the present any more
   * @param fleet what is seen of other instances
   */
  record RolloutView(
      long budgetBytes,
      int holds,
      Map<RejectionCode, Long> rejections,
      Map<String, List<StepTime>> latestSteps,
      long waits,
      Duration waiting,
      long position,
      long lag,
      Optional<Duration> confirmationAge,
      Duration lease,
      FleetView fleet) {
    RolloutView {
      rejections = Map.copyOf(rejections);
      latestSteps = Map.copyOf(latestSteps);
    }

    /** True if records of the present may be labelled: there is a confirmation, and it still counts. */
    boolean isCaughtUp() {
      return confirmationAge.filter(age -> age.compareTo(lease) < 0).isPresent();
    }
  }
}
