package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.ModelForm;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a model is compressed. What is left open is chosen: under a limit of bytes by trying a few codings, else as the reference's defaults are.
 *
 * @param limit how small it is to become
 * @param form the form of file, which a limit of bytes is about
 * @param pruning which rows are kept
 * @param subvectorColumns the columns of a sub-vector, at least 1; open: 2
 * @param norms how the lengths of rows are coded; open: apart
 * @param dimensions the width of rows; open: all that can matter, which is one less than there are labels with softmax, if that is less than the model's
 * @param output how the output is stored; open: dense, but codes under a limit of bytes where there are 256 labels and a dense output is a quarter of it
 * @param epochs how often the training texts are visited after pruning, at least 0; open: twice, which is undone where it diverges
 * @param learningRate the rate of this training at its start, positive; it is multiplied by the share of all feature occurrences whose rows were dropped, as
 *     a model that has lost little is made worse by a high rate, and one that has lost much needs it
 * @param outputIterations the most steps in training the output on the coded rows, at least 0
 * @param codebookIterations the most steps in training codebooks and output together, at least 0
 * @param threads how many threads work, at least 1; with one, the result is the same bits each time
 * @param seed the start of all random numbers
 */
public record CompressionSettings(
    CompressionLimit limit,
    ModelForm form,
    Pruning pruning,
    OptionalInt subvectorColumns,
    Optional<NormCoding> norms,
    OptionalInt dimensions,
    Optional<OutputCoding> output,
    OptionalInt epochs,
    double learningRate,
    int outputIterations,
    int codebookIterations,
    int threads,
    long seed) {

  private static final int USUAL_EPOCHS = 2;

  public CompressionSettings {
    requireAtLeast(1, subvectorColumns.orElse(1), "columns of a sub-vector");
    requireAtLeast(1, dimensions.orElse(1), "dimensions");
    requireAtLeast(0, epochs.orElse(USUAL_EPOCHS), "epochs of retraining");
    requireAtLeast(0, outputIterations, "steps of output training");
    requireAtLeast(0, codebookIterations, "steps of codebook training");
    requireAtLeast(1, threads, "threads");
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("the learning rate of retraining is " + learningRate + ", expected a positive number");
    }
  }

  private static void requireAtLeast(final int least, final int value, final String name) {
    if (value < least) {
      throw new IllegalArgumentException("the " + name + " are " + value + ", expected at least " + least);
    }
  }

  /** All rows are kept, in fastText's form; the rates and counts are those that were best over the data sets we measured. */
  public static CompressionSettings defaults() {
    return new CompressionSettings(
        new CompressionLimit.None(), ModelForm.FTZ, Pruning.COVERAGE, OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(),
        OptionalInt.empty(), 0.75, 20, 0, 1, 1);
  }

  /** How often the training texts are visited after pruning. */
  public int epochsOfRetraining() {
    return epochs.orElse(USUAL_EPOCHS);
  }

  public CompressionSettings withLimit(final CompressionLimit changed) {
    return new CompressionSettings(
        changed, form, pruning, subvectorColumns, norms, dimensions, output, epochs, learningRate, outputIterations, codebookIterations, threads, seed);
  }

  public CompressionSettings withForm(final ModelForm changed) {
    return new CompressionSettings(
        limit, changed, pruning, subvectorColumns, norms, dimensions, output, epochs, learningRate, outputIterations, codebookIterations, threads, seed);
  }

  public CompressionSettings withPruning(final Pruning changed) {
    return new CompressionSettings(
        limit, form, changed, subvectorColumns, norms, dimensions, output, epochs, learningRate, outputIterations, codebookIterations, threads, seed);
  }

  public CompressionSettings withSubvectorColumns(final int changed) {
    return new CompressionSettings(
        limit, form, pruning, OptionalInt.of(changed), norms, dimensions, output, epochs, learningRate, outputIterations, codebookIterations, threads, seed);
  }

  public CompressionSettings withNorms(final NormCoding changed) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, Optional.of(changed), dimensions, output, epochs, learningRate, outputIterations, codebookIterations, threads,
        seed);
  }

  public CompressionSettings withDimensions(final int changed) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, norms, OptionalInt.of(changed), output, epochs, learningRate, outputIterations, codebookIterations, threads,
        seed);
  }

  public CompressionSettings withOutput(final OutputCoding changed) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, norms, dimensions, Optional.of(changed), epochs, learningRate, outputIterations, codebookIterations, threads,
        seed);
  }

  /** Other epochs of retraining after pruning; 0 for none. */
  public CompressionSettings withEpochs(final int changed) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, norms, dimensions, output, OptionalInt.of(changed), learningRate, outputIterations, codebookIterations,
        threads, seed);
  }

  /** Another rate of retraining after pruning. */
  public CompressionSettings withLearningRate(final double changed) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, norms, dimensions, output, epochs, changed, outputIterations, codebookIterations, threads, seed);
  }

  /** Other training on the coded rows; 0 steps for none. */
  public CompressionSettings withTuning(final int changedOutput, final int changedCodebooks) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, norms, dimensions, output, epochs, learningRate, changedOutput, changedCodebooks, threads, seed);
  }

  /** Nothing that needs texts: rows are kept by norm and replaced by codes, and nothing is trained. */
  public CompressionSettings codingAlone() {
    return withPruning(Pruning.NORM).withEpochs(0).withTuning(0, 0);
  }

  public CompressionSettings withThreads(final int changed) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, norms, dimensions, output, epochs, learningRate, outputIterations, codebookIterations, changed, seed);
  }

  public CompressionSettings withSeed(final long changed) {
    return new CompressionSettings(
        limit, form, pruning, subvectorColumns, norms, dimensions, output, epochs, learningRate, outputIterations, codebookIterations, threads, changed);
  }
}
