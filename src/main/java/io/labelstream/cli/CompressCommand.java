package io.labelstream.cli;

import io.labelstream.train.compress.CompressionSettings;
import io.labelstream.train.compress.Pruning;
import io.labelstream.train.data.DataOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
      "Without --data rows are kept by norm and replaced by codes, and nothing else is done: no text is read.",
      "Card and golden samples lie beside the file, as with 'train'; a .safetensors file without --size holds them itself."
    },
    footer = {
      "  labelstream compress topics.bin --data train.txt --hold-out 0.1 --size 64KiB --out topics.safetensors",
      "  labelstream compress topics.bin --data train.txt --validation valid.txt --cutoff 50000 --out topics.ftz",
      "  labelstream compress topics.bin --cutoff 50000 --out topics.ftz"
    })
final class CompressCommand implements Callable<Integer> {
  /** These are about texts, or are decided by them, unless they are 0 or by norm. */
  private static final Set<String> OPTIONS_OF_TEXTS = Set.of(
      "--size", "--validation", "--hold-out", "--data-format", "--label-column", "--text-column", "--header", "--label-separator", "--pruning",
      "--retrain-epochs", "--retrain-rate", "--output-steps", "--codebook-steps", "--samples");

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The model file, with vectors that are not quantised.")
  private Path model;

  @Option(
      names = "--data", paramLabel = "DATA",
      description = "The file of labelled texts that the model was trained on; - for standard input. Without it nothing is trained or measured.")
  private @Nullable String data;

  @Mixin private LabelledTextOptions texts;
  @ArgGroup private @Nullable ValidationOptions validation;

  @Option(names = {"-o", "--out"}, required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out;

  @Mixin private CompressionOptions compression;
  @Mixin private CardOptions card;

  @Override
  public Integer call() throws IOException, InterruptedException {
    final CompressionSettings settings = compression.settings(ModelForms.of(out));
    final Lines lines = new Lines(main.io());
    try (TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), main.io().err(), settings.threads())) {
      if (data == null) {
        requireNoTextsNeeded();
        final CardOptions.Request made = card.requestWithoutTexts(CommandWords.of(spec));
        Compressing.run(new Compressing.Request(model, out, settings.codingAlone(), new Validation.None(), made), progress, lines);
      } else {
        final Validation held = ValidationOptions.validation(validation, compression.seed());
        compress(data, new Compressing.Request(model, out, settings, held, card.request(CommandWords.of(spec))), progress, lines);
      }
    }
    return ExitCode.OK.code();
  }

  private void compress(final String file, final Compressing.Request request, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    final DataOptions options = texts.options();
    try (LabelledTexts source = LabelledTexts.open(file, options, main.io());
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, main.io())) {
      Compressing.run(divided, request, progress, lines);
    }
  }

  /** @throws CliException if an option asks for something that cannot be done without texts */
  private void requireNoTextsNeeded() {
    for (final OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      final Object value = given.getValue();
      final boolean asksForNothing = value instanceof Number number && number.doubleValue() == 0 || value == Pruning.NORM;
      if (OPTIONS_OF_TEXTS.contains(given.longestName()) && !asksForNothing) {
        throw new CliException(ExitCode.USAGE, given.longestName() + " needs texts: name those that the model was trained on with --data");
      }
    }
  }
}
