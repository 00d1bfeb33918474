package io.labelstream.cli.model;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.golden.GoldenSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code samples}: writes texts with the labels that a model must keep giving. */
public final class SamplesCommand extends Command {
  private final Option<Path> model = options.parameter(Path.class, "MODEL", "The model file.");
  private final Option<Path> text = options.value(Path.class, "--text").required("FILE", "Texts, one a line; at most " + GoldenSamples.MOST_SAMPLES + ".");
  private final Option<Path> out = options.value(Path.class, "-o", "--out")
      .optional("FILE", "Where to write; beside the model, as MODEL.golden.jsonl, unless given.");
  private final Option<Integer> top = options.value(Integer.class, "-k", "--top")
      .or("3", "N", "How many labels for each text, 1 to " + GoldenSamples.MOST_LABELS + " (${DEFAULT-VALUE}).");
  private final Option<Boolean> force = options.flag("--force", "Overwrite a file that exists.");

  public SamplesCommand(final Io io) {
    super(io, "samples",
        "Writes golden samples: texts with the labels and scores that a model gives them now.",
        "'announce' sends them along, and each instance that loads the model proves with them that it labels as it did here.");
    examples(
        "labelstream samples new.ftz --text sentences.txt",
        "labelstream samples new.ftz --text sentences.txt --top 1 --out expected.jsonl");
  }

  @Override
  protected void run() throws IOException {
    final Path target = out.given().orElseGet(() -> GoldenSamples.beside(model.value()));
    final OverwritePolicy overwriting = OverwritePolicy.by(force.value(), List.of(model.value().toString(), text.value().toString()));
    SampleWriter.write(new SampleWriter.Request(model.value(), text.value(), target, top.value(), overwriting), new Lines(io));
  }
}
