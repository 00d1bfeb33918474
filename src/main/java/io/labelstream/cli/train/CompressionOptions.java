package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.SizeConverter;
import io.labelstream.model.fasttext.file.ModelForm;
import io.labelstream.train.fasttext.compress.CompressionLimit;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import io.labelstream.train.fasttext.compress.NormCoding;
import io.labelstream.train.fasttext.compress.OutputCoding;
import io.labelstream.train.fasttext.compress.Pruning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How a model is compressed. */
final class CompressionOptions {
  private @Nullable Long size;
  private @Nullable Integer cutoff;
  private @Nullable Integer subvectorColumns;
  private @Nullable NormCoding norms;
  private @Nullable Pruning pruning;
  private @Nullable Integer dimensions;
  private @Nullable OutputCoding output;
  private @Nullable Integer epochs;
  private @Nullable Double learningRate;
  private @Nullable Integer outputSteps;
  private @Nullable Integer codebookSteps;
  private @Nullable Integer threads;
  private long seed;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addArgGroup(Options.atMostOneOf(
        Options.value(Long.class, value -> size = value, "--size").converters(new SizeConverter()).paramLabel("SIZE")
            .description("The most bytes the file may have, such as 65536, 64KiB, 64K (the same: 1024 each) or 1.6MB (1000 times 1000). What is kept, "
                + "and how it is coded, is searched for.").build(),
        Options.value(Integer.class, value -> cutoff = value, "--cutoff").paramLabel("N")
            .description("How many words and n-grams to keep at most.").build()));
    spec.addOption(Options.value(Integer.class, value -> subvectorColumns = value, "--dsub").paramLabel("N")
        .description("The columns of a sub-vector, which one byte stands for; 2, or searched for under --size, unless given.").build());
    spec.addOption(Options.value(NormCoding.class, value -> norms = value, "--norms").paramLabel("HOW")
        .description("Whether the lengths of rows are coded apart or within their codes; apart, or searched for, unless given.").build());
    spec.addOption(Options.value(Pruning.class, value -> pruning = value, "--pruning").paramLabel("HOW")
        .description("Which rows to keep: by coverage of the texts, or by norm alone; by coverage, where there are texts, unless given.").build());
    spec.addOption(Options.value(Integer.class, value -> dimensions = value, "--width").paramLabel("N")
        .description("The width of the vectors to keep; what can make a difference unless given.").build());
    spec.addOption(Options.value(OutputCoding.class, value -> output = value, "--output").paramLabel("HOW")
        .description("How the labels' vectors are stored: dense or quantised; dense, or searched for, unless given.").build());
    spec.addOption(Options.value(Integer.class, value -> epochs = value, "--retrain-epochs").paramLabel("N")
        .description("How often to visit the texts after pruning; 0 for not at all. Unless given it is twice, undone where that diverges.").build());
    spec.addOption(Options.value(Double.class, value -> learningRate = value, "--retrain-rate").paramLabel("R")
        .description("The learning rate of that at its start.").build());
    spec.addOption(Options.value(Integer.class, value -> outputSteps = value, "--output-steps").paramLabel("N")
        .description("The most steps of training the labels' vectors on the codes.").build());
    spec.addOption(Options.value(Integer.class, value -> codebookSteps = value, "--codebook-steps").paramLabel("N")
        .description("The most steps of training codebooks and labels' vectors together.").build());
    spec.addOption(Options.value(Integer.class, value -> threads = value, "--threads").paramLabel("N")
        .description("How many threads work, all processors unless given. With one the model is the same to the last bit each time.").build());
    spec.addOption(Options.value(long.class, value -> seed = value, "--seed").defaultValue("0").paramLabel("N")
        .description("The start of all random numbers (${DEFAULT-VALUE}).").build());
  }

  long seed() {
    return seed;
  }

  /** @throws CliException if a number is out of range */
  CompressionSettings settings(final ModelForm form) {
    final CompressionSettings usual = CompressionSettings.defaults();
    try {
      CompressionSettings settings = usual.withForm(form).withLimit(limit()).withPruning(pruning == null ? usual.pruning() : pruning).withSeed(seed)
          .withThreads(threads == null ? Runtime.getRuntime().availableProcessors() : threads)
          .withLearningRate(learningRate == null ? usual.learningRate() : learningRate)
          .withTuning(
              outputSteps == null ? usual.outputIterations() : outputSteps, codebookSteps == null ? usual.codebookIterations() : codebookSteps);
      settings = epochs == null ? settings : settings.withEpochs(epochs);
      settings = subvectorColumns == null ? settings : settings.withSubvectorColumns(subvectorColumns);
      settings = norms == null ? settings : settings.withNorms(norms);
      settings = dimensions == null ? settings : settings.withDimensions(dimensions);
      return output == null ? settings : settings.withOutput(output);
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, outOfRange.getMessage(), outOfRange);
    }
  }

  private CompressionLimit limit() {
    if (size != null) {
      return new CompressionLimit.Bytes(size, 0);
    }
    return cutoff != null ? new CompressionLimit.Rows(cutoff) : new CompressionLimit.None();
  }
}
