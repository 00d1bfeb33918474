package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import io.labelstream.train.fasttext.compress.Pruning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code compress}: a model to a small one. */
public final class CompressCommand implements Verb {
  /** These are about texts, or are decided by them, unless they are 0 or by norm. */
  private static final Set<String> OPTIONS_OF_TEXTS = Set.of(
      "--size", "--validation", "--hold-out", "--data-format", "--label-column", "--text-column", "--header", "--label-separator", "--label-prefix", "--skip-unreadable", "--pruning",
      "--retrain-epochs", "--retrain-rate", "--output-steps", "--codebook-steps", "--samples");

  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private Path model;
  private @Nullable String data;
  private final LabelledTextOptions texts = new LabelledTextOptions();
  private final ValidationOptions validation = new ValidationOptions();
  private Path out;
  private final CompressionOptions compression = new CompressionOptions();
  private final CardOptions card = new CardOptions();

  public CompressCommand(final Io io) {
    this.io = io;
    spec.name("compress").usageMessage()
        .description(
            "Makes a model small: keeps the rows that matter, replaces them by codes, and trains what is left on the texts that the model was trained on.",
            "--size is a hard limit on the bytes of the file. The name says the form: .safetensors is the smaller one, all else is fastText's own, .ftz.",
            "Without --data rows are kept by norm and replaced by codes, and nothing else is done: no text is read.",
            "Card and golden samples lie beside the file, as with 'train'; a .safetensors file without --size holds them itself.")
        .footer(
            "  labelstream compress topics.bin --data train.txt --hold-out 0.1 --size 64KiB --out topics.safetensors",
            "  labelstream compress topics.bin --data train.txt --validation valid.txt --cutoff 50000 --out topics.ftz",
            "  labelstream compress topics.bin --cutoff 50000 --out topics.ftz");
    spec.addPositional(Options.parameter(Path.class, value -> model = value).paramLabel("MODEL")
        .description("The model file, with vectors that are not quantised.").build());
    spec.addOption(Options.value(String.class, value -> data = value, "--data").paramLabel("DATA")
        .description("The file of labelled texts that the model was trained on; - for standard input. Without it nothing is trained or measured.").build());
    texts.addTo(spec);
    validation.addTo(spec);
    spec.addOption(Options.value(Path.class, value -> out = value, "-o", "--out").required(true).paramLabel("FILE").description("The file to write.").build());
    compression.addTo(spec);
    card.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    final CompressionSettings settings = compression.settings(ModelForms.of(out));
    final Lines lines = new Lines(io);
    try (TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err(), settings.threads())) {
      if (data == null) {
        requireNoTextsNeeded();
        final CardOptions.Request made = card.requestWithoutTexts(CommandWords.of(spec), List.of(model.toString()));
        CompressionJob.run(new CompressionJob.Request(model, out, settings.codingAlone(), new ValidationTexts.None(), made), progress, lines);
      } else {
        final List<String> inputs = new ArrayList<>(validation.files());
        inputs.addAll(List.of(model.toString(), data));
        final ValidationTexts held = validation.validation(compression.seed());
        compress(data, new CompressionJob.Request(model, out, settings, held, card.request(CommandWords.of(spec), inputs)), progress, lines);
      }
    }
    return ExitCode.OK.code();
  }

  private void compress(final String file, final CompressionJob.Request request, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    final DataOptions options = texts.options();
    try (LabelledTexts source = LabelledTexts.open(file, options, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, io)) {
      CompressionJob.run(divided, request, progress, lines);
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
