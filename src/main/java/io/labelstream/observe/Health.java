package io.labelstream.observe;

import io.labelstream.observe.HealthCheck.Outcome;
import io.labelstream.observe.Sight.RolloutSight;
import io.labelstream.observe.Sight.SlotSight;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.kafka.FleetSight;
import io.labelstream.rollout.kafka.FleetSight.ConfigDiffers;
import io.labelstream.topology.PipelineState;
import java.util.ArrayList;
import java.util.List;

/** What has to hold for a pipeline to live and to be ready: a pure function of what is seen of it. */
final class Health {
  private Health() {}

  /** Whether the pipeline can go on; no broker is asked, as a new process would not bring one back. */
  static HealthCheck alive(final PipelineState state) {
    return state == PipelineState.FAILED
        ? new HealthCheck("pipeline", Outcome.MISSING, "has failed for good; the log tells why, and only a restart helps")
        : new HealthCheck("pipeline", Outcome.HOLDS, "");
  }

  /** Whether records of the present are labelled: announcements are read, each slot has a model, and the stream threads run. */
  static List<HealthCheck> ready(final Sight sight) {
    final List<HealthCheck> checks = new ArrayList<>();
    sight.rollout().ifPresent(rollout -> checks.add(control(rollout)));
    sight.slots().forEach(slot -> checks.add(model(slot)));
    checks.add(streams(sight.state()));
    sight.rollout().ifPresent(rollout -> checks.addAll(fleet(rollout.fleet())));
    return checks;
  }

  private static HealthCheck control(final RolloutSight rollout) {
    final String read = "lag=" + rollout.lag() + ", "
        + rollout.confirmationAge().map(age -> "confirmed " + age.toMillis() + " ms ago").orElse("not confirmed yet");
    return rollout.isCaughtUp()
        ? new HealthCheck("control-caught-up", Outcome.HOLDS, read)
        : new HealthCheck("control-caught-up", Outcome.MISSING, read + ", expected at most " + rollout.lease().toMillis() + " ms ago");
  }

  /** None of them makes an instance unready: that would take all instances out of service at once. */
  private static List<HealthCheck> fleet(final FleetSight fleet) {
    final List<HealthCheck> checks = new ArrayList<>();
    fleet.configDiffers().forEach(differs -> checks.add(
        new HealthCheck(ConfigDiffers.CODE, Outcome.DOUBTFUL, "instance=" + differs.instance() + ": " + differs.inWords())));
    if (checks.isEmpty()) {
      checks.add(new HealthCheck("config-alike", Outcome.HOLDS, "others=" + fleet.others()));
    }
    fleet.namesake().ifPresent(other -> checks.add(new HealthCheck(
        FleetSight.DUPLICATE_INSTANCE, Outcome.DOUBTFUL, "another process lives under the name " + other.instance())));
    return checks;
  }

  private static HealthCheck model(final SlotSight slot) {
    final boolean active = slot.versions().stream().anyMatch(
        version -> version.state() == ModelState.ACTIVE && version.serving().contains(Sight.LIVE));
    return active
        ? new HealthCheck("model-active", Outcome.HOLDS, "slot=" + slot.name())
        : new HealthCheck("model-active", Outcome.MISSING, "slot=" + slot.name() + ": no version is active");
  }

  private static HealthCheck streams(final PipelineState state) {
    return state == PipelineState.RUNNING
        ? new HealthCheck("streams-running", Outcome.HOLDS, "")
        : new HealthCheck("streams-running", Outcome.MISSING, "state=" + Sight.word(state) + ", expected running");
  }
}
