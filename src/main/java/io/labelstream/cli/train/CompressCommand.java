package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.Verb;
import io.labelstream.train.Compression;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.DataOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code compress}: a model to a small one. */
public final class CompressCommand implements Verb {
  /** These are about texts, unless their value is 0. */
  private static final Set<String> OPTIONS_OF_TEXTS = Set.of(
      "--validation", "--hold-out", "--data-format", "--label-column", "--text-column", "--header", "--label-separator", "--label-prefix", "--skip-unreadable",
      "--samples");

  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final TrainableFamily family;
  private final Compression compression;
  private @Nullable Path model;
  private @Nullable String data;
  private final LabelledTextOptions texts = new LabelledTextOptions();
  private final ValidationOptions validation = new ValidationOptions();
  private Path out;
  private final CompressionOptions options;
  private final CardOptions card = new CardOptions();

  /**
   * The verb with the options of the family whose model it is given.
   *
   * @param words those behind the verb
   */
  public CompressCommand(final Io io, final List<String> words) {
    this(io, family(io, words));
  }

  private CompressCommand(final Io io, final TrainableFamily family) {
    this.io = io;
    this.family = family;
    this.compression = family.compression().orElseThrow();
    this.options = new CompressionOptions(compression);
    final Compression.Help help = compression.help();
    spec.name("compress").usageMessage()
        .description(
            "Makes a model small: " + help.steps() + ".",
            "--size is a hard limit on the bytes of the file. The name says the form: " + help.forms() + ".",
            "Without --data " + help.withoutTexts() + ", and nothing else is done: no text is read.",
            "Card and golden samples lie beside the file, as with 'train'; a .safetensors file without --size holds them itself.")
        .footer(help.examples().stream().map(words -> "  " + Program.NAME + " compress " + words).toArray(String[]::new));
    spec.addPositional(Options.parameter(Path.class, value -> model = value).paramLabel("MODEL").description("The model file, " + help.model() + ".").build());
    spec.addOption(Options.value(String.class, value -> data = value, "--data").paramLabel("DATA")
        .description("The file of labelled texts that the model was trained on; - for standard input. Without it nothing is trained or measured.").build());
    texts.addTo(spec);
    validation.addTo(spec);
    spec.addOption(Options.value(Path.class, value -> out = value, "-o", "--out").required(true).paramLabel("FILE").description("The file to write.").build());
    options.addTo(spec);
    card.addTo(spec);
  }

  /** The family whose options make the line name one of its models; the usual one if none does. */
  private static TrainableFamily family(final Io io, final List<String> words) {
    final List<TrainableFamily> families = TrainableFamilies.all().stream().filter(each -> each.compression().isPresent()).toList();
    return families.size() == 1
        ? families.getFirst()
        : families.stream().filter(each -> new CompressCommand(io, each).namesModel(words)).findFirst().orElseGet(TrainableFamilies::usual);
  }

  private boolean namesModel(final List<String> words) {
    spec.parser().collectErrors(true);
    new CommandLine(spec).setUnmatchedArgumentsAllowed(true).parseArgs(words.toArray(String[]::new));
    return model != null && Models.family(model).filter(family.name()::equals).isPresent();
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    final Path source = Objects.requireNonNull(model);
    final Settings settings = options.settings();
    final ModelForm form = ModelForms.of(family, out);
    final Lines lines = new Lines(io);
    try (TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err())) {
      if (data == null) {
        requireNoTextsNeeded(settings);
        final CardOptions.Request made = card.requestWithoutTexts(CommandWords.of(spec), List.of(source.toString()));
        FileCompression.run(
            new FileCompression.Request(family, source, out, form, compression.withoutTexts(settings), new ValidationTexts.None(), made), progress, lines);
      } else {
        final List<String> inputs = new ArrayList<>(validation.files());
        settings.files().stream().map(Path::toString).forEach(inputs::add);
        inputs.addAll(List.of(source.toString(), data));
        final ValidationTexts held = validation.validation(settings.get(Settings.SEED));
        compress(
            data, new FileCompression.Request(family, source, out, form, settings, held, card.request(CommandWords.of(spec), inputs)), progress, lines);
      }
    }
    return ExitCode.OK.code();
  }

  private void compress(final String file, final FileCompression.Request request, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    final DataOptions format = texts.options();
    try (LabelledTexts source = LabelledTexts.open(file, format, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), format, io)) {
      FileCompression.run(divided, request, progress, lines);
    }
  }

  /** @throws CliException if an option asks for something that cannot be done without texts */
  private void requireNoTextsNeeded(final Settings settings) {
    final List<String> needing = Stream.concat(
        settings.needing(texts -> texts != Setting.Need.NOTHING).stream().map(setting -> "--" + setting.name()),
        spec.commandLine().getParseResult().matchedOptions().stream()
            .filter(given -> OPTIONS_OF_TEXTS.contains(given.longestName()) && !Integer.valueOf(0).equals(given.getValue()))
            .map(OptionSpec::longestName)).toList();
    if (!needing.isEmpty()) {
      throw new CliException(ExitCode.USAGE, needing.getFirst() + " needs texts: name those that the model was trained on with --data");
    }
  }
}
