package io.labelstream.cli.model;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.ByteLines;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code classify}: a line in, its labels out. */
public final class ClassifyCommand implements Verb {
  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private Path model;
  private int top;
  private float threshold;
  private ReportFormat format;

  public ClassifyCommand(final Io io) {
    this.io = io;
    spec.name("classify").usageMessage()
        .description(
            "Classifies each line of standard input; no Kafka is needed.",
            "A line in gives a line out: 'label score [label score ...]' as fastText prints it, or an empty line where no label reaches the threshold; with --format "
                + "json [{\"name\": label, \"score\": score}, ...] as in a label record, without __label__.",
            "Lines end at a line feed; the text is UTF-8. Output is flushed whenever the input pauses.")
        .footer(
            "  labelstream classify --model models/lid.176.ftz < texts.txt",
            "  tail -f app.log | labelstream classify --model topics.ftz --top 3 --threshold 0.1 --format json");
    spec.addOption(Options.value(Path.class, value -> model = value, "-m", "--model").required(true).paramLabel("FILE")
        .description("The model: a fastText .bin or .ftz file, or .safetensors.").build());
    spec.addOption(Options.value(int.class, value -> top = value, "-k", "--top").defaultValue("1").paramLabel("K")
        .description("The most labels a line gets (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(float.class, value -> threshold = value, "--threshold").defaultValue("0").paramLabel("T")
        .description("The least score of a label, from 0 to 1 (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new ParameterException(spec.commandLine(), "--top " + top + " must be at least 1");
    }
    if (!(threshold >= 0f && threshold <= 1f)) {
      throw new ParameterException(spec.commandLine(), "--threshold " + threshold + " must be from 0 to 1");
    }
    try (TextClassifier classifier = Models.open(model)) {
      final LabelWriter writer =
          switch (format) {
            case TEXT -> new TextLabelWriter(io.data(), classifier.labels());
            case JSON -> new JsonLabelWriter(io.data(), classifier.labels());
          };
      final Predictions predictions = new Predictions(Math.min(top, classifier.labels().size()), threshold);
      ByteLines.read(io.in(), new LineClassifier(classifier.newSession(), predictions, writer));
    }
    return ExitCode.OK.code();
  }
}
