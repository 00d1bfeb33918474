package io.labelstream.cli.model;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.ByteLines;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Option;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;

/** {@code classify}: prints the labels of each line of its input. */
public final class ClassifyCommand extends Command {
  private final Option<Path> model = options.value(Path.class, "-m", "--model").required("FILE", "The model: a fastText .bin or .ftz file, or .safetensors.");
  private final Option<Integer> top = options.value(Integer.class, "-k", "--top").or("1", "K", "The most labels a line gets (${DEFAULT-VALUE}).");
  private final Option<Float> threshold = options.value(Float.class, "--threshold").or("0", "T", "The least score of a label, from 0 to 1 (${DEFAULT-VALUE}).");
  private final Option<ReportFormat> format = options.format();

  public ClassifyCommand(final Io io) {
    super(io, "classify",
        "Classifies each line of standard input; no Kafka is needed.",
        "A line in gives a line out: 'label score [label score ...]' as fastText prints it, with _ for white space within a label, or an empty line "
            + "where no label reaches the threshold; with --format json [{\"name\": label, \"score\": score}, ...] as in a label record, without __label__.",
        "Lines end at a line feed; the text is UTF-8. Output is flushed whenever the input pauses.");
    examples(
        "labelstream classify --model models/lid.176.ftz < texts.txt",
        "tail -f app.log | labelstream classify --model topics.ftz --top 3 --threshold 0.1 --format json");
  }

  @Override
  protected void run() throws IOException {
    options.require(top.value() >= 1, "--top " + top.value() + " must be at least 1");
    options.require(threshold.value() >= 0f && threshold.value() <= 1f, "--threshold " + threshold.value() + " must be from 0 to 1");
    try (TextClassifier classifier = Models.open(model.value())) {
      final LabelWriter writer =
          switch (format.value()) {
            case TEXT -> new TextLabelWriter(io.data(), classifier.labels());
            case JSON -> new JsonLabelWriter(io.data(), classifier.labels());
          };
      final Predictions predictions = classifier.newPredictions(top.value(), threshold.value());
      ByteLines.read(io.in(), new LineClassifier(classifier.newSession(), predictions, writer));
    }
  }
}
