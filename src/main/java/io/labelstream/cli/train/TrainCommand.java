package io.labelstream.cli.train;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.Program;
import io.labelstream.train.DataNeed;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code train}: makes a model from labelled texts. */
public final class TrainCommand extends Command {
  private final NamedFamily named;
  private final Option<String> data;
  private final LabelledTopicOptions topic;
  private final LabelledTextOptions texts;
  private final Option<Path> out;
  private final ValidationOptions validation;
  private final TrainingOptions training;
  private final CardOptions card;

  /** @param words those after the verb, of which the first may name a family */
  public TrainCommand(final Io io, final List<String> words) {
    this(io, NamedFamily.of(words));
  }

  private TrainCommand(final Io io, final NamedFamily named) {
    super(io, named.verb("train"),
        "Trains " + named.family().help().classifier() + " on labelled texts, in a file or a topic.",
        "Writes the model, as " + named.family().help().file() + "; a model card beside it, MODEL.card.md; and golden samples, MODEL.golden.jsonl:",
        "texts of your data with the labels that the model gives them, which 'announce' sends along. --samples 0 keeps texts to yourself.",
        "Each file is written as a whole or not at all, whatever happens on the way.",
        "'train FAMILY' trains a model of the family of that name, with settings of its own.");
    final String verb = Program.NAME + " " + named.verb("train");
    final String file = named.exampleFile(Content.TRAINED);
    examples(
        verb + " train.txt --out " + file + " --hold-out 0.1",
        verb + " train.csv --label-column category --text-column title,body --out " + file + " \\",
        "  " + (named.family().help().example() + " --validation valid.csv --licence CC0-1.0").strip(),
        verb + " --topic labelled -b localhost:9092 --from -30d --out " + file + " --hold-out 0.1");
    this.named = named;
    named.declare(options);
    data = options.optionalParameter(String.class, "DATA", "The file of labelled texts; - for standard input.");
    topic = new LabelledTopicOptions(options);
    texts = new LabelledTextOptions(options);
    out = options.value(Path.class, "-o", "--out").required("MODEL", "The model file to write.");
    validation = new ValidationOptions(options);
    training = new TrainingOptions(options, named.family());
    card = new CardOptions(options);
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Settings settings = training.settings();
    requireSource(named.family().dataNeed(settings));
    final List<String> inputs = new ArrayList<>(validation.files());
    inputs.addAll(texts.files());
    settings.files().stream().map(Path::toString).forEach(inputs::add);
    data.given().ifPresent(inputs::add);
    final TrainingRun.Request request = new TrainingRun.Request(
        named.family(), out.value(), settings, validation.validation(settings.get(Settings.SEED)), card.request(CommandWords.of(spec()), inputs));
    if (request.validation() instanceof ValidationTexts.None) {
      requireNoValidationNeeded(settings);
    }
    final TextReading labelled = texts.reading(Optional.of(named.family()));
    final TextReading reading = request.dataNeed() == DataNeed.TEXTS ? labelled.ofTexts() : labelled;
    try (LabelledTexts source = source(reading, request.dataNeed());
        DividedTexts divided = DividedTexts.open(source, request.validation(), reading, io);
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err())) {
      TrainingRun.run(divided, labelled.files(), request, progress, new Lines(io));
    }
  }

  private void requireSource(final DataNeed need) {
    if (need == DataNeed.NONE) {
      options.require(data.given().isEmpty() && topic.topic().isEmpty(), "with these options no texts are trained on, expected neither DATA nor --topic");
    } else {
      options.require(data.given().isPresent() || topic.topic().isPresent(), "expected DATA or --topic");
      options.require(data.given().isEmpty() || topic.topic().isEmpty(), "DATA and --topic are mutually exclusive");
    }
  }

  private LabelledTexts source(final TextReading reading, final DataNeed need) throws InterruptedException {
    if (need == DataNeed.NONE) {
      return LabelledTexts.none();
    }
    return topic.topic().isPresent()
        ? LabelledTexts.ofTopic(topic.topic().get(), topic.range(), reading, topic.kafka())
        : LabelledTexts.open(data.value(), reading, io);
  }

  private static void requireNoValidationNeeded(final Settings settings) {
    final Optional<Setting<?>> needing = settings.needing(Setting.Need.VALIDATION::equals).stream().findFirst();
    if (needing.isPresent()) {
      throw new CliException(ExitCode.USAGE, "--" + needing.get().name() + " needs texts that are not trained on: name some with --validation, or a share "
          + "of the data with --hold-out");
    }
  }
}
