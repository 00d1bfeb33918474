package io.labelstream.cli.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.labelstream.display.json.JsonText;
import io.labelstream.train.Coverage;
import io.labelstream.train.ShortlistRecall;
import io.labelstream.train.evaluate.Calibration;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationReport.Texts;
import io.labelstream.train.evaluate.FrequencyBand;
import io.labelstream.train.evaluate.Ranking;
import io.labelstream.train.evaluate.Score;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An {@link EvaluationReport} as one JSON object; fields, those of the report's own records included, are only ever added. */
record EvaluationJson(
    String model, String data, long modelBytes, Texts texts, double accuracy, List<Score> top, Score micro, Score macro, Score macroOfAll, Score weighted, List<Label> labels,
    List<Confusion> confusions, Map<String, Long> unknownLabels, List<String> absentLabels, Optional<Calibrated> calibration, Optional<Coverage> coverage,
    Optional<ShortlistRecall> shortlist, List<Ranking> rankings, List<Band> bands, Optional<SpeedJson> speed) {
  private record Label(String name, long texts, long predicted, long right, @JsonUnwrapped Score score) {}

  private record Confusion(String label, String takenFor, long texts) {}

  private record Calibrated(
      Calibration.Meaning probabilities, double expectedError, @JsonUnwrapped Optional<Calibration.Losses> losses, Optional<Double> temperature,
      Optional<Double> logLossAtTemperature, List<Calibration.Bin> bins) {}

  private record Band(FrequencyBand band, long labels, long fewest, long most, long texts, @JsonUnwrapped Score score) {}

  static String render(final Path model, final EvaluationReport report) {
    final Map<String, Long> unknown = new LinkedHashMap<>();
    report.unknownLabels().forEach(label -> unknown.put(label.name(), label.texts()));
    return JsonText.indented(new EvaluationJson(
        model.toString(), report.source(), report.modelBytes(), report.texts(), report.accuracy(), report.ranks(), report.micro(), report.macro(),
        report.macroOfAll(), report.weighted(),
        report.labels().stream().map(label -> new Label(label.name(), label.known(), label.predicted(), label.right(), label.score())).toList(),
        report.confusions().stream().map(pair -> new Confusion(pair.known(), pair.predicted(), pair.texts())).toList(),
        unknown, report.absentLabels(), report.calibration().map(EvaluationJson::calibrated), report.coverage(),
        report.shortlist(), report.rankings(),
        report.bands().stream().map(band -> new Band(band.band(), band.labels(), band.fewest(), band.most(), band.texts(), band.score())).toList(),
        report.speed().map(SpeedJson::of)));
  }

  private static Calibrated calibrated(final Calibration calibration) {
    return new Calibrated(calibration.meaning(), calibration.expectedError(), calibration.losses(), calibration.temperature().map(best -> best.value()),
        calibration.temperature().map(best -> best.logLossAfter()), calibration.bins());
  }
}
