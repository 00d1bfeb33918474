package io.labelstream.cli.rollout;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.cli.output.JsonText;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.VersionState;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A {@link FleetReport} as one JSON object; fields are only ever added. */
final class FleetJson {
  private FleetJson() {}

  static String render(final FleetReport report, final JsonText.Layout layout) {
    return JsonText.object(layout, json -> {
      json.writeStringField("at", report.now().toString());
      json.writeBooleanField("ready", report.lacks().isEmpty());
      json.writeArrayFieldStart("lacks");
      for (final String lack : report.lacks()) {
        json.writeString(lack);
      }
      json.writeEndArray();
      json.writeNumberField("leadMillis", report.lead().value().toMillis());
      json.writeNumberField("controlEnd", report.controlEnd());
      json.writeArrayFieldStart("instances");
      for (final InstanceState instance : report.instances()) {
        writeInstance(json, instance, report);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("configDiffers");
      for (final ConfigConflict conflict : report.conflicts()) {
        writeConflict(json, conflict);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("slots");
      for (final String slot : report.slots()) {
        json.writeStartObject();
        json.writeStringField("slot", slot);
        json.writeArrayFieldStart("versions");
        for (final FleetReport.OnInstance version : report.versions(slot)) {
          writeVersion(json, version);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("refused");
      for (final FleetReport.Refusal refusal : report.refusals()) {
        writeRefusal(json, refusal);
      }
      json.writeEndArray();
    });
  }

  private static void writeInstance(final JsonGenerator json, final InstanceState instance, final FleetReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("instance", instance.instance());
    json.writeStringField("application", instance.application());
    json.writeBooleanField("live", instance.liveness(report.now()) == InstanceState.Liveness.ALIVE);
    json.writeStringField("state", instance.state());
    json.writeBooleanField("caughtUp", instance.control() == InstanceState.Currency.CAUGHT_UP);
    json.writeNumberField("behind", report.lag(instance));
    json.writeNumberField("residentBytes", instance.residentBytes());
    json.writeStringField("heartbeat", instance.at().toString());
    json.writeArrayFieldStart("slots");
    for (final String slot : instance.slots()) {
      json.writeString(slot);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("differsFrom");
    for (final String other : instance.differsFrom()) {
      json.writeString(other);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("config");
    for (final Map.Entry<String, String> part : instance.config().parts().entrySet()) {
      json.writeStringField(part.getKey(), part.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeConflict(final JsonGenerator json, final ConfigConflict conflict) throws IOException {
    json.writeStartObject();
    json.writeStringField("application", conflict.application());
    json.writeStringField("part", conflict.part().code());
    json.writeArrayFieldStart("values");
    for (final Map.Entry<String, List<String>> value : conflict.instances().entrySet()) {
      json.writeStartObject();
      json.writeStringField("value", value.getKey());
      json.writeArrayFieldStart("instances");
      for (final String instance : value.getValue()) {
        json.writeString(instance);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeVersion(final JsonGenerator json, final FleetReport.OnInstance version) throws IOException {
    json.writeStartObject();
    json.writeStringField("model", version.id().name());
    json.writeStringField("version", version.id().version());
    json.writeStringField("sha256", version.id().sha256());
    writeRole(json, version.roles().getFirst());
    json.writeArrayFieldStart("roles");
    for (final Role role : version.roles()) {
      json.writeStartObject();
      writeRole(json, role);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!version.instance().isEmpty()) {
      json.writeStringField("instance", version.instance());
    }
    if (version.state().isPresent()) {
      writeState(json, version.state().get());
    }
    json.writeEndObject();
  }

  private static void writeRole(final JsonGenerator json, final Role role) throws IOException {
    json.writeStringField("role", role.rank().name().toLowerCase(Locale.ROOT));
    if (role.since().isPresent()) {
      JsonText.writeTime(json, "from", role.since().getAsLong());
    }
  }

  private static void writeState(final JsonGenerator json, final VersionState state) throws IOException {
    json.writeStringField("state", state.state());
    json.writeNumberField("residentBytes", state.residentBytes());
    if (!state.code().isEmpty()) {
      json.writeStringField("code", state.code());
      json.writeStringField("detail", state.detail());
    }
    json.writeObjectFieldStart("stepMillis");
    for (final VersionState.Step step : state.steps()) {
      json.writeNumberField(step.state(), step.time().toNanos() / 1e6);
    }
    json.writeEndObject();
  }

  private static void writeRefusal(final JsonGenerator json, final FleetReport.Refusal refusal) throws IOException {
    final VersionState what = refusal.what();
    json.writeStartObject();
    if (what.controlOffset().isPresent()) {
      json.writeNumberField("offset", what.controlOffset().getAsLong());
    }
    json.writeStringField("slot", what.slot());
    json.writeStringField("code", what.code());
    json.writeStringField("detail", what.detail());
    json.writeStringField("at", what.at().toString());
    json.writeArrayFieldStart("instances");
    for (final String instance : refusal.instances()) {
      json.writeString(instance);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
