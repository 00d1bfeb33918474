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
import io.labelstream.train.evaluate.RetrievalData;
import io.labelstream.train.evaluate.RetrievalEvaluation;
import io.labelstream.train.evaluate.RetrievalReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The measures of {@code evaluate} for the vectors of a model instead of its labels. */
final class VectorEvaluation {
  private final OptionSet options;
  private final LabelledTextOptions texts;
  private final Option<Path> pairs;
  private final Option<Path> retrieval;
  private final Option<Path> queries;
  private final Option<Path> documents;
  private final Option<Path> relevant;

  /** Declares the options. */
  VectorEvaluation(final OptionSet options, final LabelledTextOptions texts) {
    this.options = options;
    this.texts = texts;
    pairs = options.value(Path.class, "--pairs").optional("FILE",
        "Measure the model's vectors instead: two texts and a score a line, compared with the cosine of the texts. The texts are in the first two columns and "
            + "the score in the third, unless --text-column A,B and --label-column SCORE tell others.");
    retrieval = options.value(Path.class, "--retrieval").optional("FOLDER",
        "Measure search by the model's vectors instead, with the files queries.tsv, documents.tsv and relevant.tsv of a folder; or by those named next.");
    queries = options.value(Path.class, "--queries").optional("FILE", "Queries: an id, a tab and a text a line.");
    documents = options.value(Path.class, "--documents").optional("FILE",
        "Documents: an id, a tab and a text a line. Not needed for an index made by 'index'; with them, its answers are compared with those of an exact search.");
    relevant = options.value(Path.class, "--relevant").optional("FILE", "Answers: the id of a query, a tab and the id of a relevant document a line.");
  }

  /** True if vectors are to be measured. */
  boolean isAskedFor() {
    return pairs.given().isPresent() || isRetrieval();
  }

  private boolean isRetrieval() {
    return retrieval.given().isPresent() || queries.given().isPresent() || documents.given().isPresent() || relevant.given().isPresent();
  }

  /**
   * Measures, and gives the report.
   *
   * @throws CliException if the model gives no vectors, or the texts cannot be read
   */
  String report(final Path model, final ReportFormat format) {
    options.require(pairs.given().isEmpty() || !isRetrieval(), "expected either --pairs or --retrieval, --queries, --documents and --relevant");
    return isRetrieval() ? ofRetrieval(model, format) : ofPairs(model, format);
  }

  private String ofPairs(final Path model, final ReportFormat format) {
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

  private String ofRetrieval(final Path model, final ReportFormat format) {
    final Optional<Path> folder = retrieval.given();
    final Optional<Path> asked = queries.given().or(() -> folder.map(in -> in.resolve("queries.tsv")));
    final Optional<Path> answers = relevant.given().or(() -> folder.map(in -> in.resolve("relevant.tsv")));
    options.require(asked.isPresent() && answers.isPresent(), "expected --retrieval, or --queries and --relevant");
    final Optional<Path> searched = documents.given().or(() -> folder.map(in -> in.resolve("documents.tsv")).filter(Files::exists));
    final RetrievalData data = LabelledTexts.explained(asked.get().toString(), () -> RetrievalFiles.read(asked.get(), searched, answers.get()));
    try (TextClassifier classifier = Models.open(model)) {
      requireVectors(model, classifier);
      if (searched.isEmpty() && !RetrievalEvaluation.findsDocuments(classifier)) {
        throw new CliException(ExitCode.USAGE, "model '" + model + "' is no index of documents, expected --documents, or a model made by 'index'");
      }
      final RetrievalReport report = RetrievalEvaluation.of(classifier, data);
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
