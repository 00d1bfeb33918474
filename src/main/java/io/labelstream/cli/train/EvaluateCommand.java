package io.labelstream.cli.train;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.FastTextArtifact;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.Split;
import io.labelstream.train.data.SurveyedData;
import io.labelstream.train.evaluate.Coverage;
import io.labelstream.train.evaluate.Evaluation;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code evaluate}: how good a model is. */
public final class EvaluateCommand implements Verb {
  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private Path model;
  private String data;
  private final LabelledTextOptions texts = new LabelledTextOptions();
  private @Nullable Double share;
  private long seed;
  private int top;
  private float threshold;
  private ReportFormat format;
  private int labels;
  private int confusions;
  private @Nullable Double least;

  public EvaluateCommand(final Io io) {
    this.io = io;
    spec.name("evaluate").usageMessage()
        .description(
            "Measures a model on labelled texts: precision and recall, by label and on average, confusions, calibration, coverage, size, and speed where "
                + "the texts take seconds; 'bench model' measures that better.",
            "Precision and recall are those of 'fasttext test': texts whose labels the model does not have are left out of them; the accuracy counts them as wrong.")
        .footer(
            "  labelstream evaluate topics.ftz test.txt",
            "  labelstream evaluate topics.ftz train.txt --hold-out 0.1",
            "  labelstream evaluate topics.ftz test.csv --label-column category --text-column title,body --top 3",
            "  labelstream evaluate topics.ftz test.jsonl --format json",
            "  labelstream evaluate topics.ftz - --data-format tsv --fail-under 0.9 < test.tsv");
    spec.addPositional(Options.parameter(Path.class, value -> model = value).index("0").paramLabel("MODEL").description("The model file.").build());
    spec.addPositional(Options.parameter(String.class, value -> data = value).index("1").paramLabel("DATA")
        .description("The file of labelled texts; - for standard input.").build());
    texts.addTo(spec);
    spec.addOption(Options.value(Double.class, value -> share = value, "--hold-out").paramLabel("P")
        .description("Measure with those texts only that 'train' and 'compress' hold out by the same --hold-out P and --seed.").build());
    spec.addOption(Options.value(long.class, value -> seed = value, "--seed").defaultValue("0").paramLabel("N")
        .description("The seed by which texts were held out (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> top = value, "-k", "--top").defaultValue("1").paramLabel("K")
        .description("The most labels a text gets (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(float.class, value -> threshold = value, "--threshold").defaultValue("0").paramLabel("T")
        .description("The least score of a label, from 0 to 1 (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json, which has everything (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> labels = value, "--labels").defaultValue("20").paramLabel("N")
        .description("How many labels to list as text, the most frequent first (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> confusions = value, "--confusions").defaultValue("10").paramLabel("N")
        .description("How many confusions to list as text (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Double.class, value -> least = value, "--fail-under").paramLabel("P")
        .description("End with an exit status of its own where the accuracy, the share of texts whose best label is right, is below P, from 0 to 1.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    final EvaluationSettings settings = settings();
    final Double bar = least;
    final EvaluationReport report;
    try (LabelledTexts source = LabelledTexts.open(data, texts.options(), io);
        TextClassifier classifier = Models.open(model);
        FastTextArtifact artifact = (FastTextArtifact) Models.read(model)) {
      final Coverage coverage = source.use(examples -> Coverage.of(artifact.file(), measured(new SurveyedData(examples, this::warn))));
      report = source.use(examples -> Evaluation.of(classifier, measured(examples), settings)).with(coverage);
    }
    if (report.texts().all() == report.texts().withoutLabel()) {
      throw new CliException(ExitCode.DATA_REFUSED,
          "'" + report.source() + "' has no text with a label among " + report.texts().all() + " texts; check format and columns");
    }
    new Lines(io).print(switch (format) {
      case TEXT -> EvaluationText.render(model, report, new EvaluationText.Limits(labels, confusions), Terminal.ofProcess().style());
      case JSON -> EvaluationJson.render(model, report);
    });
    if (bar != null && report.accuracy() < bar) {
      throw new CliException(ExitCode.BELOW_TARGET, String.format(Locale.ROOT, "the accuracy is %.4f, expected at least %s", report.accuracy(), bar));
    }
    return ExitCode.OK.code();
  }

  private ExampleSource measured(final ExampleSource all) {
    return share == null ? all : new Split(all, share, seed).validation();
  }

  private void warn(final DataSummary summary) {
    DataWarnings.ofReading(summary).forEach(new Lines(io)::warn);
  }

  private EvaluationSettings settings() {
    if (share != null && !(share > 0 && share < 1)) {
      throw new ParameterException(spec.commandLine(), "--hold-out " + share + " must be above 0 and below 1");
    }
    if (least != null && !(least >= 0 && least <= 1)) {
      throw new ParameterException(spec.commandLine(), "--fail-under " + least + " must be from 0 to 1");
    }
    if (labels < 0 || confusions < 0) {
      throw new ParameterException(spec.commandLine(), "--labels and --confusions must not be negative");
    }
    try {
      return new EvaluationSettings(top, threshold);
    } catch (final IllegalArgumentException outOfRange) {
      throw new ParameterException(spec.commandLine(), "--" + outOfRange.getMessage(), outOfRange);
    }
  }
}
