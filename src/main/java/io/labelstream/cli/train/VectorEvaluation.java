package io.labelstream.cli.train;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.display.json.JsonText;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.TextPairs;
import io.labelstream.train.evaluate.PairEvaluation;
import io.labelstream.train.evaluate.PairReport;
import java.nio.file.Path;

/** The measures of {@code evaluate} for the vectors of a model instead of its labels. */
final class VectorEvaluation {
  private final OptionSet options;
  private final LabelledTextOptions texts;
  private final Option<Path> pairs;

  /** Declares the options. */
  VectorEvaluation(final OptionSet options, final LabelledTextOptions texts) {
    this.options = options;
    this.texts = texts;
    pairs = options.value(Path.class, "--pairs").optional("FILE",
        "Measure the model's vectors instead: two texts and a score a line, compared with the cosine of the texts. The texts are in the first two columns and "
            + "the score in the third, unless --text-column A,B and --label-column SCORE tell others.");
  }

  /** True if vectors are to be measured. */
  boolean isAskedFor() {
    return pairs.given().isPresent();
  }

  /**
   * Measures, and gives the report.
   *
   * @throws CliException if the model gives no vectors, or the texts cannot be read
   */
  String report(final Path model, final ReportFormat format) {
    final TextPairs scored = LabelledTexts.explained(pairs.value().toString(), () -> TextPairs.of(pairs.value(), texts.pairs()));
    try (TextClassifier classifier = Models.open(model)) {
      requireVectors(model, classifier);
      final PairReport report = PairEvaluation.of(classifier, scored);
      return switch (format) {
        case TEXT -> VectorText.render(model, report, Terminal.ofProcess().style());
        case JSON -> JsonText.indented(new VectorJson(model.toString(), report));
      };
    }
  }

  private static void requireVectors(final Path model, final TextClassifier classifier) {
    if (classifier.vectorDimensions().isEmpty()) {
      throw new CliException(ExitCode.MODEL_REFUSED, "model '" + model + "' is of the family " + classifier.description().family()
          + ", which gives no vectors, expected a model that does, such as a sentence encoder");
    }
  }
}
