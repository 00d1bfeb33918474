package io.labelstream.cli.model;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.cli.verb.Verb;
import io.labelstream.golden.GoldenSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code samples}: what a model must go on to say. */
public final class SamplesCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private Path model;
  private Path text;
  private @Nullable Path out;
  private int top;
  private boolean force;

  public SamplesCommand(final Io io) {
    this.io = io;
    spec.name("samples").usageMessage()
        .description(
            "Writes golden samples: texts with the labels and scores that a model gives them now.",
            "'announce' sends them along, and each instance that loads the model proves with them that it labels as it did here.")
        .footer(
            "  labelstream samples new.ftz --text sentences.txt",
            "  labelstream samples new.ftz --text sentences.txt --top 1 --out expected.jsonl");
    spec.addPositional(Options.parameter(Path.class, value -> model = value).paramLabel("MODEL").description("The model file.").build());
    spec.addOption(Options.value(Path.class, value -> text = value, "--text").required(true).paramLabel("FILE")
        .description("Texts, one a line; at most " + GoldenSamples.MOST_SAMPLES + ".").build());
    spec.addOption(Options.value(Path.class, value -> out = value, "-o", "--out").paramLabel("FILE")
        .description("Where to write; beside the model, as MODEL.golden.jsonl, unless given.").build());
    spec.addOption(Options.value(int.class, value -> top = value, "-k", "--top").defaultValue("3").paramLabel("N")
        .description("How many labels a text, 1 to " + GoldenSamples.MOST_LABELS + " (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.flag(value -> force = value, "--force").description("Overwrite a file that exists.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    final Path target = out == null ? GoldenSamples.beside(model) : out;
    SampleWriter.write(new SampleWriter.Request(model, text, target, top, OverwritePolicy.by(force, List.of(model.toString(), text.toString()))), new Lines(io));
    return ExitCode.OK.code();
  }
}
