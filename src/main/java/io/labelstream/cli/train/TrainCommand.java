package io.labelstream.cli.train;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.fasttext.TrainingSettings;
import io.labelstream.train.fasttext.TrainingSettings.KeptEpoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code train}: labelled texts to a model. */
public final class TrainCommand implements Verb {
  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private @Nullable String data;
  private final LabelledTopicOptions topic = new LabelledTopicOptions();
  private final LabelledTextOptions texts = new LabelledTextOptions();
  private Path out;
  private final ValidationOptions validation = new ValidationOptions();
  private final TrainingOptions training = new TrainingOptions();
  private final CardOptions card = new CardOptions();

  public TrainCommand(final Io io) {
    this.io = io;
    spec.name("train").usageMessage()
        .description(
            "Trains a fastText classifier on labelled texts, in a file or a topic.",
            "Writes the model, as a .bin file that fastText's tools read too; a model card beside it, MODEL.card.md; and golden samples, MODEL.golden.jsonl:",
            "texts of your data with the labels that the model gives them, which 'announce' sends along. --samples 0 keeps texts to yourself.",
            "What is written is there as a whole or not at all, whatever happens on the way.")
        .footer(
            "  labelstream train train.txt --out topics.bin --hold-out 0.1",
            "  labelstream train train.csv --label-column category --text-column title,body --out topics.bin \\",
            "    --word-ngrams 2 --epochs 10 --learning-rate 0.5 --validation valid.csv --licence CC0-1.0",
            "  labelstream train --topic labelled -b localhost:9092 --from -30d --out topics.bin --hold-out 0.1");
    spec.addPositional(Options.parameter(String.class, value -> data = value).arity("0..1").required(false).paramLabel("DATA")
        .description("The file of labelled texts; - for standard input.").build());
    topic.addTo(spec);
    texts.addTo(spec);
    spec.addOption(Options.value(Path.class, value -> out = value, "-o", "--out").required(true).paramLabel("MODEL")
        .description("The model file to write.").build());
    validation.addTo(spec);
    training.addTo(spec);
    card.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if ((data == null) == topic.topic().isEmpty()) {
      throw new ParameterException(spec.commandLine(), data == null ? "expected DATA or --topic" : "DATA and --topic are mutually exclusive");
    }
    final TrainingSettings settings = training.settings();
    final List<String> inputs = new ArrayList<>(validation.files());
    settings.pretrained().map(Path::toString).ifPresent(inputs::add);
    Optional.ofNullable(data).ifPresent(inputs::add);
    final TrainingRun.Request request =
        new TrainingRun.Request(out, settings, validation.validation(settings.seed()), card.request(CommandWords.of(spec), inputs));
    if (settings.kept() == KeptEpoch.BEST && request.validation() instanceof ValidationTexts.None) {
      throw new CliException(ExitCode.USAGE, "--keep-best needs texts to find the best epoch by: name some with --validation, or a share of the data with --hold-out");
    }
    final DataOptions options = texts.options();
    try (LabelledTexts source = topic.topic().isPresent()
            ? LabelledTexts.ofTopic(topic.topic().get(), topic.range(), options, topic.kafka())
            : LabelledTexts.open(String.valueOf(data), options, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, io);
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err(), settings.threads())) {
      TrainingRun.run(divided, request, progress, new Lines(io));
    }
    return ExitCode.OK.code();
  }
}
