package io.labelstream.cli;

import io.labelstream.train.compress.CompressionSettings;
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

/** {@code compress}: a model to a small one. */
@Command(
    name = "compress",
    description = {
      "Makes a model small: keeps the rows that matter, replaces them by codes, and trains what is left on the texts that the model was trained on.",
      "--size is a hard limit on the bytes of the file. The name says the form: .safetensors is the smaller one, all else is fastText's own, .ftz.",
      "Card and golden samples lie beside the file, as with 'train'; a .safetensors file without --size holds them itself."
    },
    footer = {
      "  labelstream compress topics.bin --data train.txt --hold-out 0.1 --size 64KiB --out topics.safetensors",
      "  labelstream compress topics.bin --data train.txt --validation valid.txt --cutoff 50000 --out topics.ftz"
    })
final class CompressCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The model file, with vectors that are not quantised.")
  private Path model;

  @Option(
      names = "--data", required = true, paramLabel = "DATA",
      description = "The file of labelled texts that the model was trained on; - for standard input.")
  private String data;

  @Mixin private LabelledTextOptions texts;
  @ArgGroup private @Nullable ValidationOptions validation;

  @Option(names = {"-o", "--out"}, required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out;

  @Mixin private CompressionOptions compression;
  @Mixin private CardOptions card;

  @Override
  public Integer call() throws IOException, InterruptedException {
    final CompressionSettings settings = compression.settings(ModelForms.of(out));
    final Compressing.Request request = new Compressing.Request(
        model, out, settings, ValidationOptions.validation(validation, compression.seed()), card.request(CommandWords.of(spec)));
    final DataOptions options = texts.options();
    try (LabelledTexts source = LabelledTexts.open(data, options, main.io());
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, main.io());
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), main.io().err(), settings.threads())) {
      Compressing.run(divided, request, progress, new Lines(main.io()));
    }
    return ExitCode.OK.code();
  }
}
