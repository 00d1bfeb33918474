package io.labelstream.cli.train;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.Verb;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.DataOptions;
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
  private final NamedFamily named;
  private final TrainingOptions training;
  private final CardOptions card = new CardOptions();

  /** @param words those behind the verb, of which the first may name a family */
  public TrainCommand(final Io io, final List<String> words) {
    this.io = io;
    this.named = NamedFamily.of(words);
    this.training = new TrainingOptions(named.family());
    final int first = named.addTo(spec, "train");
    final FamilyHelp help = named.family().help();
    final String file = named.exampleFile(Content.TRAINED);
    final String example = "  " + Program.NAME + " " + spec.name();
    spec.usageMessage()
        .description(
            "Trains " + help.classifier() + " on labelled texts, in a file or a topic.",
            "Writes the model, as " + help.file() + "; a model card beside it, MODEL.card.md; and golden samples, MODEL.golden.jsonl:",
            "texts of your data with the labels that the model gives them, which 'announce' sends along. --samples 0 keeps texts to yourself.",
            "What is written is there as a whole or not at all, whatever happens on the way.")
        .footer(
            example + " train.txt --out " + file + " --hold-out 0.1",
            example + " train.csv --label-column category --text-column title,body --out " + file + " \\",
            "    " + (help.example() + " --validation valid.csv --licence CC0-1.0").strip(),
            example + " --topic labelled -b localhost:9092 --from -30d --out " + file + " --hold-out 0.1");
    spec.addPositional(Options.parameter(String.class, value -> data = value).index(Integer.toString(first)).arity("0..1").required(false).paramLabel("DATA")
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
    final Settings settings = training.settings();
    final List<String> inputs = new ArrayList<>(validation.files());
    settings.files().stream().map(Path::toString).forEach(inputs::add);
    Optional.ofNullable(data).ifPresent(inputs::add);
    final TrainingRun.Request request = new TrainingRun.Request(
        named.family(), out, settings, validation.validation(settings.get(Settings.SEED)), card.request(CommandWords.of(spec), inputs));
    if (request.validation() instanceof ValidationTexts.None) {
      requireNoValidationNeeded(settings);
    }
    final DataOptions options = texts.options();
    try (LabelledTexts source = topic.topic().isPresent()
            ? LabelledTexts.ofTopic(topic.topic().get(), topic.range(), options, topic.kafka())
            : LabelledTexts.open(String.valueOf(data), options, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, io);
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err())) {
      TrainingRun.run(divided, request, progress, new Lines(io));
    }
    return ExitCode.OK.code();
  }

  private static void requireNoValidationNeeded(final Settings settings) {
    final Optional<Setting<?>> needing = settings.needing(Setting.Need.VALIDATION::equals).stream().findFirst();
    if (needing.isPresent()) {
      throw new CliException(ExitCode.USAGE, "--" + needing.get().name() + " needs texts that are not trained on: name some with --validation, or a share "
          + "of the data with --hold-out");
    }
  }
}
