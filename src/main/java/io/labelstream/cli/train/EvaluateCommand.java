package io.labelstream.cli.train;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.model.LabelFrequencies;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.Coverage;
import io.labelstream.train.ShortlistRecall;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.LabelledData;
import io.labelstream.train.data.Split;
import io.labelstream.train.data.Survey;
import io.labelstream.train.data.SurveyedData;
import io.labelstream.train.evaluate.Evaluation;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationSettings;
import io.labelstream.train.evaluate.SpeedMeter;
import io.labelstream.train.evaluate.TextSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** {@code evaluate}: measures how good a model is. */
public final class EvaluateCommand extends Command {
  /** Percentiles of the times of fewer texts say little. */
  private static final int FEWEST_TIMED = 1_000;

  private final Option<Path> model = options.parameter(Path.class, "MODEL", "The model file.");
  private final Option<String> data = options.optionalParameter(String.class, "DATA", "The file of labelled texts; - for standard input.");
  private final LabelledTextOptions texts = new LabelledTextOptions(options);
  private final VectorEvaluation vectors = new VectorEvaluation(options, texts);
  private final Option<String> training = options.value(String.class, "--training").optional("DATA",
      "The file of labelled texts that the model was trained on, for the figures that depend on how often it saw each label. Unless given, they are "
          + "measured where the model's file holds these frequencies, or --hold-out tells the texts.");
  private final Option<Double> share = options.value(Double.class, "--hold-out")
      .optional("P", "Measure only with the texts that 'train' and 'compress' hold out by the same --hold-out P and --seed.");
  private final Option<Long> seed = options.value(Long.class, "--seed").or("0", "N", "The seed by which texts were held out (${DEFAULT-VALUE}).");
  private final Option<Integer> top = options.value(Integer.class, "-k", "--top").or("1", "K", "The most labels a text gets (${DEFAULT-VALUE}).");
  private final Option<Float> threshold = options.value(Float.class, "--threshold")
      .or("0", "T", "The least score of a label, from 0 to 1 (${DEFAULT-VALUE}).");
  private final Option<ReportFormat> format = options.value(ReportFormat.class, "-f", "--format")
      .or("text", "FORMAT", "text or json, which has everything (${DEFAULT-VALUE}).");
  private final Option<Integer> labels = options.value(Integer.class, "--labels")
      .or("20", "N", "How many labels to list as text, the most frequent first (${DEFAULT-VALUE}).");
  private final Option<Integer> confusions = options.value(Integer.class, "--confusions")
      .or("10", "N", "How many confusions to list as text (${DEFAULT-VALUE}).");
  private final Option<Double> least = options.value(Double.class, "--fail-under").optional("P",
      "End with an exit status of its own where the accuracy, the share of texts whose best label is right, is below P, from 0 to 1.");

  public EvaluateCommand(final Io io) {
    super(io, "evaluate",
        "Measures a model on labelled texts: precision and recall, by label and on average, ranking, frequent and rare labels, confusions, calibration, "
            + "coverage, size, and from " + Amounts.grouped(FEWEST_TIMED) + " texts on the time that one thread takes for a text.",
        "Precision and recall are those of 'fasttext test': texts whose labels the model does not have are left out of them; the accuracy counts them as "
            + "wrong.",
        "P@K, R@K, nDCG@K and PSP@K are those of the Extreme Classification Repository: they count such texts, too. PSP is precision weighted by the "
            + "inverse propensity of labels (A = 0.55, B = 1.5). HEAD, TORSO and TAIL are the labels of a third of the training data each.",
        "Times are of texts classified one at a time after a warm-up: medians of the percentiles of several rounds; 'bench model' measures throughput.");
    examples(
        "labelstream evaluate topics.ftz test.txt",
        "labelstream evaluate topics.ftz train.txt --hold-out 0.1",
        "labelstream evaluate topics.ftz test.csv --label-column category --text-column title,body --top 3",
        "labelstream evaluate topics.ftz test.txt --top 5 --training train.txt",
        "labelstream evaluate topics.ftz test.jsonl --format json",
        "labelstream evaluate topics.ftz - --data-format tsv --fail-under 0.9 < test.tsv",
        "labelstream evaluate student.safetensors --pairs stsb-test.csv",
        "labelstream evaluate index.safetensors --queries queries.tsv --relevant relevant.tsv --documents documents.tsv");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    options.require(data.given().isPresent() != vectors.isAskedFor(), "expected one of DATA, --pairs and --retrieval");
    if (vectors.isAskedFor()) {
      options.require(training.given().isEmpty() && share.given().isEmpty() && least.given().isEmpty(),
          "--training, --hold-out and --fail-under are for labelled texts, expected none of them beside --pairs and --retrieval");
      new Lines(io).print(vectors.report(model.value(), format.value()));
    } else {
      measureLabels();
    }
  }

