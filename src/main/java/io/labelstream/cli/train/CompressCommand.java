package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.Program;
import io.labelstream.train.Compression;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code compress}: makes a model small. */
public final class CompressCommand extends Command {
  /** The options that need texts, unless their value is 0. */
  private static final Set<String> OPTIONS_OF_TEXTS = Set.of(
      "--validation", "--hold-out", "--data-format", "--label-column", "--text-column", "--header", "--label-separator", "--label-names", "--label-prefix",
      "--skip-unreadable",
      "--samples");

  private final TrainableFamily family;
  private final Compression compression;
  private final Option<Path> model;
  private final Option<String> data;
  private final LabelledTextOptions texts;
  private final ValidationOptions validation;
  private final Option<Path> out;
  private final CompressionOptions settings;
  private final CardOptions card;

  /**
   * The verb with the options of the family whose model it is given.
   *
   * @param words those after the verb
   */
  public CompressCommand(final Io io, final List<String> words) {
    this(io, family(io, words));
  }

  private CompressCommand(final Io io, final TrainableFamily family) {
    this(io, family, family.compression().orElseThrow());
  }

  private CompressCommand(final Io io, final TrainableFamily family, final Compression compression) {
    super(io, "compress",
        "Makes a model smaller: " + compression.help().steps() + ".",
        "--size is a hard limit on the bytes of the file. The file's name decides its form: " + compression.help().forms() + ".",
        "Without --data " + compression.help().withoutTexts() + ", and nothing else is done: no text is read.",
        "Card and golden samples lie beside the file, as with 'train'; a .safetensors file without --size holds them itself.",
        "Each family of models has settings of its own, which 'compress MODEL --help' shows.");
    examples(compression.help().examples().stream().map(words -> Program.NAME + " compress " + words).toArray(String[]::new));
    this.family = family;
    this.compression = compression;
    model = options.parameter(Path.class, "MODEL", "The model file, " + compression.help().model() + ".");
    data = options.value(String.class, "--data").optional("DATA",
        "The file of labelled texts that the model was trained on, or for a model without labels of texts like those that it is for; - for standard input. Without it nothing is trained or measured.");
    texts = new LabelledTextOptions(options);
    validation = new ValidationOptions(options);
    out = options.value(Path.class, "-o", "--out").required("FILE", "The file to write.");
    settings = new CompressionOptions(options, compression);
    card = new CardOptions(options);
  }

  /** The family whose model the line names, when read with that family's options; the usual one if there is none. */
  private static TrainableFamily family(final Io io, final List<String> words) {
    if (words.isEmpty()) {
      // The help of all verbs needs no search of the whole class path.
      return TrainableFamilies.usual();
    }
    final List<TrainableFamily> families = TrainableFamilies.all().stream().filter(each -> each.compression().isPresent()).toList();
    return families.size() == 1
        ? families.getFirst()
        : families.stream().filter(each -> new CompressCommand(io, each).namesModel(words)).findFirst().orElseGet(TrainableFamilies::usual);
  }

  private boolean namesModel(final List<String> words) {
    spec().parser().collectErrors(true);
    new CommandLine(spec()).setUnmatchedArgumentsAllowed(true).parseArgs(words.toArray(String[]::new));
    return model.given().flatMap(Models::family).filter(family.name()::equals).isPresent();
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    final Settings chosen = settings.settings();
    final ModelForm form = ModelForms.of(family, out.value());
    final Lines lines = new Lines(io);
    try (TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err())) {
      if (data.given().isEmpty()) {
        requireNoTextsNeeded(chosen);
        final CardOptions.Request made = card.requestWithoutTexts(CommandWords.of(spec()), List.of(model.value().toString()));
        FileCompression.run(request(form, compression.withoutTexts(chosen), new ValidationTexts.None(), made), progress, lines);
      } else {
        final List<String> inputs = new ArrayList<>(validation.files());
        inputs.addAll(texts.files());
        chosen.files().stream().map(Path::toString).forEach(inputs::add);
        inputs.addAll(List.of(model.value().toString(), data.value()));
        final ValidationTexts held = validation.validation(chosen.get(Settings.SEED));
        compress(request(form, chosen, held, card.request(CommandWords.of(spec()), inputs)), progress, lines);
      }
    }
  }

  private FileCompression.Request request(final ModelForm form, final Settings chosen, final ValidationTexts held, final CardOptions.Request made) {
    return new FileCompression.Request(family, model.value(), out.value(), form, chosen, held, made);
  }

  private void compress(final FileCompression.Request request, final TrainingProgress progress, final Lines lines) throws IOException, InterruptedException {
    final TextReading reading = texts.reading(Optional.of(family));
    try (LabelledTexts source = LabelledTexts.open(data.value(), reading, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), reading, io)) {
      FileCompression.run(divided, request, progress, lines);
    }
  }

  /** @throws CliException if an option asks for something that cannot be done without texts */
  private void requireNoTextsNeeded(final Settings chosen) {
    final List<String> needing = Stream.concat(
        chosen.needing(texts -> texts != Setting.Need.NOTHING).stream().map(setting -> "--" + setting.name()),
        spec().commandLine().getParseResult().matchedOptions().stream()
            .filter(given -> OPTIONS_OF_TEXTS.contains(given.longestName()) && !Integer.valueOf(0).equals(given.getValue()))
            .map(OptionSpec::longestName)).toList();
    if (!needing.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE, needing.getFirst() + " needs texts: name those that the model was trained on with --data, or texts like those that it is for if it "
              + "was trained without any");
    }
  }
}
