package io.labelstream.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.cli.output.JsonText;
import io.labelstream.rollout.ModelVerification;
import io.labelstream.rollout.StatusSink.StepTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What came of verifying a model, as one JSON object; fields are only ever added. */
final class VerificationJson {
  private VerificationJson() {}

  static String render(final Path model, final ModelVerification.Outcome outcome) {
    return JsonText.object(JsonText.Layout.INDENTED, json -> {
      json.writeStringField("file", model.toString());
      switch (outcome) {
        case ModelVerification.Outcome.Verified verified -> {
          json.writeBooleanField("taken", true);
          json.writeStringField("family", verified.description().family());
          json.writeStringField("sha256", verified.sha256());
          json.writeNumberField("fileBytes", verified.description().fileBytes());
          json.writeNumberField("labels", verified.description().labels());
          json.writeNumberField("residentBytes", verified.memory().residentBytes());
          json.writeNumberField("mappedBytes", verified.memory().mappedBytes());
          json.writeNumberField("samples", verified.samples().orElse(0));
          writeSteps(json, verified.steps());
        }
        case ModelVerification.Outcome.Refused refused -> {
          json.writeBooleanField("taken", false);
          json.writeStringField("code", refused.rejection().code().code());
          json.writeStringField("meaning", refused.rejection().code().meaning());
          json.writeStringField("detail", refused.rejection().detail());
          json.writeStringField("remedy", refused.rejection().code().remedy());
          writeSteps(json, refused.steps());
        }
      }
    });
  }

  private static void writeSteps(final JsonGenerator json, final List<StepTime> steps) throws IOException {
    json.writeObjectFieldStart("stepMillis");
    for (final StepTime step : steps) {
      json.writeNumberField(step.step().code(), step.time().toNanos() / 1e6);
    }
    json.writeEndObject();
  }
}
