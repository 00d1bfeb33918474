package io.labelstream.cli.train;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.cli.output.JsonText;
import io.labelstream.train.evaluate.Calibration;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationReport.Texts;
import io.labelstream.train.evaluate.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** An {@link EvaluationReport} as one JSON object. */
final class EvaluationJson {
  private EvaluationJson() {}

  static String render(final Path model, final EvaluationReport report) {
    return JsonText.object(JsonText.Layout.INDENTED, json -> {
      json.writeStringField("model", model.toString());
      json.writeStringField("data", report.source());
      writeFields(json, report);
    });
  }

  /** Everything but the names of model and data, into an object that is open. */
  static void writeFields(final JsonGenerator json, final EvaluationReport report) throws IOException {
    json.writeNumberField("modelBytes", report.modelBytes());
    writeTexts(json, report.texts());
    json.writeNumberField("accuracy", report.accuracy());
    json.writeArrayFieldStart("top");
    for (final Score score : report.ranks()) {
      json.writeStartObject();
      writeScore(json, score);
      json.writeEndObject();
    }
    json.writeEndArray();
    writeMean(json, "micro", report.micro());
    writeMean(json, "macro", report.macro());
    writeMean(json, "weighted", report.weighted());
    writeLabels(json, report);
    if (report.calibration().isPresent()) {
      writeCalibration(json, report.calibration().get());
    }
    if (report.coverage().isPresent()) {
      json.writeObjectFieldStart("coverage");
      json.writeNumberField("features", report.coverage().get().features());
      json.writeNumberField("known", report.coverage().get().known());
      json.writeEndObject();
    }
    if (report.speed().isPresent()) {
      json.writeObjectFieldStart("speed");
      json.writeNumberField("textsPerSecond", report.speed().get().textsPerSecond());
      json.writeNumberField("bytesPerSecond", report.speed().get().bytesPerSecond());
      json.writeEndObject();
    }
  }

  private static void writeTexts(final JsonGenerator json, final Texts texts) throws IOException {
    json.writeObjectFieldStart("texts");
    json.writeNumberField("all", texts.all());
    json.writeNumberField("withoutLabel", texts.withoutLabel());
    json.writeNumberField("withUnknownLabels", texts.withUnknownLabels());
    json.writeNumberField("measured", texts.measured());
    json.writeNumberField("withoutPrediction", texts.withoutPrediction());
    json.writeEndObject();
  }

  private static void writeLabels(final JsonGenerator json, final EvaluationReport report) throws IOException {
    json.writeArrayFieldStart("labels");
    for (final EvaluationReport.LabelScore label : report.labels()) {
      json.writeStartObject();
      json.writeStringField("name", label.name());
      json.writeNumberField("texts", label.known());
      json.writeNumberField("predicted", label.predicted());
      json.writeNumberField("right", label.right());
      writeScore(json, label.score());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("confusions");
    for (final EvaluationReport.Confusion pair : report.confusions()) {
      json.writeStartObject();
      json.writeStringField("label", pair.known());
      json.writeStringField("takenFor", pair.predicted());
      json.writeNumberField("texts", pair.texts());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("unknownLabels");
    for (final EvaluationReport.LabelCount label : report.unknownLabels()) {
      json.writeNumberField(label.name(), label.texts());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("absentLabels");
    for (final String label : report.absentLabels()) {
      json.writeString(label);
    }
    json.writeEndArray();
  }

  private static void writeCalibration(final JsonGenerator json, final Calibration calibration) throws IOException {
    json.writeObjectFieldStart("calibration");
    json.writeStringField("probabilities", calibration.meaning().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.writeNumberField("expectedError", calibration.expectedError());
    if (calibration.losses().isPresent()) {
      json.writeNumberField("logLoss", calibration.losses().get().logLoss());
      json.writeNumberField("brier", calibration.losses().get().brier());
    }
    if (calibration.temperature().isPresent()) {
      json.writeNumberField("temperature", calibration.temperature().get().value());
      json.writeNumberField("logLossAtTemperature", calibration.temperature().get().logLossAfter());
    }
    json.writeArrayFieldStart("bins");
    for (final Calibration.Bin bin : calibration.bins()) {
      json.writeStartObject();
      json.writeNumberField("texts", bin.texts());
      json.writeNumberField("confidence", bin.confidence());
      json.writeNumberField("right", bin.right());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeMean(final JsonGenerator json, final String name, final Score score) throws IOException {
    json.writeObjectFieldStart(name);
    writeScore(json, score);
    json.writeEndObject();
  }

  private static void writeScore(final JsonGenerator json, final Score score) throws IOException {
    json.writeNumberField("precision", score.precision());
    json.writeNumberField("recall", score.recall());
    json.writeNumberField("f1", score.f1());
  }
}
