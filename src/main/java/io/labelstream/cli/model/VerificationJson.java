package io.labelstream.cli.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.labelstream.display.json.JsonText;
import io.labelstream.rollout.ModelVerification.Outcome;
import io.labelstream.rollout.StatusSink.StepTime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcome of verifying a model as one JSON object; fields are only ever added. */
record VerificationJson(String file, boolean taken, @JsonUnwrapped Record found, Map<String, Double> stepMillis) {
  private record Taken(String family, String sha256, long fileBytes, long labels, long residentBytes, long mappedBytes, int samples) {}

  private record Refused(String code, String meaning, String detail, String remedy) {}

  static String render(final Path model, final Outcome outcome) {
    return JsonText.indented(switch (outcome) {
      case final Outcome.Verified verified -> new VerificationJson(model.toString(), true, new Taken(verified.description().family(), verified.sha256(),
          verified.description().fileBytes(), verified.description().labels(), verified.memory().residentBytes(), verified.memory().mappedBytes(),
          verified.samples().orElse(0)), millis(verified.steps()));
      case final Outcome.Refused refused -> new VerificationJson(model.toString(), false, new Refused(refused.rejection().code().code(),
          refused.rejection().code().meaning(), refused.rejection().detail(), refused.rejection().code().remedy()), millis(refused.steps()));
    });
  }

  private static Map<String, Double> millis(final List<StepTime> steps) {
    final Map<String, Double> millis = new LinkedHashMap<>();
    steps.forEach(step -> millis.put(step.step().code(), step.time().toNanos() / 1e6));
    return millis;
  }
}
