package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Facts;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.cli.output.Times;
import io.labelstream.display.VisibleText;
import io.labelstream.train.evaluate.Calibration;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationReport.BandScore;
import io.labelstream.train.evaluate.EvaluationReport.Texts;
import io.labelstream.train.evaluate.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An {@link EvaluationReport} as tables for people. */
final class EvaluationText {
  private static final int MOST_NAMES = 10;
  private static final double MEGA = 1e6;

  private EvaluationText() {}

  /** The most rows of tables that can be long. */
  record Limits(int labels, int confusions) {}

  static String render(final Path model, final EvaluationReport report, final Limits limits, final Style style) {
    final StringBuilder text = new StringBuilder(style.bold(shown(model + " on " + report.source()))).append('\n');
    text.append(facts(report)).append('\n').append(scores(report).render("  ", style));
    if (report.rankings().size() > 1 || !report.bands().isEmpty()) {
      text.append('\n').append(rankings(report).render("  ", style));
    }
    if (report.bands().size() > 1) {
      text.append('\n').append(bands(report).render("  ", style));
    }
    final Table labels = labels(report, limits.labels());
    if (!labels.isEmpty()) {
      text.append('\n').append(labels.render("  ", style)).append(rest(report.labels().size() - limits.labels(), "labels", "--labels", style));
    }
    final Table confusions = confusions(report, limits.confusions());
    if (!confusions.isEmpty()) {
      text.append('\n').append(confusions.render("  ", style))
          .append(rest(report.confusions().size() - limits.confusions(), "pairs", "--confusions", style));
    }
    return text.toString();
  }

  private static Facts facts(final EvaluationReport report) {
    final Texts texts = report.texts();
    final Facts facts = new Facts("  ", 13);
    facts.add("accuracy", String.format(Locale.ROOT, "%.4f", report.accuracy()) + (texts.withUnknownLabels() == 0 ? ""
        : String.format(Locale.ROOT, "; %.4f without texts whose labels the model does not have", report.accuracyOfMeasured())));
    facts.add("texts", Amounts.grouped(texts.measured())
        + (texts.withoutPrediction() == 0 ? "" : String.format(Locale.ROOT, ", %,d of them without a known word or n-gram", texts.withoutPrediction())));
    if (texts.measured() < texts.all()) {
      facts.format("left out", "%,d without a label, %,d whose labels the model does not have", texts.withoutLabel(), texts.withUnknownLabels());
    }
    if (!report.unknownLabels().isEmpty()) {
      facts.add("unknown", names(report.unknownLabels().stream().map(label -> label.name() + " (" + label.texts() + ")").toList()));
    }
    if (!report.absentLabels().isEmpty()) {
      facts.add("not in data", names(report.absentLabels()));
    }
    report.coverage().ifPresent(coverage -> facts.format(
        "coverage", "%.1f %% of %,d words and n-grams are known", 100 * coverage.share(), coverage.features()));
    report.shortlist().ifPresent(shortlist -> facts.format("shortlist",
        "%.1f %% of %,d labels of texts are in it, which has %,.0f labels", 100 * shortlist.share(), shortlist.labels(), shortlist.mean()));
    report.calibration().ifPresent(calibration -> facts.add("calibration", calibration(calibration)));
    facts.add("model", Amounts.bytes(report.modelBytes()));
    report.speed().ifPresent(speed -> facts
        .format("speed", "%,.0f texts/s, %.1f MB/s, one thread", speed.textsPerSecond(), speed.bytesPerSecond() / MEGA)
        .format("time a text", "p50 %s, p95 %s, p99 %s", Times.micros(speed.p50()), Times.micros(speed.p95()), Times.micros(speed.p99())));
    return facts;
  }

  private static String calibration(final Calibration calibration) {
    return String.format(Locale.ROOT, "expected error %.4f", calibration.expectedError())
        + calibration.losses().map(losses -> String.format(Locale.ROOT, ", log loss %.4f, Brier %.4f", losses.logLoss(), losses.brier())).orElse("")
        + (calibration.meaning() == Calibration.Meaning.EACH_BY_ITSELF ? ", by label" : "")
        + calibration.temperature().map(best -> String.format(Locale.ROOT, "; temperature %.3f makes the log loss %.4f", best.value(), best.logLossAfter()))
            .orElse("");
  }

  private static Table scores(final EvaluationReport report) {
    final Table table = Table.of("", ">PRECISION", ">RECALL", ">F1");
    for (int rank = 0; rank < report.ranks().size(); rank++) {
      row(table, rank == 0 ? "best label" : "best " + (rank + 1), report.ranks().get(rank));
    }
    row(table, "mean of labels", report.macro());
    row(table, "and predicted ones", report.macroOfAll());
    row(table, "weighted mean", report.weighted());
    return table;
  }

  private static void row(final Table table, final String name, final Score score) {
    table.row(name, number(score.precision()), number(score.recall()), number(score.f1()));
  }

  private static Table rankings(final EvaluationReport report) {
    final Table table = Table.of(">K", ">P@K", ">R@K", ">NDCG@K", ">PSP@K");
    report.rankings().forEach(at -> table.row(
        Integer.toString(at.k()), number(at.precision()), number(at.recall()), number(at.ndcg()), at.psp().map(EvaluationText::number).orElse("-")));
    return table;
  }

  private static Table bands(final EvaluationReport report) {
    final Table table = Table.of("LABELS", ">NUMBER", ">TEXTS IN TRAINING", ">TEXTS", ">PRECISION", ">RECALL", ">F1");
    report.bands().forEach(band -> table.row(
        band.band().name().toLowerCase(Locale.ROOT), Amounts.grouped(band.labels()), range(band), Amounts.grouped(band.texts()),
        number(band.score().precision()), number(band.score().recall()), number(band.score().f1())));
    return table;
  }

  private static String range(final BandScore band) {
    return Amounts.grouped(band.fewest()) + (band.most() == band.fewest() ? "" : " to " + Amounts.grouped(band.most()));
  }

  private static Table labels(final EvaluationReport report, final int limit) {
    final Table table = Table.of("LABEL", ">TEXTS", ">PREDICTED", ">PRECISION", ">RECALL", ">F1");
    report.labels().stream().limit(limit).forEach(label -> table.row(
        label.name(), Amounts.grouped(label.known()), Amounts.grouped(label.predicted()), label.predicted() == 0 ? "-" : number(label.score().precision()),
        label.known() == 0 ? "-" : number(label.score().recall()), number(label.score().f1())));
    return table;
  }

  private static Table confusions(final EvaluationReport report, final int limit) {
    final Table table = Table.of("LABEL", "TAKEN FOR", ">TEXTS");
    report.confusions().stream().limit(limit).forEach(pair -> table.row(pair.known(), pair.predicted(), Amounts.grouped(pair.texts())));
    return table;
  }

  private static String rest(final int more, final String what, final String option, final Style style) {
    return more <= 0 ? "" : "  " + style.dim("and " + Amounts.grouped(more) + " more " + what + "; " + option + " shows them") + "\n";
  }

  private static String names(final List<String> names) {
    final String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES ? Amounts.grouped(names.size()) + " labels, such as " + first : first;
  }

  private static String number(final double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String shown(final String text) {
    return VisibleText.of(text);
  }
}
