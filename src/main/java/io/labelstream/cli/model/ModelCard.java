package io.labelstream.cli.model;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.verb.Program;
import io.labelstream.display.VisibleText;
import io.labelstream.model.ModelDescription;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.evaluate.EvaluationReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Facts for people about a model that was made here, as Markdown. It contains no text of the data.
 *
 * @param name the model file's name
 * @param sha256 the digest of the model file; empty where the card lies within it
 * @param description the model's description
 * @param licence the model's licence; empty: not known
 * @param data the data that it was made from; empty: no texts were read
 * @param settings the settings that it was made with, by name
 * @param measured its quality; empty: not measured
 * @param command the command that made it
 * @param made the time when it was made
 */
public record ModelCard(
    String name,
    Optional<String> sha256,
    ModelDescription description,
    Optional<String> licence,
    Optional<DataSummary> data,
    Map<String, String> settings,
    Optional<EvaluationReport> measured,
    String command,
    Instant made) {
  private static final String SUFFIX = ".card.md";
  private static final int MOST_LABELS = 20;

  /** The path of a model file's card, which is beside the file. */
  public static Path beside(final Path model) {
    return model.resolveSibling(model.getFileName() + SUFFIX);
  }

  public byte[] write() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  public String text() {
    final StringBuilder text = new StringBuilder("# ").append(code(name)).append("\n\n")
        .append(description.labels() == 0 ? "A model that gives texts vectors" : "A text classifier with " + Amounts.grouped(description.labels()) + " labels")
        .append(".\n\n| | |\n|---|---|\n");
    row(text, "family", description.family() + ", format version " + description.formatVersion());
    if (sha256.isPresent()) {
      row(text, "bytes", Amounts.grouped(description.fileBytes()));
      row(text, "SHA-256", code(sha256.get()));
    }
    row(text, "licence", licence.map(ModelCard::cell).orElse("not stated"));
    row(text, "made", made.truncatedTo(ChronoUnit.SECONDS) + " by Labelstream " + Program.version() + ", Java " + Runtime.version().feature());
    row(text, "command", code(command));
    data.ifPresent(summary -> data(text, summary));
    text.append("\n## Settings\n\n| | |\n|---|---|\n");
    settings.forEach((setting, value) -> row(text, setting, cell(value)));
    description.properties().forEach(property -> row(text, property.name(), cell(property.value())));
    measured.ifPresent(report -> measured(text, report));
    return text.toString();
  }

  private static void data(final StringBuilder text, final DataSummary data) {
    text.append("\n## Data\n\n| | |\n|---|---|\n");
    row(text, "source", code(data.name()));
    row(text, "SHA-256", code(data.sha256()));
    row(text, "bytes", Amounts.grouped(data.bytes()));
    row(text, "texts", Amounts.grouped(data.examples()));
    row(text, "without text, without label", Amounts.grouped(data.withoutText()) + ", " + Amounts.grouped(data.withoutLabel()));
    if (data.skipped() + data.unreadable() > 0) {
      row(text, "empty, unreadable", Amounts.grouped(data.skipped()) + ", " + Amounts.grouped(data.unreadable()));
    }
    row(text, "labels", Amounts.grouped(data.labels().size()));
    if (data.labels().isEmpty()) {
      return;
    }
    row(text, "texts by label", data.labels().entrySet().stream().limit(MOST_LABELS)
        .map(label -> code(label.getKey()) + " " + Amounts.grouped(label.getValue())).collect(Collectors.joining(", "))
        + (data.labels().size() > MOST_LABELS ? " and " + Amounts.grouped(data.labels().size() - MOST_LABELS) + " more" : ""));
  }

  private static void measured(final StringBuilder text, final EvaluationReport report) {
    text.append("\n## Measured\n\nOn ").append(code(report.source())).append(", ").append(Amounts.grouped(report.texts().measured()))
        .append(" texts that it was not trained on.\n\n| | |\n|---|---|\n");
    row(text, "accuracy", number(report.accuracyOfMeasured()));
    row(text, "precision, recall of the best label", number(report.ranks().getFirst().precision()) + ", " + number(report.ranks().getFirst().recall()));
    row(text, "F1, mean of labels", number(report.macro().f1()));
    report.calibration().ifPresent(calibration -> {
      row(text, "expected calibration error", number(calibration.expectedError()));
      calibration.losses().ifPresent(losses -> row(text, "log loss, Brier score", number(losses.logLoss()) + ", " + number(losses.brier())));
    });
    final List<EvaluationReport.LabelScore> labels = report.labels();
    text.append("\n| label | texts | precision | recall | F1 |\n|---|---|---|---|---|\n");
    labels.stream().limit(MOST_LABELS).forEach(label -> text.append("| ").append(code(label.name())).append(" | ")
        .append(Amounts.grouped(label.known())).append(" | ").append(number(label.score().precision())).append(" | ").append(number(label.score().recall())).append(" | ")
        .append(number(label.score().f1())).append(" |\n"));
    if (labels.size() > MOST_LABELS) {
      text.append("\nThe ").append(MOST_LABELS).append(" most frequent of ").append(Amounts.grouped(labels.size())).append(" labels.\n");
    }
  }

  private static void row(final StringBuilder text, final String name, final String value) {
    text.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  /** As code in a cell of a table. */
  private static String code(final String value) {
    return "`" + VisibleText.of(value).replace('`', '\'').replace("|", "\\|") + "`";
  }

  private static String cell(final String value) {
    return VisibleText.of(value).replace("|", "\\|");
  }

  private static String number(final double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
