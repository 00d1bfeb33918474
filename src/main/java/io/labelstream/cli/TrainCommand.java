package io.labelstream.cli;

import io.labelstream.train.data.DataOptions;
import io.labelstream.train.fasttext.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code train}: labelled texts to a model. */
@Command(
    name = "train",
    description = {
      "Trains a fastText classifier on labelled texts, in a file or a topic.",
      "Writes the model, as a .bin file that fastText's tools read too; a model card beside it, MODEL.card.md; and golden samples, MODEL.golden.jsonl:",
      "texts of your data with the labels that the model gives them, which 'announce' sends along. --samples 0 keeps texts to yourself.",
      "What is written is there as a whole or not at all, whatever happens on the way."
    },
    footer = {
      "  labelstream train train.txt --out topics.bin --hold-out 0.1",
      "  labelstream train train.csv --label-column category --text-column title,body --out topics.bin \\",
      "    --word-ngrams 2 --epochs 10 --learning-rate 0.5 --validation valid.csv --licence CC0-1.0",
      "  labelstream train --topic labelled -b localhost:9092 --from -30d --out topics.bin --hold-out 0.1"
    })
final class TrainCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "DATA", description = "The file of labelled texts; - for standard input.")
  private @Nullable String data;

  @Mixin private LabelledTopicOptions topic;
  @Mixin private LabelledTextOptions texts;

  @Option(names = {"-o", "--out"}, required = true, paramLabel = "MODEL", description = "The model file to write.")
  private Path out;

  @ArgGroup private @Nullable ValidationOptions validation;

  @Mixin private TrainingOptions training;
  @Mixin private CardOptions card;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if ((data == null) == topic.topic().isEmpty()) {
      throw new ParameterException(spec.commandLine(), data == null ? "expected DATA or --topic" : "DATA and --topic are mutually exclusive");
    }
    final TrainingSettings settings = training.settings();
    final Training.Request request =
        new Training.Request(out, settings, ValidationOptions.validation(validation, settings.seed()), card.request(CommandWords.of(spec)));
    final DataOptions options = texts.options();
    try (LabelledTexts source = topic.topic().isPresent()
            ? LabelledTexts.ofTopic(topic.topic().get(), topic.range(), options, topic.kafka())
            : LabelledTexts.open(String.valueOf(data), options, main.io());
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, main.io());
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), main.io().err(), settings.threads())) {
      Training.run(divided, request, progress, new Lines(main.io()));
    }
    return ExitCode.OK.code();
  }
}
