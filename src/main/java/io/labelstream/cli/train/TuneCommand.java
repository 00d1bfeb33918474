package io.labelstream.cli.train;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.train.data.DataOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tune}: labelled texts to the best model that can be found in a time. */
public final class TuneCommand implements Verb {
  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private String data;
  private final LabelledTextOptions texts = new LabelledTextOptions();
  private Path out;
  private final ValidationOptions validation = new ValidationOptions();
  private final TuningOptions tuning = new TuningOptions();
  private final CardOptions card = new CardOptions();

  public TuneCommand(final Io io) {
    this.io = io;
    spec.name("tune").usageMessage()
        .description(
            "Searches the settings of 'train' by trying them until the time is over, and writes the best model with its card and golden samples.",
            "Learning rate, epochs, dimensions, buckets, and n-grams of words and characters are searched. Models are compared on texts that they are not trained on: "
                + "those of --validation, or a tenth of the data. With --size each of them is compressed before, as 'compress' does.",
            "At the end stand the commands that make the model again; with --threads 1 they make the same bytes. Without --hold-out they train on all texts.",
            "Ctrl-C ends the search: the best model so far is written, and the exit status is 130. Nothing is written if no trial was over.")
        .footer(
            "  labelstream tune train.txt --out topics.bin --time 5m",
            "  labelstream tune train.csv --label-column category --out topics.ftz --size 1MiB --time 30m",
            "  labelstream tune train.txt --validation valid.txt --measure f1 --threads 1 \\",
            "    --size 64KiB --out topics.safetensors");
    spec.addPositional(Options.parameter(String.class, value -> data = value).paramLabel("DATA")
        .description("The file of labelled texts; - for standard input.").build());
    texts.addTo(spec);
    spec.addOption(Options.value(Path.class, value -> out = value, "-o", "--out").required(true).paramLabel("MODEL")
        .description("The model file to write: .ftz or .safetensors with --size, and .bin without.").build());
    validation.addTo(spec);
    tuning.addTo(spec);
    card.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    final List<String> inputs = new ArrayList<>(validation.files());
    inputs.add(data);
    final TuningRun.Request request = new TuningRun.Request(
        data, texts, out, tuning.settings(out), validation.validation(tuning.seed(), TuningOptions.HELD_OUT),
        card.request(CommandWords.of(spec), inputs));
    final DataOptions options = texts.options();
    try (LabelledTexts source = LabelledTexts.open(data, options, io);
        DividedTexts divided = DividedTexts.open(source, request.validation(), options, io);
        TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err(), request.settings().start().threads())) {
      TuningRun.run(divided, request, progress, new Lines(io));
    }
    return ExitCode.OK.code();
  }
}
