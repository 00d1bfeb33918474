package io.labelstream.cli;

import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code classify}: a line in, its labels out. */
@Command(
    name = "classify",
    description = {
      "Classifies each line of standard input; no Kafka is needed.",
      "A line in gives a line out: 'label score [label score ...]', or an empty line where no label reaches the threshold.",
      "Lines end at a line feed; the text is UTF-8. Output is flushed whenever the input pauses."
    },
    footer = {
      "  labelstream classify --model models/lid.176.ftz < texts.txt",
      "  tail -f app.log | labelstream classify --model topics.ftz --top 3 --threshold 0.1 --format json"
    })
final class ClassifyCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Option(names = {"-m", "--model"}, required = true, paramLabel = "FILE", description = "The model: a fastText .bin or .ftz file, or .safetensors.")
  private Path model;

  @Option(names = {"-k", "--top"}, defaultValue = "1", paramLabel = "K", description = "The most labels a line gets (${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = {"-t", "--threshold"}, defaultValue = "0", paramLabel = "T",
      description = "The least score of a label, from 0 to 1 (${DEFAULT-VALUE}).")
  private float threshold;

  @Option(names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT", description = "text or json (${DEFAULT-VALUE}).")
  private OutputFormat format;

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
            case TEXT -> new TextLabelWriter(main.io().out(), classifier.labels());
            case JSON -> new JsonLabelWriter(main.io().out(), classifier.labels());
          };
      final Predictions predictions = new Predictions(Math.min(top, classifier.labels().size()), threshold);
      ByteLines.read(main.io().in(), new LineClassifier(classifier.newSession(), predictions, writer));
    }
    return ExitCode.OK.code();
  }
}
