package io.labelstream.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.display.VisibleJson;
import io.labelstream.observe.PipelineView.SlotView;
import io.labelstream.observe.PipelineView.VersionView;
import io.labelstream.rollout.StatusSink.StepTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The model versions on this instance as one JSON object; fields are only ever added. */
final class ModelsPage {
  private static final JsonFactory FACTORY = VisibleJson.factory();
  private static final String TYPE = "application/json";

  private ModelsPage() {}

  /**
   * The page.
   *
   * @param views what is seen; empty before there is a pipeline
   */
  static Page of(final Supplier<Optional<PipelineView>> views) {
    return (query, accept) -> {
      final Optional<PipelineView> view = views.get();
      return view.isPresent() ? new Answer(Answer.OK, TYPE, render(view.get())) : Answer.text(Answer.UNAVAILABLE, "starting\n");
    };
  }

  private static byte[] render(final PipelineView view) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("residentBytes", view.residentBytes());
      json.writeArrayFieldStart("slots");
      for (final SlotView slot : view.slots()) {
        json.writeStartObject();
        json.writeStringField("slot", slot.name());
        json.writeArrayFieldStart("versions");
        for (final VersionView version : slot.versions()) {
          write(version, json);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void write(final VersionView version, final JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", version.id().name());
    json.writeStringField("version", version.id().version());
    json.writeStringField("sha256", version.id().sha256());
    json.writeStringField("state", version.state().code());
    json.writeArrayFieldStart("serving");
    for (final String traffic : version.serving().stream().sorted().toList()) {
      json.writeString(traffic);
    }
    json.writeEndArray();
    // As in a label: null is "from the beginning".
    json.writeArrayFieldStart("effectiveFrom");
    for (final OptionalLong time : version.effectiveFrom()) {
      json.writeString(time.isPresent() ? Instant.ofEpochMilli(time.getAsLong()).toString() : null);
    }
    json.writeEndArray();
    json.writeNumberField("residentBytes", version.residentBytes());
    json.writeNumberField("labelled", version.labelled());
    json.writeStringField("rejection", version.rejection().map(code -> code.code()).orElse(null));
    json.writeObjectFieldStart("stepMillis");
    for (final StepTime step : version.steps()) {
      json.writeNumberField(step.step().code(), step.time().toMillis());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
