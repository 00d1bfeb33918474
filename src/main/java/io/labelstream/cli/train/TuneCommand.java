package io.labelstream.cli.train;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.Program;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.Settings;
import io.labelstream.train.tune.SweepSettings;
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
        "With --latency-budget or --precision-floor it sweeps instead: it tries all combinations of some values of a few settings, shows for each model quality, "
            + "times of a text, size and work, and writes the one to choose. Since the load of a machine changes, models that may be chosen are timed again at the "
            + "end, in turns; these times count.",
        "At the end it prints the commands that make the model again; with --threads 1 they make the same bytes. Without --hold-out they train on all texts.",
        "Ctrl-C ends the search: the best model so far is written, and the exit status is 130. Nothing is written if no trial has ended.");
    final String verb = Program.NAME + " " + named.verb("tune");
    examples(
        verb + " train.txt --out " + named.exampleFile(Content.TRAINED) + " --time 5m",
        verb + " train.csv --label-column category --out " + named.exampleFile(Content.COMPRESSED) + " --size 1MiB --time 30m",
        verb + " train.txt --out " + named.exampleFile(Content.TRAINED) + " --latency-budget 50us --pareto models.svg --time 2h",
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
    Logging.levels("WARN", "OFF");
    final List<String> inputs = new ArrayList<>(validation.files());
    inputs.addAll(texts.files());
    inputs.add(data.value());
    final Optional<SweepSettings> sweep = tuning.sweep(out.value());
    if (sweep.isPresent()) {
      run(sweep.get().fixed(), inputs, (divided, request, progress) ->
          SweepRun.run(divided, request, sweep.get(), tuning.output(), progress, new Lines(io)));
    } else {
      final TuningSettings settings = tuning.settings(out.value());
      run(settings.start(), inputs, (divided, request, progress) -> TuningRun.run(divided, request, settings, progress, new Lines(io)));
    }
  }

  private interface Search {
    void run(DividedTexts divided, TuneRequest request, TrainingProgress progress) throws IOException, InterruptedException;
  }

  private void run(final Settings settings, final List<String> inputs, final Search search) throws IOException, InterruptedException {
    final TuneRequest request = new TuneRequest(
        named, data.value(), texts, out.value(), validation.validation(settings.get(Settings.SEED), TuningOptions.HELD_OUT),
        card.request(CommandWords.of(spec()), inputs));
    final TextReading reading = texts.reading(Optional.of(named.family()));
    try (LabelledTexts source = LabelledTexts.open(data.value(), reading, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), reading, io);
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err())) {
      search.run(divided, request, progress);
    }
  }
}
