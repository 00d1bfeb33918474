package io.labelstream.cli;

import io.labelstream.model.file.NewFile.Existing;
import io.labelstream.rollout.GoldenSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code samples}: what a model must go on to say. */
@Command(
    name = "samples",
    description = {
      "Writes golden samples: texts with the labels and scores that a model gives them now.",
      "'announce' sends them along, and each instance that loads the model proves with them that it labels as it did here."
    },
    footer = {
      "  labelstream samples new.ftz --text sentences.txt",
      "  labelstream samples new.ftz --text sentences.txt --top 1 --out expected.jsonl"
    })
final class SamplesCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Option(names = {"-t", "--text"}, required = true, paramLabel = "FILE", description = "Texts, one a line; at most " + GoldenSamples.MOST_SAMPLES + ".")
  private Path text;

  @Option(names = {"-o", "--out"}, paramLabel = "FILE", description = "Where to write; beside the model, as MODEL.golden.jsonl, unless given.")
  private @Nullable Path out;

  @Option(names = "--top", defaultValue = "3", paramLabel = "N", description = "How many labels a text, 1 to " + GoldenSamples.MOST_LABELS + " (${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--force", description = "Overwrite a file that exists.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    final Path target = out == null ? GoldenSamples.beside(model) : out;
    Sampling.write(new Sampling.Request(model, text, target, top, force ? Existing.REPLACE : Existing.KEEP), new Lines(main.io()));
    return ExitCode.OK.code();
  }
}