  private void measureLabels() throws IOException, InterruptedException {
    // Mistakes in the options are told before anything is read.
    final EvaluationSettings given = settings();
    final EvaluationReport report;
    try (ModelArtifact artifact = Models.read(model.value())) {
      options.require(artifact.description().labels() > 0, "'" + model.value() + "' has no labels to measure; measure its vectors, with --pairs");
      report = report(artifact, given);
    }
    if (report.texts().all() == report.texts().withoutLabel()) {
      throw new CliException(ExitCode.DATA_REFUSED,
          "'" + report.source() + "' has no text with a label among " + report.texts().all() + " texts; check format and columns");
    }
    if (report.texts().measured() == 0) {
      throw new CliException(ExitCode.DATA_REFUSED, "none of the labels of '" + report.source() + "', such as '" + report.unknownLabels().getFirst().name()
          + "', is one of the model; are they ids here and names in the model? --label-names gives ids their names");
    }
    new Lines(io).print(switch (format.value()) {
      case TEXT -> EvaluationText.render(
          model.value(), report, new EvaluationText.Limits(labels.value(), confusions.value()), Terminal.ofProcess().style());
      case JSON -> EvaluationJson.render(model.value(), report);
    });
    if (least.given().isPresent() && report.accuracy() < least.value()) {
      throw new CliException(
          ExitCode.BELOW_TARGET, String.format(Locale.ROOT, "the accuracy is %.4f, expected at least %s", report.accuracy(), least.value()));
    }
  }

  private EvaluationReport report(final ModelArtifact artifact, final EvaluationSettings given) throws IOException, InterruptedException {
    final Optional<TrainableFamily> family = TrainableFamilies.find(artifact.description().family());
    final TextReading reading = texts.reading(family);
    try (LabelledTexts source = LabelledTexts.open(data.value(), reading, io);
        TextClassifier classifier = Models.open(model.value(), artifact)) {
      final Optional<Coverage> coverage = family.isPresent()
          ? source.use(examples -> family.get().coverage(artifact, measured(new SurveyedData(examples, this::warn))))
          : Optional.empty();
      final Optional<ShortlistRecall> shortlist =
          family.isPresent() ? source.use(examples -> family.get().shortlistRecall(artifact, classifier, measured(examples))) : Optional.empty();
      final EvaluationSettings settings = given.with(frequencies(artifact, source, reading));
      final TextSample sample = new TextSample();
      return source.use(examples -> Evaluation.of(classifier, sample.sampling(measured(examples)), settings))
          .with(coverage, shortlist, sample.size() < FEWEST_TIMED ? Optional.empty() : Optional.of(SpeedMeter.measure(classifier, sample, settings)));
    }
  }

  private ExampleSource measured(final ExampleSource all) {
    return share.given().map(held -> new Split(all, held, seed.value()).validation()).orElse(all);
  }

  private Optional<LabelFrequencies> frequencies(final ModelArtifact artifact, final LabelledTexts source, final TextReading reading)
      throws InterruptedException {
    if (training.given().isPresent()) {
      try (LabelledTexts trained = LabelledTexts.open(training.value(), reading, io)) {
        return Optional.of(trained.use(LabelledData::survey).frequencies());
      }
    }
    final Optional<LabelFrequencies> held = artifact.frequencies();
    return held.isPresent() || share.given().isEmpty()
        ? held
        : Optional.of(source.use(examples -> Survey.of(new Split(examples, share.value(), seed.value()).training())).frequencies());
  }

  private void warn(final DataSummary summary) {
    DataWarnings.ofReading(summary).forEach(new Lines(io)::warn);
  }

  private EvaluationSettings settings() {
    options.require(
        share.given().filter(held -> !(held > 0 && held < 1)).isEmpty(), "--hold-out " + share.given().orElse(0.0) + " must be above 0 and below 1");
    options.require(least.given().filter(bar -> !(bar >= 0 && bar <= 1)).isEmpty(), "--fail-under " + least.given().orElse(0.0) + " must be from 0 to 1");
    options.require(labels.value() >= 0 && confusions.value() >= 0, "--labels and --confusions must not be negative");
    try {
      return new EvaluationSettings(top.value(), threshold.value(), Optional.empty());
    } catch (final IllegalArgumentException outOfRange) {
      throw options.mistake("--" + outOfRange.getMessage());
    }
  }
}
