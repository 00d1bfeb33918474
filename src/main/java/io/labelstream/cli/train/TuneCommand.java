package io.labelstream.cli.train;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.Program;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.Settings;
import io.labelstream.train.tune.TuningSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code tune}: finds the best model for labelled texts that a time allows. */
public final class TuneCommand extends Command {
  private final NamedFamily named;
  private final Option<String> data;
  private final LabelledTextOptions texts;
  private final Option<Path> out;
  private final ValidationOptions validation;
  private final TuningOptions tuning;
  private final CardOptions card;

  /** @param words those after the verb, of which the first may name a family */
  public TuneCommand(final Io io, final List<String> words) {
    this(io, NamedFamily.of(words));
  }

  private TuneCommand(final Io io, final NamedFamily named) {
    super(io, named.verb("tune"),
        "Searches the settings of 'train' by trying them until the time is up, and writes the best model with its card and golden samples.",
        named.family().help().searched() + " are searched. Models are compared on texts that they are not trained on: "
            + "those of --validation, or a tenth of the data. With --size each of them is compressed first, as 'compress' does.",
        "At the end it prints the commands that make the model again; with --threads 1 they make the same bytes. Without --hold-out they train on all texts.",
        "Ctrl-C ends the search: the best model so far is written, and the exit status is 130. Nothing is written if no trial has ended.");
    final String verb = Program.NAME + " " + named.verb("tune");
    examples(
        verb + " train.txt --out " + named.exampleFile(Content.TRAINED) + " --time 5m",
        verb + " train.csv --label-column category --out " + named.exampleFile(Content.COMPRESSED) + " --size 1MiB --time 30m",
        verb + " train.txt --validation valid.txt --measure f1 --threads 1 \\",
        "  --size 64KiB --out " + named.exampleFile(Content.COMPRESSED));
    this.named = named;
    named.declare(options);
    data = options.parameter(String.class, "DATA", "The file of labelled texts; - for standard input.");
    texts = new LabelledTextOptions(options);
    out = options.value(Path.class, "-o", "--out").required("MODEL", "The model file to write: " + TuningOptions.names(named.family()) + ".");
    validation = new ValidationOptions(options);
    tuning = new TuningOptions(options, named.family());
    card = new CardOptions(options);
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    final List<String> inputs = new ArrayList<>(validation.files());
    inputs.addAll(texts.files());
    inputs.add(data.value());
    final TuningSettings settings = tuning.settings(out.value());
    final TuningRun.Request request = new TuningRun.Request(
        named.word().stream().toList(), data.value(), texts, out.value(), settings,
        validation.validation(settings.start().get(Settings.SEED), TuningOptions.HELD_OUT), card.request(CommandWords.of(spec()), inputs));
    final TextReading reading = texts.reading(Optional.of(named.family()));
    try (LabelledTexts source = LabelledTexts.open(data.value(), reading, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), reading, io);
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err())) {
      TuningRun.run(divided, request, progress, new Lines(io));
    }
  }
}
