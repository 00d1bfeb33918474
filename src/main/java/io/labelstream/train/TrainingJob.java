package io.labelstream.train;

import io.labelstream.train.data.DataFiles;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.ExampleSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A job of training for a family.
 *
 * @param texts to train on, with one label, several or none each, of a form and a spelling of labels that the family takes; without any if the family {@linkplain
 *     TrainableFamily#dataNeed needs none}
 * @param validation to measure with while it trains
 * @param settings of the family, threads and seed
 * @param progress watches
 * @param files opens the labelled texts in files that settings name, in the same way as {@code texts}
 * @param checkpoint a file that a family may write, so that the same job goes on from it after an interruption; whoever gave the job deletes it once the model is
 *     written, or training diverged. Empty if an interrupted training starts anew
 */
public record TrainingJob(
    ExampleSource texts, Optional<ExampleSource> validation, Settings settings, Progress progress, DataFiles files, Optional<Path> checkpoint) {
  /** A job whose files are read with the usual options, and that starts anew after an interruption. */
  public TrainingJob(final ExampleSource texts, final Optional<ExampleSource> validation, final Settings settings, final Progress progress) {
    this(texts, validation, settings, progress, DataFiles.with(DataOptions.usual()), Optional.empty());
  }
}
