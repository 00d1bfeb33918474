package io.labelstream.cli.rollout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.labelstream.display.json.JsonText;
import io.labelstream.display.json.JsonText.Time;
import io.labelstream.rollout.fleet.ConfigConflict;
import io.labelstream.rollout.fleet.FleetReport;
import io.labelstream.rollout.fleet.Role;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.VersionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A {@link FleetReport} as one JSON object; fields are only ever added. */
record FleetJson(
    String at, boolean ready, List<String> lacks, long leadMillis, long controlEnd, List<Instance> instances, List<Conflict> configDiffers, List<Slot> slots,
    List<Refused> refused) {
  private record Instance(
      String instance, String application, boolean live, String state, boolean caughtUp, long behind, long residentBytes, String heartbeat, List<String> slots,
      List<String> differsFrom, Map<String, String> config) {}

  private record Conflict(String application, String part, List<Value> values) {}

  private record Value(String value, List<String> instances) {}

  private record Slot(String slot, List<Version> versions) {}

  private record Version(
      String model, String version, String sha256, @JsonUnwrapped Part first, List<Part> roles, Optional<String> instance, @JsonUnwrapped Optional<State> told) {}

  private record Part(Role.Rank role, Optional<Time> from) {}

  private record State(String state, long residentBytes, Optional<String> code, Optional<String> detail, Map<String, Double> stepMillis) {}

  private record Refused(OptionalLong offset, String slot, String code, String detail, String at, List<String> instances) {}

  static String render(final FleetReport report, final JsonText.Layout layout) {
    return JsonText.object(new FleetJson(
        report.now().toString(), report.lacks().isEmpty(), report.lacks().stream().map(FleetWords::lack).toList(), report.lead().value().toMillis(), report.controlEnd(),
        report.instances().stream().map(instance -> instance(instance, report)).toList(),
        report.conflicts().stream().map(FleetJson::conflict).toList(),
        report.slots().stream().map(slot -> new Slot(slot, report.versions(slot).stream().map(FleetJson::version).toList())).toList(),
        report.refusals().stream().map(FleetJson::refused).toList()), layout);
  }

  private static Instance instance(final InstanceState instance, final FleetReport report) {
    return new Instance(instance.instance(), instance.application(), instance.liveness(report.now()) == InstanceState.Liveness.ALIVE, instance.state(),
        instance.control() == InstanceState.Currency.CAUGHT_UP, report.lag(instance), instance.residentBytes(), instance.at().toString(), instance.slots(),
        instance.differsFrom(), instance.config().parts());
  }

  private static Conflict conflict(final ConfigConflict conflict) {
    return new Conflict(conflict.application(), conflict.part().code(),
        conflict.instances().entrySet().stream().map(value -> new Value(value.getKey(), value.getValue())).toList());
  }

  private static Version version(final FleetReport.OnInstance version) {
    final List<Part> roles = version.roles().stream().map(FleetJson::part).toList();
    return new Version(version.id().name(), version.id().version(), version.id().sha256(), roles.getFirst(), roles, given(version.instance()),
        version.state().map(FleetJson::state));
  }

  private static Part part(final Role role) {
    return new Part(role.rank(), role.since().stream().mapToObj(Time::new).findFirst());
  }

  private static State state(final VersionState state) {
    final Map<String, Double> steps = new LinkedHashMap<>();
    state.steps().forEach(step -> steps.put(step.state(), step.time().toNanos() / 1e6));
    final Optional<String> code = given(state.code());
    return new State(state.state(), state.residentBytes(), code, code.map(_ -> state.detail()), steps);
  }

  private static Refused refused(final FleetReport.Refusal refusal) {
    final VersionState what = refusal.what();
    return new Refused(what.controlOffset(), what.slot(), what.code(), what.detail(), what.at().toString(), refusal.instances());
  }

  private static Optional<String> given(final String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }
}
