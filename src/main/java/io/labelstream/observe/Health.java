package io.labelstream.observe;

import io.labelstream.observe.HealthCheck.Outcome;
import io.labelstream.observe.PipelineView.RolloutView;
import io.labelstream.observe.PipelineView.SlotView;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.kafka.ControlReader;
import io.labelstream.rollout.kafka.FleetView;
import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The conditions under which a pipeline is alive and ready: pure functions of a view of it. */
final class Health {
  private static final Set<PipelineState> WITH_STREAMS = Set.of(PipelineState.STARTING, PipelineState.RUNNING);

  private Health() {}

  /** Tells if the pipeline can go on without a restart; no broker is asked, as a new process would not bring one back. */
  static List<HealthCheck> alive(final Vitals vitals) {
    return List.of(
        check("pipeline", vitals.state() != PipelineState.FAILED),
        check("control-reader", vitals.control() != ControlReader.Phase.FAILED),
        check("stream-threads", vitals.streamThreads() > 0 || !WITH_STREAMS.contains(vitals.state())));
  }

  private static HealthCheck check(final String part, final boolean works) {
    return works
        ? new HealthCheck(part, Outcome.HOLDS, "")
        : new HealthCheck(part, Outcome.MISSING, "failed for good; the log tells why, and only a restart helps");
  }

  /** The answer before there is a pipeline to ask. */
  static List<HealthCheck> starting() {
    return List.of(new HealthCheck("starting", Outcome.MISSING, "broker, topics and models are being checked"));
  }

  /** Tells if records of the present are labelled: announcements are read, each slot has a model, and the stream threads run. */
  static List<HealthCheck> ready(final PipelineView view) {
    final List<HealthCheck> checks = new ArrayList<>();
    view.rollout().ifPresent(rollout -> checks.add(control(rollout)));
    view.slots().forEach(slot -> checks.add(model(slot)));
    checks.add(streams(view.state()));
    view.rollout().ifPresent(rollout -> checks.addAll(fleet(rollout.fleet())));
    return checks;
  }

  private static HealthCheck control(final RolloutView rollout) {
    final String read = "lag=" + rollout.lag() + ", "
        + rollout.confirmationAge().map(age -> "confirmed " + age.toMillis() + " ms ago").orElse("not confirmed yet");
    return rollout.isCaughtUp()
        ? new HealthCheck("control-caught-up", Outcome.HOLDS, read)
        : new HealthCheck("control-caught-up", Outcome.MISSING, read + ", expected at most " + rollout.lease().toMillis() + " ms ago");
  }

  /** None of them makes an instance unready: that would take all instances out of service at once. */
  private static List<HealthCheck> fleet(final FleetView fleet) {
    final List<HealthCheck> checks = new ArrayList<>();
    fleet.configDiffers().forEach(differs -> checks.add(
        new HealthCheck(ConfigDiffers.CODE, Outcome.DOUBTFUL, "instance=" + differs.instance() + ": " + differs.inWords())));
    if (checks.isEmpty()) {
      checks.add(new HealthCheck("config-alike", Outcome.HOLDS, "others=" + fleet.others()));
    }
    fleet.namesake().ifPresent(other -> checks.add(new HealthCheck(
        FleetView.DUPLICATE_INSTANCE, Outcome.DOUBTFUL, "another process lives under the name " + other.instance())));
    return checks;
  }

  private static HealthCheck model(final SlotView slot) {
    final boolean active = slot.versions().stream().anyMatch(
        version -> version.state() == ModelState.ACTIVE && version.serving().contains(PipelineView.LIVE));
    return active
        ? new HealthCheck("model-active", Outcome.HOLDS, "slot=" + slot.name())
        : new HealthCheck("model-active", Outcome.MISSING, "slot=" + slot.name() + ": " + slot.versions().stream()
            .filter(version -> version.serving().contains(PipelineView.LIVE)).findFirst().map(Health::missing).orElse("no version is active"));
  }

  private static String missing(final PipelineView.VersionView version) {
    return version.id().name() + " " + version.id().version() + " counts and is " + version.state().code() + " here"
        + version.rejection().map(code -> ", " + code.code()).orElse("");
  }

  private static HealthCheck streams(final PipelineState state) {
    return state == PipelineState.RUNNING
        ? new HealthCheck("streams-running", Outcome.HOLDS, "")
        : new HealthCheck("streams-running", Outcome.MISSING, "state=" + PipelineView.word(state) + ", expected running");
  }
}
