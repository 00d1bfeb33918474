package io.labelstream.cli;

import io.labelstream.train.compress.CompressionLimit;
import io.labelstream.train.compress.CompressionSettings;
import io.labelstream.train.compress.ModelForm;
import io.labelstream.train.compress.NormCoding;
import io.labelstream.train.compress.OutputCoding;
import io.labelstream.train.compress.Pruning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a model is compressed. */
final class CompressionOptions {
  @ArgGroup private @Nullable Limit limit;

  /** How small the model is to become; all rows are kept unless given. */
  static final class Limit {
    @Option(
        names = "--size", converter = SizeConverter.class, paramLabel = "SIZE",
        description = "The most bytes the file may have, such as 65536, 64KiB or 1.6MB. What is kept, and how it is coded, is searched for.")
    private @Nullable Long size;

    @Option(names = "--cutoff", paramLabel = "N", description = "How many words and n-grams to keep at most.")
    private @Nullable Integer cutoff;
  }

  @Option(
      names = "--dsub", paramLabel = "N",
      description = "The columns of a sub-vector, which one byte stands for; 2, or searched for under --size, unless given.")
  private @Nullable Integer subvectorColumns;

  @Option(names = "--norms", paramLabel = "HOW", description = "Whether the lengths of rows are coded apart or within their codes; apart, or searched for, unless given.")
  private @Nullable NormCoding norms;

  @Option(
      names = "--pruning", paramLabel = "HOW",
      description = "Which rows to keep: by coverage of the texts, or by norm alone; by coverage, where there are texts, unless given.")
  private @Nullable Pruning pruning;

  @Option(names = "--width", paramLabel = "N", description = "The width of the vectors to keep; what can make a difference unless given.")
  private @Nullable Integer dimensions;

  @Option(names = "--output", paramLabel = "HOW", description = "How the labels' vectors are stored: dense or quantised; dense, or searched for, unless given.")
  private @Nullable OutputCoding output;

  @Option(
      names = "--retrain-epochs", paramLabel = "N",
      description = "How often to visit the texts after pruning; 0 for not at all. Unless given it is twice, undone where that diverges.")
  private @Nullable Integer epochs;

  @Option(names = "--retrain-rate", paramLabel = "R", description = "The learning rate of that at its start.")
  private @Nullable Double learningRate;

  @Option(names = "--output-steps", paramLabel = "N", description = "The most steps of training the labels' vectors on the codes.")
  private @Nullable Integer outputSteps;

  @Option(names = "--codebook-steps", paramLabel = "N", description = "The most steps of training codebooks and labels' vectors together.")
  private @Nullable Integer codebookSteps;

  @Option(
      names = "--threads", paramLabel = "N",
      description = "How many threads work, all processors unless given. With one the model is the same to the last bit each time.")
  private @Nullable Integer threads;

  @Option(names = "--seed", defaultValue = "0", paramLabel = "N", description = "The start of all random numbers (${DEFAULT-VALUE}).")
  private long seed;

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
    if (limit != null && limit.size != null) {
      return new CompressionLimit.Bytes(limit.size, 0);
    }
    return limit != null && limit.cutoff != null ? new CompressionLimit.Rows(limit.cutoff) : new CompressionLimit.None();
  }
}
