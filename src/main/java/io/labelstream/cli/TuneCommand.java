package io.labelstream.cli;

import io.labelstream.train.data.DataOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tune}: labelled texts to the best model that can be found in a time. */
@Command(
    name = "tune",
    description = {
      "Searches the settings of 'train' by trying them until the time is over, and writes the best model with its card and golden samples.",
      "Learning rate, epochs, dimensions, buckets, and n-grams of words and characters are searched. Models are compared on texts that they are not trained on: "
          + "those of --validation, or a tenth of the data. With --size each of them is compressed before, as 'compress' does.",
      "At the end stand the commands that make the model again; with --threads 1 they make the same bytes. Without --hold-out they train on all texts.",
      "Ctrl-C ends the search: the best model so far is written, and the exit status is 130. Nothing is written if no trial was over."
    },
    footer = {
      "  labelstream tune train.txt --out topics.bin --time 5m",
      "  labelstream tune train.csv --label-column category --out topics.ftz --size 1MiB --time 30m",
      "  labelstream tune train.txt --validation valid.txt --measure f1 --threads 1 \\",
      "    --size 64KiB --out topics.safetensors"
    })
final class TuneCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The file of labelled texts; - for standard input.")
  private String data;

  @Mixin private LabelledTextOptions texts;

  @Option(
      names = {"-o", "--out"}, required = true, paramLabel = "MODEL",
      description = "The model file to write: .ftz or .safetensors with --size, and .bin without.")
  private Path out;

  @ArgGroup private @Nullable ValidationOptions validation;

  @Mixin private TuningOptions tuning;
  @Mixin private CardOptions card;

  @Override
  public Integer call() throws IOException, InterruptedException {
    final Tuning.Request request = new Tuning.Request(
        data, texts, out, tuning.settings(out), ValidationOptions.validation(validation, tuning.seed(), TuningOptions.HELD_OUT),
        card.request(CommandWords.of(spec)));
    final DataOptions options = texts.options();
    try (LabelledTexts source = LabelledTexts.open(data, options, main.io());
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, main.io());
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), main.io().err(), request.settings().start().threads())) {
      Tuning.run(divided, request, progress, new Lines(main.io()));
    }
    return ExitCode.OK.code();
  }
}
